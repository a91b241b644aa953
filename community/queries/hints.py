# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What software suggests about a comment, for the screen: with the words it rests on, and what a person said of it.

In the blind sample nothing of it is told before the first answer (docs/adr/0066).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language

from accounts.models import Municipality
from community.domain.blind_sample import is_blind
from community.models import Comment, TriageLabel, TriageScore, TriageSettings
from community.queries.kinds import kind_of
from community.triage.labels import BURDENING, Label
from community.triage.language import GERMAN, NAMES
from core.questions import question_planned_once

Band = TriageScore.Band

#: Labels that are at the same time the kind of a comment: one excludes the others.
KINDS: dict[str, str] = {
    Label.QUESTION: Comment.Kind.QUESTION,
    Label.PRAISE: Comment.Kind.PRAISE,
    Label.CRITICISM: Comment.Kind.CRITICISM,
}
#: What leaving a comment as it is denies: whoever leaves a threat standing saw none.
DENIED_BY_LEAVING = (*sorted(BURDENING), Label.CONSPIRACY, Label.SPAM)


class Hint(NamedTuple):
    """One suggestion; ``answer`` is what a person said of it, ``None`` as long as nobody did."""

    label: str
    words: tuple[str, ...]
    band: str
    is_by_rule: bool
    is_capped: bool
    answer: bool | None

    @property
    def name(self) -> str:
        return name_of(self.label)

    @property
    def strength(self) -> str:
        """The band in words, empty where it only sorts."""
        return str(Band(self.band).label) if self.band else ""


class Seen(NamedTuple):
    """``is_waiting``: not looked at yet. ``is_blind``: suggestions, if any, show after the first answer."""

    hints: list[Hint]
    chosen: list[str]
    others: tuple[str, ...]
    is_blind: bool = False
    is_waiting: bool = False
    language: str = ""

    @property
    def open_hint(self) -> str:
        """The first suggestion nobody answered; the keys are about it."""
        return next((hint.label for hint in self.hints if hint.answer is None), "")


#: Every label, most pressing first.
NAMED: list[str] = [label.value for label in Label]


def name_of(label: str) -> str:
    return names_in(get_language()).get(label, label)


@cache
def names_in(language: str | None) -> dict[str, str]:
    """The names of all labels in the language that is active, which is ``language``; fifty pages ask for them."""
    return {label.value: str(label.label) for label in Label}


def triage_settings(town: Municipality) -> TriageSettings:
    """The town's settings, or the defaults in a row that is not stored; one query."""
    return TriageSettings.objects.filter(municipality=town).first() or TriageSettings(municipality=town)


def seen_by_software(comment: Comment) -> Seen | None:
    """What the desk tells; ``None`` where the town has it switched off. No query where there is nothing to tell."""
    if getattr(comment, "is_triage_off", False):
        return None
    scores = scores_of(comment) if getattr(comment, "has_scores", True) else []
    given = answers_to(comment) if getattr(comment, "has_labels", True) else {}
    hides = is_blind(comment.pk) and not given and not comment.is_decided
    hints = [] if hides else [_hint(score, given) for score in scores]
    if not hides and not given.keys() & KINDS.keys():
        hints += [kind for kind in _kind_hint(comment) if kind.label not in {hint.label for hint in hints}]
    hints.sort(key=_rank)
    hinted = {hint.label for hint in hints}
    rest = [label for label in NAMED if label not in hinted]
    return Seen(
        hints,
        chosen=[name_of(label) for label in rest if given.get(label)],
        others=tuple([label for label in rest if label not in given]),
        is_blind=hides,
        is_waiting=comment.triage_edition == 0,
        language=str(NAMES[comment.language]) if comment.language not in ("", GERMAN) else "",
    )


def scores_of(comment: Comment) -> list[TriageScore]:
    """Suggestions about its words as they stand."""
    return scores_as_they_stand(comment.municipality, comment.pk, comment.revision)


@question_planned_once
def scores_as_they_stand(town: Municipality, comment: int, revision: int) -> QuerySet[TriageScore]:
    return TriageScore.objects.filter(comment=comment, revision=revision)


def suggested_labels(comment: Comment) -> set[str]:
    """What rules and the learned model suggest about its words as they stand, its kind included."""
    found = {score.label for score in scores_of(comment)}
    return found | {label for label, kind in KINDS.items() if kind == comment.kind}


def answers_to(comment: Comment) -> dict[str, bool]:
    labels = TriageLabel.objects.filter(comment=comment, revision=comment.revision)
    return dict(labels.values_list("label", "value"))


def _hint(score: TriageScore, given: dict[str, bool]) -> Hint:
    band = score.band if score.shows_band or score.band == Band.RULE else ""
    return Hint(
        score.label,
        tuple(score.words),
        band,
        score.is_by_rule,
        score.is_capped,
        given.get(score.label),
    )


def kind_words(comment: Comment) -> tuple[str, ...]:
    """The words that speak for the kind it was given; none if the rules have changed since."""
    if comment.kind in ("", Comment.Kind.OTHER):
        return ()
    seen = kind_of(comment.text, comment.contents)
    return seen.words if seen.kind == comment.kind else ()


def _kind_hint(comment: Comment) -> list[Hint]:
    label = next((label for label, kind in KINDS.items() if kind == comment.kind), "")
    if not label:
        return []
    return [Hint(label, kind_words(comment), Band.RULE, is_by_rule=True, is_capped=False, answer=None)]


def _rank(hint: Hint) -> int:
    return NAMED.index(hint.label) if hint.label in NAMED else len(NAMED)
