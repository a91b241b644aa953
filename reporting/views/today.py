# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Heute*: what this person should do now, and what happens in town today."""

from datetime import datetime, time, timedelta

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.queries.calendar import planned_in
from channels_mgmt.queries.channels import has_practice_channel
from community.queries import counts
from reporting.queries.readiness import shown_to, steps_unless_complete
from reporting.queries.waiting import waiting_for
from staffing.queries import is_open, on_duty

TODAYS_POSTS = COMING_POSTS = 10
DAYS_AHEAD = timedelta(days=7)
MOST_STEPS = 5


def today(request: TownRequest, municipality: str) -> HttpResponse:
    """The start page of every person."""
    town, at = request.municipality, now()
    require(request.user, "reporting.view_today", town)
    zone = town.zone
    midnight = datetime.combine(localtime(at, zone).date(), time(), zone)
    tomorrow = midnight + timedelta(days=1)
    todays = planned_in(town, midnight, tomorrow, limit=TODAYS_POSTS)
    prefetch_related_objects(todays, "targets__channel")
    steps = steps_unless_complete(town) if may(request.user, "reporting.view_readiness", town) else []
    open_steps = [step for step in steps if not step.is_done]
    context = {
        "at": at,
        "items": waiting_for(request.user, town, at),
        "dialog": counts(town, request.user) if may(request.user, "community.view_queue", town) else None,
        "coming": planned_in(town, tomorrow, tomorrow + DAYS_AHEAD, limit=COMING_POSTS),
        "posts": todays,
        "has_practice": has_practice_channel(town),
        "on_duty": on_duty(town, at),
        "may_view_team": may(request.user, "staffing.view_team", town),
        "is_open": is_open(town, at),
        "steps": steps,
        "open_steps": shown_to(open_steps[:MOST_STEPS], request.user, town, with_names=False),
        "more_steps": max(0, len(open_steps) - MOST_STEPS),
        "done": len(steps) - len(open_steps),
    }
    return render(request, "reporting/today.html", context)
