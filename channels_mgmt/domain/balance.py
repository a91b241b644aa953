# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is planned against what the strategy wants: posts a week, and the share of each pillar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

WEEKS = 6


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday; ``slots`` are free hours of it, as many as posts are missing, where there are any."""

    monday: date
    posts: int
    wanted: int | None
    slots: list[datetime] = field(default_factory=list)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def missing(self) -> int:
        return max(0, (self.wanted or 0) - self.posts)


@dataclass(frozen=True, slots=True)
class Share:
    """A pillar: its quota in percent, and its posts among ``total``."""

    name: str
    quota: int
    posts: int
    total: int

    @property
    def wanted(self) -> int:
        """The quota in posts, to the nearest one."""
        return (self.quota * self.total + 50) // 100

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.posts)

    @property
    def beyond(self) -> int:
        return max(0, self.posts - self.wanted)

    @property
    def percent(self) -> int:
        return round(100 * self.posts / self.total) if self.total else 0


def weeks_from(
    today: date, planned: Mapping[date, int], wanted: int | None, free: Iterable[datetime], count: int = WEEKS
) -> list[Week]:
    """The week of ``today`` and the following ones; every free hour is offered in its own week only."""
    free = list(free)
    monday = today - timedelta(days=today.weekday())
    weeks = []
    for first in (monday + timedelta(weeks=n) for n in range(count)):
        posts = sum(planned.get(first + timedelta(days=n), 0) for n in range(7))
        missing = max(0, (wanted or 0) - posts)
        within = [slot for slot in free if first <= slot.date() <= first + timedelta(days=6)]
        weeks.append(Week(first, posts, wanted, within[:missing]))
    return weeks


def shares_of(quotas: Iterable[tuple[str, int]], counted: Mapping[str, int]) -> list[Share]:
    """Every pillar with its posts; the total counts all posts, those of no or another pillar as well."""
    total = sum(counted.values())
    return [Share(name, quota, counted.get(name, 0), total) for name, quota in quotas]
