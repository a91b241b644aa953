# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counting in service hours: nights, week-ends and the state's public holidays do not count.

Pure code, without tables: service hours come as ``{weekday: [(opens, closes), …]}``, states as the first
two digits of the municipality code.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

Week = Mapping[int, Sequence[tuple[time, time]]]

# Office hours assumed until the town has entered its own; changeable (DOMAIN § 4).
DEFAULT_WEEK: Week = {day: [(time(8), time(16))] for day in range(4)} | {4: [(time(8), time(12))]}
#: Working days round the clock: what is promised "within 24 hours" on Friday noon is due on Monday noon.
WORKING_DAYS: Week = {day: [(time(0), time.max)] for day in range(5)}
LONGEST_SEARCH = timedelta(days=60)

# The holidays library names states by letters, the municipality code by two digits.
_LETTERS = "SH HH NI HB NW HE RP BW BY SL BE BB MV SN ST TH"
SUBDIVISIONS = {f"{number:02}": letters for number, letters in enumerate(_LETTERS.split(), start=1)}


@lru_cache(maxsize=256)
def _holidays_of(state_code: str, year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("DE", subdiv=SUBDIVISIONS[state_code], years=year, language="de"))


def holiday_name(day: date, state_code: str) -> str:
    """Name of the public holiday in the state (two-digit code) on ``day``, or an empty string."""
    return _holidays_of(state_code, day.year).get(day, "") if state_code in SUBDIVISIONS else ""


def intervals_of(day: date, week: Week, zone: ZoneInfo, state_code: str) -> list[tuple[datetime, datetime]]:
    """The service intervals of ``day`` as UTC instants; none on a public holiday."""
    if holiday_name(day, state_code):
        return []
    return [
        (
            datetime.combine(day, opens, zone).astimezone(UTC),
            datetime.combine(day, closes, zone).astimezone(UTC),
        )
        for opens, closes in week.get(day.weekday(), [])
    ]


def add_service_time(start: datetime, amount: timedelta, week: Week, zone: ZoneInfo, state_code: str) -> datetime:
    """The instant at which ``amount`` of service time has passed since ``start``.

    Where a town has no service hours within 60 days, plain time counts: a deadline must exist.
    """
    left = amount
    day = start.astimezone(zone).date()
    while day <= (start + LONGEST_SEARCH).astimezone(zone).date():
        for opens, closes in intervals_of(day, week, zone, state_code):
            begin = max(opens, start)
            if begin >= closes:
                continue
            if begin + left <= closes:
                return begin + left
            left -= closes - begin
        day += timedelta(days=1)
    return start + amount


def service_time_between(start: datetime, end: datetime, week: Week, zone: ZoneInfo, state_code: str) -> timedelta:
    """Service time that passed from ``start`` to ``end``."""
    total = timedelta()
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        for opens, closes in intervals_of(day, week, zone, state_code):
            overlap = min(closes, end) - max(opens, start)
            total += max(overlap, timedelta())
        day += timedelta(days=1)
    return total
