# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counting in service hours: nights, week-ends, public holidays and a town's own free days do not count.

Pure code, without tables: service hours come as ``{weekday: [(opens, closes), …]}``, holidays as ``FreeDays``.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.free_days import FreeDays

Week = Mapping[int, Sequence[tuple[time, time]]]

# Office hours assumed until the town has entered its own; changeable (DOMAIN § 4).
DEFAULT_WEEK: Week = {day: [(time(8), time(16))] for day in range(4)} | {4: [(time(8), time(12))]}
#: Working days round the clock: what is promised "within 24 hours" on Friday noon is due on Monday noon.
WORKING_DAYS: Week = {day: [(time(0), time.max)] for day in range(5)}
GERMAN_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
LONGEST_SEARCH = timedelta(days=60)


def intervals_of(day: date, week: Week, zone: ZoneInfo, free: FreeDays) -> list[tuple[datetime, datetime]]:
    """The service intervals of ``day`` as UTC instants; none on a holiday, the early ones only on a half one."""
    early = free.closes_at(day)
    return [
        (
            datetime.combine(day, opens, zone).astimezone(UTC),
            datetime.combine(day, closes if early is None else min(closes, early), zone).astimezone(UTC),
        )
        for opens, closes in week.get(day.weekday(), [])
        if early is None or opens < early
    ]


def add_service_time(start: datetime, amount: timedelta, week: Week, zone: ZoneInfo, free: FreeDays) -> datetime:
    """The instant at which ``amount`` of service time has passed since ``start``.

    Where a town has no service hours within 60 days, plain time counts: a deadline must exist.
    """
    left = amount
    day = start.astimezone(zone).date()
    while day <= (start + LONGEST_SEARCH).astimezone(zone).date():
        for opens, closes in intervals_of(day, week, zone, free):
            begin = max(opens, start)
            if begin >= closes:
                continue
            if begin + left <= closes:
                return begin + left
            left -= closes - begin
        day += timedelta(days=1)
    return start + amount


def service_time_between(start: datetime, end: datetime, week: Week, zone: ZoneInfo, free: FreeDays) -> timedelta:
    """Service time that passed from ``start`` to ``end``."""
    total = timedelta()
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        for opens, closes in intervals_of(day, week, zone, free):
            overlap = min(closes, end) - max(opens, start)
            total += max(overlap, timedelta())
        day += timedelta(days=1)
    return total


def hours_in_words(week: Week) -> str:
    """In German, days with the same hours together: ``Montag bis Donnerstag 08:00–16:00 Uhr``."""
    spans: list[tuple[int, int, str]] = []
    for day, intervals in sorted(week.items()):
        hours = " und ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in intervals)
        if spans and spans[-1][1] == day - 1 and spans[-1][2] == hours:
            spans[-1] = (spans[-1][0], day, hours)
        else:
            spans.append((day, day, hours))
    parts = []
    for first, last, hours in spans:
        days = GERMAN_DAYS[first] if first == last else f"{GERMAN_DAYS[first]} bis {GERMAN_DAYS[last]}"
        parts.append(f"{days} {hours} Uhr")
    return "; ".join(parts)
