# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps of time and duty: agreed hours, service hours, and somebody on duty for the next seven days."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.frame.readiness import PEOPLE, Facts, ReadinessSource, Step
from accounts.models import Municipality
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from staffing.models import ServiceHours
from staffing.queries import roster_of_week, total_hours


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


def _uncovered_hours(town: Municipality) -> tuple[float, date | None]:
    """Service hours of the next seven days, from tomorrow, without anybody on duty, and the first such day.

    To a quarter of an hour.
    """
    tomorrow = town.local_day() + timedelta(days=1)
    days: list[Any] = [day for day in roster_of_week(town, tomorrow) if day["gaps"]]
    seconds = sum((end - start).total_seconds() for day in days for start, end in day["gaps"])
    return round(seconds / 900) / 4, days[0]["day"] if days else None


SOURCES = (ReadinessSource(35, PEOPLE, _time_and_duty),)
