# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open comments are looked at after they came in, by a process of its own: nothing waits for it (docs/adr/0066).

What is to be done follows from the comments themselves: each says with which edition of its town's suggestions it was
looked at last. Whoever stops in between has lost nothing, and who does it twice writes the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import Municipality
from community.domain.blind_sample import is_blind
from community.models import Author, Comment, TriageModel, TriageScore, TriageSettings
from community.queries.hints import KINDS, triage_settings
from community.queries.urgency import DANGER_WITHIN, SERVICE_HOURS, Hinted, Rating, rate_hints
from community.services.triage.own_words import own_words
from community.triage import rules
from community.triage.files import unpack
from community.triage.judging import BANDS_FROM
from community.triage.labels import Label
from community.triage.language import language_of
from community.triage.model import Band as Place
from community.triage.model import Placed, Trained, scores_by_label
from staffing.queries import deadlines_in

Band = TriageScore.Band
#: Comments looked at in one transaction.
BATCH = 200
MOST_WORDS = 3
LONGEST_WORD = 60


class Models(Protocol):
    """What a town's decisions taught."""

    def places(self, texts: Sequence[str]) -> Mapping[str, Sequence[Placed]]:
        """By label where each of ``texts`` stands."""

    def words_behind(self, label: str, text: str) -> Sequence[str]:
        """The words of ``text`` on which that rests."""


class Learned:
    """The models of one version. Each text is read once for all labels."""

    def __init__(self, trained: Mapping[Label, Trained]) -> None:
        self.trained = trained

    def places(self, texts: Sequence[str]) -> Mapping[str, Sequence[Placed]]:
        scores = scores_by_label(self.trained, texts) if self.trained else {}
        return {label.value: self.trained[label].place_scores(texts, found) for label, found in scores.items()}

    def words_behind(self, label: str, text: str) -> Sequence[str]:
        return self.trained[Label(label)].words_behind(text, MOST_WORDS)


#: Where nothing was learned yet: rules suggest alone.
NOTHING_LEARNED = Learned({})


class Found(NamedTuple):
    """What reached a band in one comment."""

    comment: Comment
    scores: list[TriageScore]
    language: str


def towns_with_comments_to_score() -> QuerySet[Municipality]:
    """Towns in which an open comment was not looked at with what is now in use; needs all towns in scope."""
    to_score = Comment._base_manager.filter(
        municipality=OuterRef("pk"), state__in=Comment.OPEN_STATES, triage_edition__lt=OuterRef("edition")
    )
    towns = Municipality.objects.exclude(triage__is_on=False).annotate(edition=Coalesce(F("triage__edition"), 1))
    return towns.filter(Exists(to_score)).order_by("pk")


def score_comments(town: Municipality, *, models: Models | None = None, at_most: int = BATCH) -> int:
    """Look at up to ``at_most`` open comments of ``town`` that nobody looked at yet; how many it were.

    ``models`` are those in use, read from the database if not given. Needs the town in scope.
    """
    settings = triage_settings(town)
    if not settings.is_on:
        return 0
    todo = Comment.objects.filter(municipality=town, triage_edition__lt=settings.edition).filter(
        state__in=Comment.OPEN_STATES
    )
    names = ("text", "kept_contents", "revision", "urgency", "urgency_reason", "due_at", "state", "apart")
    comments = list(todo.only("pk", "municipality_id", *names).order_by("urgency", "-pk")[:at_most])
    if not comments:
        return 0
    found = _look_at(comments, models or models_in_use(town), settings, _labels_with_bands(town))
    with transaction.atomic():
        _store(town, found, settings.edition)
    return len(comments)


def models_in_use(town: Municipality) -> Models:
    """What the town's own decisions taught, as it is in use. Raises a ``DomainError`` for a file that does not hold."""
    version = version_in_use(town)
    return NOTHING_LEARNED if version is None else _unpacked(town.pk, version.pk, version.made_at)


def version_in_use(town: Municipality) -> TriageModel | None:
    """Without its file, which is large."""
    return TriageModel.objects.filter(municipality=town, state=TriageModel.State.ACTIVE).defer("content").first()


@lru_cache(maxsize=2)
def _unpacked(town: int, version: int, made_at: datetime) -> Models:
    """Versions never change, so a process may remember them; two at most, for they are large."""
    content = TriageModel._base_manager.values_list("content", flat=True).get(pk=version)
    return Learned(unpack(bytes(content), town=town))


def _labels_with_bands(town: Municipality) -> set[str]:
    version = version_in_use(town)
    judged = version.judged if version else {}
    return {label for label, found in judged.items() if found.get("decisions", 0) >= BANDS_FROM}


def _look_at(comments: Sequence[Comment], models: Models, settings: TriageSettings, shown: set[str]) -> list[Found]:
    own = own_words(settings.own_words)
    texts = [text_of(comment) for comment in comments]
    places = models.places(texts)
    found = []
    for number, comment in enumerate(comments):
        seen = rules.seen(comment.text, comment.contents, own)
        scores = {label.value: _by_rule(comment, label, words) for label, words in seen.items() if label not in KINDS}
        for label, placed in places.items():
            if (place := placed[number]).band == Place.LOW:
                continue
            rule, words = scores.get(label), models.words_behind(label, texts[number])
            scores[label] = TriageScore(
                comment=comment,
                label=label,
                revision=comment.revision,
                band=place.band.value,
                score=round(place.score, 4),
                is_by_rule=rule is not None,
                is_capped=place.is_capped,
                shows_band=label in shown,
                words=_kept_words([*(rule.words if rule else ()), *words]),
            )
        found.append(Found(comment, list(scores.values()), language_of(comment.text)))
    return found


def _by_rule(comment: Comment, label: str, words: Sequence[str]) -> TriageScore:
    return TriageScore(
        comment=comment,
        label=label,
        revision=comment.revision,
        band=Band.RULE,
        is_by_rule=True,
        words=_kept_words(words),
    )


def _kept_words(words: Sequence[str]) -> list[str]:
    return [word[:LONGEST_WORD] for word in dict.fromkeys(words)][:MOST_WORDS]


def text_of(comment: Comment) -> str:
    """What of a comment is learned from and scored: all that its author says, wherever it stands."""
    return "\n".join([comment.text, *comment.contents.own_words])


def _store(town: Municipality, found: list[Found], edition: int) -> None:
    """Write what was found about words that are still the same; whoever was edited meanwhile is looked at again."""
    keys = [one.comment.pk for one in found]
    comments = Comment._base_manager.filter(pk__in=keys)
    # Nobody else writes these rows from here on: an edit has come before, and is seen below, or comes after.
    comments.update(triage_edition=edition, language="")
    revisions = dict(comments.values_list("pk", "revision"))
    same = [one for one in found if revisions[one.comment.pk] == one.comment.revision]
    if len(same) < len(found):
        comments.exclude(pk__in=[one.comment.pk for one in same]).update(triage_edition=0)
    for language in sorted({one.language for one in same} - {""}):
        spoken = [one.comment.pk for one in same if one.language == language]
        Comment._base_manager.filter(pk__in=spoken).update(language=language)
    TriageScore._base_manager.filter(comment__in=keys).delete()
    TriageScore._base_manager.bulk_create([score for one in same for score in one.scores], ignore_conflicts=True)
    due_after = None
    for one in same:
        rating = rate_hints(Hinted(score.label, tuple(score.words), _is_strong(score)) for score in one.scores)
        if rating is None or rating.urgency >= one.comment.urgency:
            continue
        due_after = due_after or deadlines_in(town)
        _raise_urgency(one.comment, rating, _due(due_after, now(), rating.urgency))


def _is_strong(score: TriageScore) -> bool:
    return score.is_by_rule or score.band == Band.HIGH


def _due(due_after: Any, at: datetime, urgency: int) -> datetime:
    if urgency == Comment.Urgency.DANGER:
        return at + DANGER_WITHIN
    due: datetime = due_after(at.replace(second=0, microsecond=0), SERVICE_HOURS[Comment.Urgency(urgency)])
    return due


def _raise_urgency(comment: Comment, rating: Rating, due_at: datetime) -> None:
    """Never lowered here. A threat is never kept from anybody; what else was found is not told in the blind sample."""
    is_danger = rating.urgency == Comment.Urgency.DANGER
    reason = rating.reason
    if not is_danger and is_blind(comment.pk):
        reason = _("Part of the blind sample: the reason shows after your answer.")
    changes: dict[str, Any] = {"urgency": rating.urgency, "urgency_reason": reason[:200]}
    changes["due_at"] = min(comment.due_at, due_at)
    if is_danger:
        changes["apart"] = Author.Standing.USUAL
    open_still = Q(state__in=Comment.OPEN_STATES, urgency__gt=rating.urgency, revision=comment.revision)
    Comment._base_manager.filter(open_still, pk=comment.pk).update(**changes)
