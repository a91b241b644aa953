# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a town answers, for apps that may not ask the one that keeps its service hours: that one registers here."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from accounts.models import Municipality
from core.service_time import (
    DEFAULT_WEEK,
    WORKING_DAYS,
    Week,
    add_service_time,
    hours_in_words,
    service_time_between,
)

_WEEKS: list[Callable[[Municipality], Week]] = []
_ENTERED: list[Callable[[Municipality], Week | None]] = []


def register_service_week(
    week_of: Callable[[Municipality], Week], entered_week: Callable[[Municipality], Week | None]
) -> None:
    """``entered_week`` knows only what a town has said itself."""
    _WEEKS[:] = [week_of]
    _ENTERED[:] = [entered_week]


def entered_hours(town: Municipality) -> str:
    """The service hours a town has entered, in words for a document; empty while it has entered none."""
    week = _ENTERED[0](town) if _ENTERED else None
    return hours_in_words(week) if week else ""


def week_of(town: Municipality) -> Week:
    """Service hours by weekday; office hours while nobody has entered any."""
    return _WEEKS[0](town) if _WEEKS else DEFAULT_WEEK


def after_service_hours(town: Municipality, start: datetime, hours: float) -> datetime:
    """The instant at which ``hours`` of the town's service time have passed since ``start``."""
    return add_service_time(start, timedelta(hours=hours), week_of(town), town.zone, town.free_days)


def next_service_moment(town: Municipality, at: datetime) -> datetime:
    """``at`` itself within the town's service hours, else when they begin next."""
    return after_service_hours(town, at, 0)


def service_hours_between(town: Municipality, start: datetime, end: datetime) -> float:
    """Hours of the town's service time from ``start`` to ``end``."""
    passed = service_time_between(start, end, week_of(town), town.zone, town.free_days)
    return passed.total_seconds() / 3600


def end_of_working_day(town: Municipality, start: datetime, days: int) -> datetime:
    """The last minute of the town's ``days``-th working day after the day of ``start``.

    The day itself does not count (as in BGB § 187 (1)); week-ends and the state's public holidays do not either.
    """
    zone = town.zone
    next_midnight = datetime.combine(start.astimezone(zone).date() + timedelta(days=1), time(), zone)
    amount = timedelta(days=days) - timedelta(minutes=1)
    due = add_service_time(next_midnight, amount, WORKING_DAYS, zone, town.free_days)
    return due.replace(second=0, microsecond=0)
