# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is on duty, who has how many hours, when an answer is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet, Sum

from accounts.models import Membership, Municipality, User
from accounts.models.local_holidays import LocalHoliday, local_holidays_of
from core.cache import read_by_pages
from core.free_days import LocalHoliday as FreeDay
from core.free_days import usual_local_holidays
from core.questions import question_planned_once
from core.service_time import DEFAULT_WEEK, Week, add_service_time, intervals_of, service_time_between
from staffing.models import DutyShift, ServiceHours, WorkingShare

__all__ = [
    "deadlines_in",
    "due_after_service_hours",
    "entered_week",
    "hours_of",
    "is_open",
    "local_holidays",
    "on_call",
    "on_duty",
    "roster_of_week",
    "service_hours_passed",
    "service_week",
    "suggested_holidays",
    "team",
    "total_hours",
    "without_anybody",
]

WEEK_CACHE_SECONDS = 60
#: The name of the shifts that run at a moment, among what is counted (``accounts.frame.counting``).
SHIFTS_NOW = "shifts.now"


#: Where ``service_week`` keeps its answer; whoever changes the service hours deletes it.
week_cache_key = read_by_pages("service-week")


def service_week(town: Municipality) -> Week:
    """The town's service hours by weekday; office hours while none are entered."""
    cached = cache.get(week_cache_key(town))
    if cached is not None:
        return cached
    week = defaultdict(list)
    for row in ServiceHours.objects.filter(municipality=town):
        week[row.weekday].append((row.opens, row.closes))
    result = dict(week) or DEFAULT_WEEK
    cache.set(week_cache_key(town), result, WEEK_CACHE_SECONDS)
    return result


def entered_week(town: Municipality) -> Week | None:
    """The service hours a town has entered; ``None`` while the usual ones stand in."""
    return service_week(town) if ServiceHours.objects.filter(municipality=town).exists() else None


def local_holidays(town: Municipality, today: date) -> list[tuple[LocalHoliday, date | None]]:
    """The town's own free days with the next date of each, in the order in which they come; past ones last."""
    found = [(row, row.as_day().next_after(today)) for row in LocalHoliday.objects.filter(municipality=town)]
    return sorted(found, key=lambda pair: (pair[1] is None, pair[1] or today, pair[0].pk))


def suggested_holidays(town: Municipality, today: date) -> list[tuple[int, FreeDay, date | None]]:
    """Number, day and next date of the usual local holidays that the town has not noted."""
    noted = [replace(day, name="", closes_at=None) for day in local_holidays_of(town)]
    return [
        (number, day, day.next_after(today))
        for number, day in enumerate(usual_local_holidays(town.municipality_code))
        if replace(day, name="", closes_at=None) not in noted
    ]


def due_after_service_hours(town: Municipality, start: datetime, hours: float) -> datetime:
    """The instant at which ``hours`` of the town's service time have passed since ``start``."""
    return add_service_time(start, timedelta(hours=hours), service_week(town), town.zone, town.free_days)


def deadlines_in(town: Municipality) -> Callable[[datetime, float], datetime]:
    """``due_after_service_hours`` of ``town`` for many at once: its service hours are read one time."""
    week, zone = service_week(town), town.zone

    def due_after(start: datetime, hours: float) -> datetime:
        return add_service_time(start, timedelta(hours=hours), week, zone, town.free_days)

    return due_after


def service_hours_passed(town: Municipality, start: datetime, end: datetime) -> timedelta:
    """Service time of the town between two instants."""
    return service_time_between(start, end, service_week(town), town.zone, town.free_days)


def is_open(town: Municipality, at: datetime) -> bool:
    """Whether ``at`` lies in the town's service hours."""
    zone = town.zone
    intervals = intervals_of(at.astimezone(zone).date(), service_week(town), zone, town.free_days)
    return any(opens <= at < closes for opens, closes in intervals)


def on_duty(town: Municipality, at: datetime) -> list[User]:
    """The people responsible for the comment queue at the instant ``at``."""
    return [shift.person for shift in shifts_at(town, at) if not shift.is_on_call]


def on_call(town: Municipality, at: datetime) -> list[User]:
    """Whom a danger reaches at the instant ``at``: people on call, and those on duty, who watch the queue anyway."""
    return list({shift.person_id: shift.person for shift in shifts_at(town, at)}.values())


def without_anybody(town: Municipality, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """When between the two instants a danger would reach nobody; one query."""
    return _uncovered((start, end), list(DutyShift.objects.filter(municipality=town).overlapping(start, end)))


def shifts_now(town: Municipality, _person: User, at: datetime) -> QuerySet[DutyShift]:
    """Whom a danger would reach, to be counted under the name ``SHIFTS_NOW``."""
    return DutyShift.objects.filter(municipality=town).covering(at)


@question_planned_once
def shifts_at(town: Municipality, at: datetime) -> QuerySet[DutyShift]:
    return DutyShift.objects.filter(municipality=town).covering(at)


def hours_of(town: Municipality, person: User | None) -> Decimal:
    """Agreed hours a week of ``person`` for social media; 0 where none are agreed."""
    if person is None:
        return Decimal(0)
    share = WorkingShare.objects.filter(municipality=town, person=person).first()
    return share.hours_per_week if share else Decimal(0)


def total_hours(town: Municipality) -> Decimal:
    """All agreed hours a week of the team."""
    return WorkingShare.objects.filter(municipality=town).aggregate(sum=Sum("hours_per_week"))["sum"] or Decimal(0)


def team(town: Municipality, today: date) -> list[dict[str, Any]]:
    """People of the town with their role labels and hours, by name; two queries."""
    shares = {s.person_id: s for s in WorkingShare.objects.filter(municipality=town)}
    people: dict[int, dict[str, Any]] = {}
    memberships = Membership.objects.current(today).filter(municipality=town, user__is_active=True)
    for membership in memberships.select_related("user").order_by("user__name", "role"):
        entry = people.setdefault(
            membership.user_id, {"person": membership.user, "roles": [], "share": shares.get(membership.user_id)}
        )
        entry["roles"].append(membership.get_role_display())
    return list(people.values())


def roster_of_week(town: Municipality, monday: date) -> list[dict[str, object]]:
    """Seven days from ``monday``: shifts, holiday, and service time nobody covers; two queries at most.

    Whoever is on call covers no service time.
    """
    zone = town.zone
    start = datetime.combine(monday, time(), zone)
    end = datetime.combine(monday + timedelta(days=7), time(), zone)
    shifts = list(DutyShift.objects.filter(municipality=town).overlapping(start, end))
    week = service_week(town)
    days = []
    for offset in range(7):
        day = monday + timedelta(days=offset)
        midnight, next_midnight = (datetime.combine(d, time(), zone) for d in (day, day + timedelta(days=1)))
        todays = [s for s in shifts if s.starts_at < next_midnight and s.ends_at > midnight]
        on_duty_then = [s for s in todays if not s.is_on_call]
        service = intervals_of(day, week, zone, town.free_days)
        days.append(
            {
                "day": day,
                "holiday": town.free_days.name_of(day),
                "shifts": todays,
                "begins": midnight,
                "ends": next_midnight,
                "service": service,
                "gaps": [gap for interval in service for gap in _uncovered(interval, on_duty_then)],
            }
        )
    return days


def _uncovered(interval: tuple[datetime, datetime], shifts: list[DutyShift]) -> list[tuple[datetime, datetime]]:
    """Parts of ``interval`` without anybody on duty."""
    gaps, at = [], interval[0]
    for shift in sorted(shifts, key=lambda s: s.starts_at):
        if shift.starts_at > at:
            gaps.append((at, min(shift.starts_at, interval[1])))
        at = max(at, shift.ends_at)
        if at >= interval[1]:
            return gaps
    return [*gaps, (at, interval[1])]
