# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps of people and security: time, duty, second factors. Counts only; names stay with who may see people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Municipality, Role
from accounts.queries import Person
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from reporting.queries.readiness.steps import Group, Step
from staffing.models import ServiceHours
from staffing.queries import roster_of_week, total_hours

PEOPLE_NEEDED = 2


def people_steps(town: Municipality, people: list[Person]) -> Iterator[Step]:
    """A head, agreed hours, service hours, and somebody on duty for the next seven days."""
    arrange = ROLES_WITH_PERMISSION["staffing.arrange_team"]
    team = reverse("team:team", args=[town.slug])
    yield Step(
        Group.PEOPLE,
        "head",
        _("The head of the authority has an account"),
        any(Role.LEADERSHIP in person.roles for person in people),
        ROLES_WITH_PERMISSION["accounts.manage_people"],
        reverse("settings:people", args=[town.slug]),
    )
    yield Step(Group.PEOPLE, "hours", _("Hours are agreed"), total_hours(town) > 0, arrange, team)
    yield Step(
        Group.PEOPLE,
        "service_hours",
        _("Service hours are set"),
        ServiceHours.objects.filter(municipality=town).exists(),
        arrange,
        reverse("team:service_hours", args=[town.slug]),
    )
    uncovered, first = uncovered_hours(town)
    week = f"?woche={first - timedelta(days=first.weekday())}" if first else ""
    yield Step(
        Group.PEOPLE,
        "roster",
        _("Somebody is on duty in all service hours of the next seven days"),
        not uncovered,
        arrange,
        f"{team}{week}#roster",
        _("Nobody is on duty for %(hours)s of these hours.") % {"hours": f"{uncovered:g}".replace(".", ",")},
    )


def security_steps(town: Municipality, people: list[Person]) -> Iterator[Step]:
    """Two administrators; second factors of those whose account opens the most doors."""
    administrators = sum(Role.ADMINISTRATOR in person.roles for person in people)
    yield Step(
        Group.SECURITY,
        "administrators",
        _("Two people administer the town"),
        administrators >= PEOPLE_NEEDED,
        ROLES_WITH_PERMISSION["accounts.manage_people"],
        reverse("settings:people", args=[town.slug]),
        _("So far: %(n)s.") % {"n": administrators},
    )
    labels: tuple[tuple[str, Any], ...] = (
        (Role.ADMINISTRATOR, _("Everybody in the administration uses a second factor")),
        (Role.LEADERSHIP, _("The head and the deputies use a second factor")),
    )
    for role, label in labels:
        holders = [person for person in people if role in person.roles]
        without = [person for person in holders if not person.has_second_factor]
        yield Step(
            Group.SECURITY,
            f"second_factor_{role}",
            label,
            bool(holders) and not without,
            (role,),
            reverse("mfa_index"),
            _("%(n)s of %(total)s people do.") % {"n": len(holders) - len(without), "total": len(holders)},
            tuple((person.user.pk, str(person.user)) for person in without),
        )


def uncovered_hours(town: Municipality) -> tuple[float, date | None]:
    """Service hours of the next seven days, from tomorrow, without anybody on duty, and the first such day.

    To a quarter of an hour.
    """
    tomorrow = town.local_day() + timedelta(days=1)
    days: list[Any] = [day for day in roster_of_week(town, tomorrow) if day["gaps"]]
    seconds = sum((end - start).total_seconds() for day in days for start, end in day["gaps"])
    return round(seconds / 900) / 4, days[0]["day"] if days else None
