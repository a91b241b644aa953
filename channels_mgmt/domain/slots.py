# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The next free slot of the plan: an hour somebody is there, on a day that has no post yet."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

#: What is published in the late morning can be answered the same day.
USUAL_HOUR = time(10)
LEAD = timedelta(hours=1)
DAYS_AHEAD = 56
Interval = tuple[datetime, datetime]


def next_free_slot(
    wall: datetime, open_on: Callable[[date], list[Interval]], planned: Mapping[date, int], per_week: int | None
) -> datetime | None:
    """The first slot at least an hour after ``wall``; all times are naive ones of the town's clock.

    A slot lies in the hours ``open_on`` gives for its day, on a day without a post and in a week with fewer than
    ``per_week`` posts. When every week of the next eight is full, the first day without a post; ``None`` when there is
    none or nobody is ever there.
    """
    free = free_slots(wall, open_on, planned)
    in_cadence = (slot for slot in free if per_week is None or _in_week_of(slot.date(), planned) < per_week)
    return next(in_cadence, free[0] if free else None)


def free_slots(
    wall: datetime, open_on: Callable[[date], list[Interval]], planned: Mapping[date, int]
) -> list[datetime]:
    """One slot on each day of the next eight weeks that has no post and somebody there."""
    days = [wall.date() + timedelta(days=n) for n in range(DAYS_AHEAD)]
    return [slot for day in days if not planned.get(day) and (slot := _hour_in(open_on(day), wall + LEAD))]


def _hour_in(intervals: list[Interval], earliest: datetime) -> datetime | None:
    """The usual hour if somebody is there by then, else the first full hour with somebody there."""
    for opens, closes in intervals:
        usual = datetime.combine(opens.date(), USUAL_HOUR)
        if max(opens, earliest) <= usual < closes:
            return usual
    for opens, closes in intervals:
        start = max(opens, earliest)
        full = start.replace(minute=0, second=0, microsecond=0)
        full += timedelta(hours=1) if full < start else timedelta()
        if full < closes:
            return full
    return None


def _in_week_of(day: date, planned: Mapping[date, int]) -> int:
    monday = day - timedelta(days=day.weekday())
    return sum(planned.get(monday + timedelta(days=n), 0) for n in range(7))
