# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town has marked in its plan, and the action days of the months to come."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from accounts.models import Municipality
from channels_mgmt.domain.action_days import ACTION_DAYS, ActionDay
from channels_mgmt.models import PlanSpan
from core.free_days import school_holidays_of


def spans_of(town: Municipality, kind: str) -> QuerySet[PlanSpan]:
    return PlanSpan.objects.filter(municipality=town, kind=kind).order_by("first", "pk")


def school_holidays_of_state(town: Municipality, today: date) -> list[tuple[str, date, date]]:
    """What schools of the town's state have, until the end of the year after next; without years of an own file."""
    own = {span.first.year for span in spans_of(town, PlanSpan.Kind.SCHOOL)}
    years = [year for year in range(today.year, today.year + 3) if year not in own]
    return [span for year in years for span in school_holidays_of(town.state_code, year) if span[2] >= today]


def coming_action_days(today: date) -> list[tuple[date, date, ActionDay]]:
    """First and last day of each action day of every year, the next first."""
    found = []
    for entry in ACTION_DAYS:
        first = entry.first_in(today.year)
        if first + timedelta(days=entry.days) <= today:
            first = entry.first_in(today.year + 1)
        found.append((first, first + timedelta(days=entry.days - 1), entry))
    return sorted(found, key=lambda coming: coming[0])
