# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Heute*: what this person should do now, and what happens in town today."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now

from accounts.permissions import may, require
from channels_mgmt.models import Post
from community.queries import counts
from reporting.queries.readiness import readiness_of
from reporting.queries.waiting import waiting_for
from staffing.queries import is_open, on_duty

TODAYS_POSTS = 10
DAYS_AHEAD = timedelta(days=7)


def today(request: HttpRequest, municipality: str) -> HttpResponse:
    """The start page of every person."""
    town, at = request.municipality, now()
    require(request.user, "reporting.view_today", town)
    zone = ZoneInfo(town.timezone)
    midnight = datetime.combine(localtime(at, zone).date(), time(), zone)
    posts = Post.objects.filter(
        municipality=town, planned_at__gte=midnight, planned_at__lt=midnight + timedelta(days=1)
    )
    posts = posts.prefetch_related("targets__channel").order_by("planned_at")
    steps = readiness_of(town) if may(request.user, "channels_mgmt.view_channels", town) else []
    open_steps = [step for step in steps if not step.is_done]
    context = {
        "at": at,
        "items": waiting_for(request.user, town, at),
        "posts": posts.select_related("author")
        .prefetch_related("targets__channel")
        .order_by("planned_at")[:TODAYS_POSTS],
        "on_duty": on_duty(town, at),
        "is_open": is_open(town, at),
        "steps": steps,
        "open_steps": open_steps,
        "done": len(steps) - len(open_steps),
    }
    return render(request, "reporting/today.html", context)
