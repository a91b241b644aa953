# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town shows the public of its decisions: counts by quarter, kind and clause. No person, no words, no channel.

Counted up to the end of yesterday and kept for the day, so that the page costs the same with a million
comments and nobody can watch a single decision happen. A count of one is shown: it tells how often the town
acted, never against whom, and rounding would hide exactly the rare, severe measures (docs/adr/0016).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncQuarter

from accounts.models import Municipality
from channels_mgmt.models import Channel
from community.models import Appeal, Decision
from netiquette.models import Clause

#: Quarters shown, the running one included: two years to compare.
QUARTERS = 8
KEPT_SECONDS = 26 * 3600


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
    appeals: list[Line]

    @property
    def is_empty(self) -> bool:
        return not any(line.total for line in [*self.kinds, *self.appeals])

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def transparency_of(town: Municipality, today: date, *, with_practice: bool = False) -> Transparency:
    """The figures up to the day before ``today``; at most five queries, and none when asked again that day.

    Practice channels never count. ``with_practice``, for previews and the demo: a town without a real channel
    is drawn from its practice channels, and says so (``is_practice``).
    """
    key = f"transparency-{town.pk}-{today:%Y%m%d}-{int(with_practice)}"
    kept = cache.get(key)
    if kept is None:
        kept = _count(town, today, with_practice)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def quarters_until(today: date) -> list[tuple[int, int]]:
    """The last ``QUARTERS`` quarters as (year, number), oldest first, the one of yesterday last."""
    yesterday = today - timedelta(days=1)
    last = yesterday.year * 4 + (yesterday.month - 1) // 3
    return [(n // 4, n % 4 + 1) for n in range(last - QUARTERS + 1, last + 1)]


def _count(town: Municipality, today: date, with_practice: bool) -> Transparency:
    zone = ZoneInfo(town.timezone)
    quarters = quarters_until(today)
    year, number = quarters[0]
    start = datetime.combine(date(year, number * 3 - 2, 1), time(), zone)
    end = datetime.combine(today, time(), zone)
    channels = list(Channel.objects.filter(municipality=town).exclude(state=Channel.State.PLANNED))
    counted = [c.pk for c in channels if not c.is_practice]
    is_practice = with_practice and not counted and bool(channels)
    if is_practice:
        counted = [c.pk for c in channels]
    decisions = Decision.objects.filter(
        comment__channel__in=counted, undone_at=None, decided_at__gte=start, decided_at__lt=end
    )
    by_kind: dict[str, list[int]] = defaultdict(lambda: [0] * QUARTERS)
    by_clause: dict[str, list[int]] = defaultdict(lambda: [0] * QUARTERS)
    for quarter, kind, clause, n in _by_quarter(decisions, "decided_at", zone, "kind", "clause__key"):
        place = quarters.index(quarter)
        by_kind[kind][place] += n
        if clause:
            by_clause[clause][place] += n
    appeals = Appeal.objects.filter(municipality=town).exclude(outcome=Appeal.Outcome.SET_ASIDE)
    if not is_practice:
        appeals = appeals.exclude(comment__channel__connector=Channel.Connector.PRACTICE)
    by_fate: dict[str, list[int]] = defaultdict(lambda: [0] * QUARTERS)
    received = appeals.filter(received_at__gte=start, received_at__lt=end)
    for quarter, n in _by_quarter(received, "received_at", zone):
        by_fate["received"][quarters.index(quarter)] += n
    decided = appeals.filter(decided_at__gte=start, decided_at__lt=end)
    for quarter, outcome, n in _by_quarter(decided, "decided_at", zone, "outcome"):
        by_fate[outcome][quarters.index(quarter)] += n
    fates = ["received", *Appeal.JUDGEMENTS]
    return Transparency(
        until=f"{today - timedelta(days=1):%Y-%m-%d}",
        quarters=[f"{y}-{q}" for y, q in quarters],
        is_practice=is_practice,
        kinds=[Line(str(kind), "", by_kind[kind]) for kind in Decision.Kind.values],
        clauses=_named(town, by_clause),
        appeals=[Line(str(fate), "", by_fate[fate]) for fate in fates],
    )


def _by_quarter(rows: QuerySet[Any], moment: str, zone: ZoneInfo, *groups: str) -> list[tuple[Any, ...]]:
    """((year, quarter), *groups, count) of ``rows``; one query, whatever their number."""
    found = rows.order_by().annotate(quarter=TruncQuarter(moment, tzinfo=zone)).values("quarter", *groups)
    counted = found.annotate(n=Count("pk"))
    return [
        ((row["quarter"].year, (row["quarter"].month - 1) // 3 + 1), *(row[group] for group in groups), row["n"])
        for row in counted
    ]


def _named(town: Municipality, by_clause: dict[str, list[int]]) -> list[Line]:
    """Clauses under the title they had last, most cited first."""
    if not by_clause:
        return []
    clauses = Clause.objects.filter(netiquette__municipality=town, key__in=by_clause).order_by("netiquette__version")
    titles = dict(clauses.exclude(netiquette__state="draft").values_list("key", "title"))
    lines = [Line(key, titles.get(key, key), counts) for key, counts in by_clause.items()]
    return sorted(lines, key=lambda line: (-line.total, line.label))
