# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Heute*: what this person should do now, and what happens in town today."""

from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.timezone import localtime, now

from accounts.frame.counting import count_rows, menu_rows
from accounts.frame.tour import AGAIN, tour_of
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.queries.planned import planned_posts
from community.queries.queue import COUNT_CAP
from core.parts import write_part
from core.text import at_most
from reporting.presenters.inbox import gap_lines
from reporting.presenters.readiness import shown_to
from reporting.presenters.today import coming_lines, todays_lines
from reporting.presenters.waiting import causes_for, items_of
from reporting.queries.readiness import standing_unless_complete
from staffing.queries import SHIFTS_NOW, is_open, shifts_at

#: Of this day, and of the next ones.
MOST_POSTS = 10
DAYS_AHEAD = timedelta(days=7)
MOST_STEPS = 5
#: Figures of the conversation, by the names of their rows.
FIGURES = {"open": "comments.open", "overdue": "comments.overdue", "mine": "comments.mine"}


def today(request: TownRequest, municipality: str) -> HttpResponse:
    """The start page of every person."""
    person, town, at = request.user, request.municipality, now()
    require(person, "reporting.view_today", town)
    sees_queue = may(person, "community.view_queue", town)
    names = causes_for(person, town) | menu_rows(person, town) | {"channels.practising", "changes", SHIFTS_NOW}
    found = count_rows(person, town, at, names.union(FIGURES.values()) if sees_queue else names)
    zone = town.zone
    midnight = datetime.combine(localtime(at, zone).date(), time(), zone)
    tomorrow = midnight + timedelta(days=1)
    planned = planned_posts(town, midnight, tomorrow, tomorrow + DAYS_AHEAD, limit=MOST_POSTS)
    standing = standing_unless_complete(town, found["changes"] or 0)
    steps = standing.steps
    sees_steps = may(person, "reporting.view_readiness", town)
    open_steps = [step for step in steps if not step.is_done]
    shown = []
    if sees_steps and open_steps:
        shown = shown_to(open_steps, person, town, with_names=False, held=standing.roles)
    others = [line for line in shown if not line.url and not line.invite_url]
    items = [*items_of(person, town, at, found), *gap_lines(shown, town)]
    is_open_now, shifts = is_open(town, at), shifts_at(town, at) if found[SHIFTS_NOW] else []
    values = {
        "town": town,
        "items": sorted(items, key=lambda item: item.urgency),
        "here": request.path,
        "csrf_token": get_token(request) if any(item.settling for item in items) else "",
        "dialog": {figure: at_most(found[name], COUNT_CAP) for figure, name in FIGURES.items()} if sees_queue else None,
        "coming": coming_lines((post for post in planned if post.planned_at >= tomorrow), town),
        "posts": todays_lines((post for post in planned if post.planned_at < tomorrow), town),
        "has_practice": bool(found["channels.practising"]),
        "on_duty": [shift.person for shift in shifts if not shift.is_on_call],
        "on_call": [shift.person for shift in shifts if shift.is_on_call],
        "may_view_team": may(person, "staffing.view_team", town),
        "is_open": is_open_now,
        "total": len(steps),
        "sees_steps": sees_steps,
        "others_steps": others[:MOST_STEPS],
        "more_steps": max(0, len(others) - MOST_STEPS),
        "open": len(open_steps),
        "done": len(steps) - len(open_steps),
    }
    tour = tour_of(person, town, is_again=AGAIN in request.GET)
    context = {
        "at": at,
        "is_open": is_open_now,
        "tour": tour,
        "content": write_part("reporting/_today.jinja", **values),
    }
    return render(request, "reporting/today.html", context)
