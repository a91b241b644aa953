# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town shows the public of its decisions: counts by quarter, kind and clause. No person, no words, no channel.

Counted up to the end of yesterday and kept for the day, so that the page costs the same with a million
comments and nobody can watch a single decision happen. A count of one is shown: it tells how often the town
acted, never against whom, and rounding would hide exactly the rare, severe measures (docs/adr/0016).

A measure that was taken back stays in the quarter in which it was taken: the town did step in, and a published
figure does not shrink afterwards. That it was taken back is counted beside it, in the quarter of that (0017).

A restriction of an account counts in the quarter in which the second person put it in force.

An answer that waits for a second person is no decision yet; released, it counts on the day it was written.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.cache import cache

from accounts.models import Municipality
from channels_mgmt.models import Channel
from community.models import Decision, Restriction
from community.queries.measures import appeals_between, clauses_of, decisions_between, restrictions_between
from core.sight import sight

#: Quarters shown, the running one included: two years to compare.
QUARTERS = 8
KEPT_SECONDS = 50 * 3600


@dataclass(frozen=True)
class Line:
    """One row of a table: ``key`` names it for machines, ``counts`` has one number per quarter."""

    key: str
    label: str
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Transparency:
    """``quarters`` as ``2026-4``, oldest first; ``until`` is the last day counted (ISO date)."""

    until: str
    quarters: list[str]
    is_practice: bool
    kinds: list[Line]
    clauses: list[Line]
    restrictions: list[Line]
    appeals: list[Line]

    @property
    def is_empty(self) -> bool:
        return not any(line.total for line in [*self.kinds, *self.restrictions, *self.appeals])

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@sight(True)  # figures only
def transparency_of(town: Municipality, today: date, *, with_practice: bool = False) -> Transparency:
    """The figures up to the day before ``today``; at most six queries, and none when asked again that day.

    Practice channels never count. ``with_practice``, for previews and the demo: a town without a real channel
    is drawn from its practice channels, and says so (``is_practice``).
    """
    key = _key(town, today, with_practice)
    kept: Transparency | None = cache.get(key)
    if kept is None:
        kept = _count(town, today, with_practice)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def quarters_until(today: date) -> list[tuple[int, int]]:
    """The last ``QUARTERS`` quarters as (year, number), oldest first, the one of yesterday last."""
    yesterday = today - timedelta(days=1)
    last = yesterday.year * 4 + (yesterday.month - 1) // 3
    return [(n // 4, n % 4 + 1) for n in range(last - QUARTERS + 1, last + 1)]


def newest_transparency(town: Municipality, today: date, *, with_practice: bool = False) -> Transparency:
    """``transparency_of``, but yesterday's answer while nobody has counted today: no visitor waits for it.

    ``community.tasks.count_for_transparency`` counts soon after midnight.
    """
    for day in (today, today - timedelta(days=1)):
        kept: Transparency | None = cache.get(_key(town, day, with_practice))
        if kept is not None:
            return kept
    return transparency_of(town, today, with_practice=with_practice)


def _key(town: Municipality, day: date, with_practice: bool) -> str:
    return f"transparency-2-{town.pk}-{day:%Y%m%d}-{int(with_practice)}"


def _count(town: Municipality, today: date, with_practice: bool) -> Transparency:
    zone = town.zone
    quarters = quarters_until(today)
    borders = [datetime.combine(date(year, number * 3 - 2, 1), time(), zone) for year, number in quarters]
    borders.append(datetime.combine(today, time(), zone))
    channels = list(Channel.objects.filter(municipality=town).exclude(state=Channel.State.PLANNED))
    counted = [c.pk for c in channels if not c.is_practice]
    is_practice = with_practice and not counted and bool(channels)
    if is_practice:
        counted = [c.pk for c in channels]
    by_kind: dict[str, list[int]] = defaultdict(lambda: [0] * QUARTERS)
    by_clause: dict[int, list[int]] = {}
    restricted = restrictions_between(counted, borders)
    for (kind, clause), numbers in [*decisions_between(counted, borders).items(), *restricted.items()]:
        by_kind[kind] = _added(by_kind[kind], numbers)
        if clause:
            by_clause[clause] = _added(by_clause.get(clause, [0] * QUARTERS), numbers)
    fates = appeals_between(town, borders, is_practice=is_practice)
    return Transparency(
        until=f"{today - timedelta(days=1):%Y-%m-%d}",
        quarters=[f"{y}-{q}" for y, q in quarters],
        is_practice=is_practice,
        kinds=[Line(str(kind), "", by_kind[kind]) for kind in Decision.Kind.values],
        clauses=_named(town, by_clause),
        restrictions=[Line(str(kind), "", by_kind[kind]) for kind in Restriction.Kind.values],
        appeals=[Line(fate, "", numbers) for fate, numbers in fates.items()],
    )


def _added(numbers: list[int], more: list[int]) -> list[int]:
    return [a + b for a, b in zip(numbers, more, strict=True)]


def _named(town: Municipality, by_clause: dict[int, list[int]]) -> list[Line]:
    """Clauses of all versions under the title they had last, most cited first."""
    if not by_clause:
        return []
    keys, titles = clauses_of(town)
    summed: dict[str, list[int]] = {}
    for pk, numbers in by_clause.items():
        key = keys[pk]
        summed[key] = _added(summed.get(key, [0] * QUARTERS), numbers)
    lines = [Line(key, titles[key], numbers) for key, numbers in summed.items()]
    return sorted(lines, key=lambda line: (-line.total, line.label))
