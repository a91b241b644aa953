# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps of time and duty: agreed hours, service hours, and somebody on duty or on call for the next seven days."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.frame.readiness import PEOPLE, Facts, ReadinessSource, Step
from accounts.models import Municipality
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from staffing.models import ServiceHours
from staffing.queries import roster_of_week, total_hours, without_anybody


def _time_and_duty(facts: Facts) -> Iterator[Step]:
    town, arrange = facts.town, ROLES_WITH_PERMISSION["staffing.arrange_team"]
    team = reverse("team:team", args=[town.slug])
    yield Step(PEOPLE.key, "hours", _("Hours are agreed"), total_hours(town) > 0, arrange, team)
    yield Step(
        PEOPLE.key,
        "service_hours",
        _("Service hours are set"),
        ServiceHours.objects.filter(municipality=town).exists(),
        arrange,
        reverse("team:service_hours", args=[town.slug]),
    )
    uncovered, first = _uncovered_hours(town)
    week = f"?woche={first - timedelta(days=first.weekday())}" if first else ""
    yield Step(
        PEOPLE.key,
        "roster",
        _("Somebody is on duty in all service hours of the next seven days"),
        not uncovered,
        arrange,
        f"{team}{week}#roster",
        _("Nobody is on duty for %(hours)s of these hours.") % {"hours": f"{uncovered:g}".replace(".", ",")},
    )
    alone, first = _hours_without_anybody(town)
    week = f"?woche={first - timedelta(days=first.weekday())}" if first else ""
    yield Step(
        PEOPLE.key,
        "on_call",
        _("A threat reaches somebody at any hour of the next seven days"),
        not alone,
        arrange,
        f"{team}{week}#roster",
        _("For %(hours)s hours nobody is on duty or on call: a threat would be read only afterwards.")
        % {"hours": f"{alone:g}".replace(".", ",")},
    )


def _hours_without_anybody(town: Municipality) -> tuple[float, date | None]:
    """Hours of the next seven days, from tomorrow, in which a danger reaches nobody, and the first such day."""
    first, last = (
        datetime.combine(town.local_day() + timedelta(days=days), time(), town.zone).astimezone(UTC) for days in (1, 8)
    )
    gaps = without_anybody(town, first, last)
    seconds = sum((end - start).total_seconds() for start, end in gaps)
    return round(seconds / 900) / 4, town.local_day(gaps[0][0]) if gaps else None


def _uncovered_hours(town: Municipality) -> tuple[float, date | None]:
    """Service hours of the next seven days, from tomorrow, without anybody on duty, and the first such day.

    To a quarter of an hour.
    """
    tomorrow = town.local_day() + timedelta(days=1)
    days: list[Any] = [day for day in roster_of_week(town, tomorrow) if day["gaps"]]
    seconds = sum((end - start).total_seconds() for day in days for start, end in day["gaps"])
    return round(seconds / 900) / 4, days[0]["day"] if days else None


SOURCES = (ReadinessSource(35, PEOPLE, _time_and_duty),)
