# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a template consists of, and which fits a town."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from core.blanks import blank

WEEK = Decimal(39)  # hours of a full position in the public service (TVöD, west)

#: Full positions by inhabitants (DOMAIN § 4): background figures. Each pair is (fewer than, positions).
POSITIONS: tuple[tuple[int, Decimal], ...] = (
    (10_000, Decimal("0.15")),
    (25_000, Decimal("0.3")),
    (50_000, Decimal("0.75")),
    (100_000, Decimal("1.5")),
)
MOST_POSITIONS = Decimal(3)


@dataclass(frozen=True)
class StarterTemplate:
    """``inhabitants`` is a typical size, for towns that have not entered theirs. ``role_shares`` divide the
    hours of a week among the roles, in percent; ``deadlines`` are hours by risk class. ``sections`` and ``pillars``
    have places in {braces} for what ``filled`` knows of the town.
    """

    key: str
    label: Any
    note: Any
    inhabitants: int
    sections: Mapping[str, str]
    pillars: Sequence[tuple[str, int, str, bool]]
    role_shares: Mapping[str, int]
    deadlines: Mapping[str, int]
    budget: Sequence[tuple[str, int]]
    answer_promise_hours: int
    language_levels: Sequence[str]

    def filled(self, facts: Mapping[str, str], *, website: str, contact: str) -> "StarterTemplate":
        """The template in the words of a town (``accounts.domain.kinds.Words.facts``)."""
        places = {
            **facts,
            "website": website or blank("Adresse der Website"),
            "contact": contact or blank("Kontaktadresse"),
        }
        return replace(
            self,
            sections={key: text.format(**places) for key, text in self.sections.items()},
            pillars=[
                (name.format(**places), share, topics.format(**places), is_own_work)
                for name, share, topics, is_own_work in self.pillars
            ],
        )


def hours_for(inhabitants: int) -> Decimal:
    """Background figure of hours per week for everybody together, to half an hour."""
    positions = next((share for limit, share in POSITIONS if inhabitants < limit), MOST_POSITIONS)
    return round(positions * WEEK * 2) / Decimal(2)


def template_for(inhabitants: int | None) -> str:
    """Key of the template that fits; empty when nobody knows the number of inhabitants."""
    if not inhabitants:
        return ""
    return "small" if inhabitants < 10_000 else "medium" if inhabitants <= 50_000 else "large"
