# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of suggestions: what each label has learned, how right the rules are, whether suggestions sway people."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import Municipality
from community.models import TriageModel, TriageSettings
from community.queries.hints import NAMED, name_of
from community.triage.judging import BANDS_FROM, FEWEST_DECISIONS, FEWEST_OF_A_SORT, PERCENTAGES_FROM

#: Answers of each sort below which two shares of agreement are not compared.
FEWEST_TO_COMPARE = 30
#: Points by which agreement may be higher where the suggestion was on the screen (TRIAGE).
MOST_POINTS_APART = 10


class LabelState(NamedTuple):
    """How far a label has come. ``hits`` and ``right``: how many comments rules saw, and how often that was right."""

    label: str
    name: str
    decisions: int
    positives: int
    hits: int
    right: int
    is_learned: bool
    is_judged: bool
    is_fair: bool
    shows_bands: bool
    judged: dict[str, Any]

    @property
    def is_short_of_decisions(self) -> bool:
        return self.decisions < FEWEST_DECISIONS

    @property
    def is_short_of_a_sort(self) -> bool:
        return min(self.positives, self.decisions - self.positives) < FEWEST_OF_A_SORT

    @property
    def needed(self) -> int:
        return FEWEST_DECISIONS

    @property
    def needed_of_a_sort(self) -> int:
        return FEWEST_OF_A_SORT

    @property
    def negatives(self) -> int:
        return self.decisions - self.positives

    @property
    def percent_right(self) -> int | None:
        """Of a hundred "likely" ones; only where so much was decided that a percentage means something."""
        right = self.judged.get("precision_of_high")
        return round(100 * right[0]) if right and self.decisions >= PERCENTAGES_FROM else None


class Agreement(NamedTuple):
    """How often people agreed with suggestions that were on the screen, and with those of the blind sample."""

    shown: int
    shown_agreed: int
    hidden: int
    hidden_agreed: int

    @property
    def changed(self) -> int:
        return self.shown - self.shown_agreed

    @property
    def is_swaying(self) -> bool:
        """Whether people agree noticeably more often where they see the suggestion."""
        if min(self.shown, self.hidden) < FEWEST_TO_COMPARE:
            return False
        apart = self.shown_agreed / self.shown - self.hidden_agreed / self.hidden
        return apart * 100 > MOST_POINTS_APART


def label_states(settings: TriageSettings, in_use: TriageModel | None, newest: TriageModel | None) -> list[LabelState]:
    """All labels, most pressing first, as the last night counted them."""
    counted = settings.figures.get("labels", {})
    learned = in_use.judged if in_use else {}
    tried = newest.judged if newest else {}
    found = []
    for label in NAMED:
        count, judged = counted.get(label, {}), tried.get(label, {})
        used = learned.get(label, {})
        is_learned = bool(used.get("is_worth_it") and used.get("is_fair"))
        found.append(
            LabelState(
                label,
                name_of(label),
                count.get("decisions", 0),
                count.get("positives", 0),
                count.get("rule_hits", 0),
                count.get("rule_right", 0),
                is_learned=is_learned,
                is_judged=bool(judged),
                is_fair=bool(judged.get("is_fair", True)),
                shows_bands=is_learned and used.get("decisions", 0) >= BANDS_FROM,
                judged=used or judged,
            )
        )
    return found


def agreement_of(settings: TriageSettings) -> Agreement:
    counted = settings.figures.get("agreement", {})
    return Agreement(*(counted.get(name, 0) for name in Agreement._fields))


def versions_of(town: Municipality) -> QuerySet[TriageModel]:
    """Newest first, without their files."""
    return TriageModel.objects.filter(municipality=town).defer("content").order_by("-version")
