# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Published answers of a town by their words, or by those of the comment, without reading a million of them.

First the newest decided comments are looked at in their order. Only when too few turn up is the index of words asked,
which is quick because the words are rare then. Nothing is counted.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import Municipality
from community.models import Comment, Decision, PlatformAction
from core.folded import asked
from core.words import pattern_of, words_asked

#: Decided comments of a town that are read before the index is asked.
WALKED = 2000
#: More hits than this are not looked at: then the words say little.
MOST = 500
SHOWN = 6


def published_answers(town: Municipality) -> QuerySet[Decision]:
    """Answers everybody can read. What was sent privately, taken back or emptied is none."""
    return Decision.objects.filter(
        comment__municipality=town,
        comment__is_private=False,
        kind=Decision.Kind.REPLY,
        undone_at=None,
        emptied_at=None,
        action__state=PlatformAction.State.PUBLISHED,
    )


def answers_with(town: Municipality, words: str) -> list[Decision]:
    """The newest ``SHOWN`` published answers with all ``words``, or to a comment with them. At most three queries."""
    question = words_asked(words)
    if not question:
        return []
    pattern = pattern_of(question)
    decided = Comment.objects.filter(municipality=town, state__in=Comment.DECIDED_STATES)
    newest = list(decided.order_by("-decided_at").values_list("pk", flat=True)[:WALKED])
    fitting = Q(searchable__regex=pattern) | Q(comment__searchable__regex=pattern)
    found = _first(published_answers(town).filter(fitting, comment__in=newest))
    if len(found) == SHOWN or len(newest) < WALKED:
        return found
    hits = published_answers(town).filter(searchable__has=asked(question)).values("pk")[:MOST]
    older = _first(Decision.objects.filter(pk__in=hits).exclude(pk__in=[answer.pk for answer in found]))
    return [*found, *older][:SHOWN]


def answer_to_keep(town: Municipality, pk: int) -> Decision | None:
    """The published answer to a comment."""
    related = ("comment__municipality", "comment__author", "comment__delivery__post")
    return published_answers(town).filter(pk=pk).select_related(*related).first()


def kept_from(decision: Decision) -> int | None:
    """The number of the text this answer is kept as."""
    return decision.kept_as.filter(retired_at=None).values_list("pk", flat=True).first()


def _first(answers: QuerySet[Decision]) -> list[Decision]:
    return list(answers.select_related("comment__author").order_by("-decided_at", "-pk")[:SHOWN])
