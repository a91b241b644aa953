# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Heute*: what this person should do now, and what happens in town today."""

from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now

from accounts.frame.counting import count_rows, menu_rows
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.queries.calendar import planned_in
from community.queries.queue import COUNT_CAP
from core.parts import write_part
from core.text import at_most
from reporting.presenters.readiness import shown_to
from reporting.presenters.today import coming_lines, todays_lines
from reporting.presenters.waiting import causes_for, items_of
from reporting.queries.readiness import steps_unless_complete
from staffing.queries import is_open, on_duty

TODAYS_POSTS = COMING_POSTS = 10
DAYS_AHEAD = timedelta(days=7)
MOST_STEPS = 5
#: Figures of the conversation, by the names of their rows.
FIGURES = {"open": "comments.open", "overdue": "comments.overdue", "mine": "comments.mine"}


def today(request: TownRequest, municipality: str) -> HttpResponse:
    """The start page of every person."""
    person, town, at = request.user, request.municipality, now()
    require(person, "reporting.view_today", town)
    sees_queue = may(person, "community.view_queue", town)
    names = causes_for(person, town) | menu_rows(person, town) | {"channels.practising"}
    found = count_rows(person, town, at, names.union(FIGURES.values()) if sees_queue else names)
    zone = town.zone
    midnight = datetime.combine(localtime(at, zone).date(), time(), zone)
    tomorrow = midnight + timedelta(days=1)
    todays = planned_in(town, midnight, tomorrow, limit=TODAYS_POSTS)
    steps = steps_unless_complete(town) if may(person, "reporting.view_readiness", town) else []
    open_steps = [step for step in steps if not step.is_done]
    is_open_now = is_open(town, at)
    values = {
        "town": town,
        "items": items_of(person, town, at, found),
        "dialog": {figure: at_most(found[name], COUNT_CAP) for figure, name in FIGURES.items()} if sees_queue else None,
        "coming": coming_lines(planned_in(town, tomorrow, tomorrow + DAYS_AHEAD, limit=COMING_POSTS), town),
        "posts": todays_lines(todays, town),
        "has_practice": bool(found["channels.practising"]),
        "on_duty": on_duty(town, at),
        "may_view_team": may(person, "staffing.view_team", town),
        "is_open": is_open_now,
        "total": len(steps),
        "open_steps": shown_to(open_steps[:MOST_STEPS], person, town, with_names=False),
        "more_steps": max(0, len(open_steps) - MOST_STEPS),
        "done": len(steps) - len(open_steps),
    }
    context = {"at": at, "is_open": is_open_now, "content": write_part("reporting/_today.jinja", **values)}
    return render(request, "reporting/today.html", context)
