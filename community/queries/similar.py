# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How cases like this one were decided before: equal cases are to be treated equally (DOMAIN § 3)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from community.domain.likeness import likeness, runs, said
from community.models import Comment, Decision

#: Newest decisions of the town that are compared, and measures besides, which are rare and weigh more.
COMPARED, MEASURES = 400, 200
SHOWN = 5
#: Below this two comments have hardly more in common than the language.
LEAST = 0.12


class Similar(NamedTuple):
    """A decision about a comment with like words. No name: who wrote and who decided is of no account."""

    comment: int
    text: str
    decision: Decision
    decided_at: datetime
    percent: int
    urgency: int
    burden: str


def similar_cases(comment: Comment) -> list[Similar]:
    """The decisions that stand about the comments most like ``comment``, the most alike first; two queries."""
    mine = runs(said(comment.text))
    if not mine:
        return []
    standing = Decision.objects.filter(
        comment__municipality=comment.municipality_id,
        comment__emptied_at=None,
        comment__is_private=False,
        undone_at=None,
    )
    standing = standing.exclude(comment=comment.pk).exclude(kind=Decision.Kind.SHOW)
    standing = standing.select_related("comment", "clause").defer("comment__searchable", "comment__other_words")
    newest = standing.filter(comment__decided_at__isnull=False).order_by("-comment__decided_at", "-pk")[:COMPARED]
    cited = standing.filter(clause__netiquette__municipality=comment.municipality_id, kind__in=Decision.NEEDS_GROUNDS)
    measures = cited.standing_measures().order_by("-decided_at", "-pk")[:MEASURES]
    found: dict[int, Similar] = {}
    for decision in [*measures, *newest]:
        other = decision.comment
        if other.pk in found or decision.comment_revision != other.revision:
            continue
        share = likeness(mine, runs(said(other.text)))
        if share >= LEAST:
            found[other.pk] = Similar(
                *(other.pk, other.text, decision, decision.decided_at, round(share * 100)),
                *(other.urgency, other.burden),
            )
    return sorted(found.values(), key=lambda case: (-case.percent, -case.decided_at.timestamp()))[:SHOWN]
