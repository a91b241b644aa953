# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Heute*: what this person should do now, and what happens in town today."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now

from accounts.tenancy.permissions import may, require
from channels_mgmt.models import Post
from channels_mgmt.queries.channels import has_practice_channel
from community.queries import counts
from reporting.queries.readiness import shown_to, steps_unless_complete
from reporting.queries.waiting import waiting_for
from staffing.queries import is_open, on_duty

TODAYS_POSTS = COMING_POSTS = 10
DAYS_AHEAD = timedelta(days=7)
MOST_STEPS = 5


def today(request: HttpRequest, municipality: str) -> HttpResponse:
    """The start page of every person."""
    town, at = request.municipality, now()
    require(request.user, "reporting.view_today", town)
    zone = ZoneInfo(town.timezone)
    midnight = datetime.combine(localtime(at, zone).date(), time(), zone)
    tomorrow = midnight + timedelta(days=1)
    planned = Post.objects.filter(municipality=town).order_by("planned_at")
    steps = steps_unless_complete(town) if may(request.user, "reporting.view_readiness", town) else []
    open_steps = [step for step in steps if not step.is_done]
    context = {
        "at": at,
        "items": waiting_for(request.user, town, at),
        "dialog": counts(town, request.user) if may(request.user, "community.view_queue", town) else None,
        "coming": planned.filter(planned_at__gte=tomorrow, planned_at__lt=tomorrow + DAYS_AHEAD)[:COMING_POSTS],
        "posts": planned.filter(planned_at__gte=midnight, planned_at__lt=tomorrow).prefetch_related("targets__channel")[
            :TODAYS_POSTS
        ],
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
