# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments that no software reads: typed in, or read in from a table, looked at and taken over."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from community.domain.comment_rows import NAMES, OWN
from community.forms.entering import EnterForm, TableForm
from community.models import CommentSheet
from community.queries.imports import channels_to_enter, sheet_of
from community.services.comment_import import (
    ENTER,
    Outcome,
    SheetPlan,
    discard_comment_sheet,
    enter_comment,
    plan_of_sheet,
    read_comment_sheet,
    take_over_comments,
)
from core.errors import DomainError
from core.localtime import to_wall
from core.sheets import CSV, csv_lines
from core.text import grouped, read_number

#: So many rows of each kind are written out; the counts are of all.
MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: TownRequest, municipality: str) -> HttpResponse:
    """One comment of a channel by hand, typed in; then to it, or on to the next."""
    town = request.municipality
    require(request.user, ENTER, town)
    channels = [channel for channel in channels_to_enter(town) if channel.is_by_hand]
    wanted = read_number(request.GET.get("kanal", ""))
    channel = next((one for one in channels if one.pk == wanted), channels[0] if channels else None)
    context: dict[str, Any] = {"channels": channels, "channel": channel}
    if channel is None:
        return render(request, "community/enter_comment.html", context)
    channel.municipality = town
    wall = to_wall(timezone.now(), town.timezone)
    form = EnterForm(channel, request.POST or None, initial={"day": wall.date(), "hour": wall.time()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        names = ("author", "text", "posted_at", "url")
        try:
            comment, is_new = enter_comment(
                channel, actor=request.user, delivery=given["post"], **{name: given[name] for name in names}
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The comment is in the queue.") if is_new else _("It was there already."))
            if "next" in request.POST:
                return redirect(f"{request.path}?kanal={channel.pk}")
            return redirect("dialog:comment", municipality, comment.pk)
    return render(request, "community/enter_comment.html", context | {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def read_in(request: TownRequest, municipality: str) -> HttpResponse:
    """Choose a table; nothing of it goes into the queue before its preview was seen."""
    town, person = request.municipality, request.user
    require(person, ENTER, town)
    given = request.POST if request.method == "POST" else None
    form = TableForm(town, given, request.FILES or None)
    if form.is_bound and form.is_valid():
        channel, file = form.cleaned_data["channel"], form.cleaned_data["file"]
        channel.municipality = town
        try:
            read_comment_sheet(channel, actor=person, content=file.read(), file_name=file.name)
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("dialog:comment_sheet", municipality)
    context = {
        "form": form,
        "waiting": sheet_of(person, town),
        "has_channels": channels_to_enter(town).exists(),
        "columns": [(NAMES[key][0], meant) for key, meant in _meanings().items()],
    }
    return render(request, "community/read_in.html", context, status=422 if form.errors else 200)


@require_safe
def own_layout(request: TownRequest, municipality: str) -> HttpResponse:
    """The headings, and one row that shows how they are filled in."""
    require(request.user, ENTER, request.municipality)
    example = {"author": "Vorname Nachname", "text": "Wann öffnet das Freibad?", "day": "2026-05-01", "hour": "14:30"}
    rows = [[NAMES[key][0] for key in OWN], [example.get(key, "") for key in OWN]]
    headers = {"Content-Disposition": 'attachment; filename="kommentare.csv"'}
    return HttpResponse("".join(csv_lines(rows)), content_type=CSV, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_sheet(request: TownRequest, municipality: str) -> HttpResponse:
    """What the table would do; take it over, the whole or nothing, or discard it."""
    town, person = request.municipality, request.user
    require(person, ENTER, town)
    stored = sheet_of(person, town)
    if request.method == "POST" and "discard" in request.POST:
        discard_comment_sheet(town, actor=person)
        messages.success(request, _("The table is discarded. The queue stays as it was."))
        return redirect("dialog:read_in", municipality)
    if request.method != "POST" or stored is None:
        return _shown(request, stored)
    try:
        done = take_over_comments(stored, actor=person, seen_revision=request.POST.get("revision", ""))
    except DomainError as error:
        return _shown(request, stored, problem=str(error), status=error.status)
    messages.success(request, _taken_over(done))
    return redirect("dialog:queue", municipality)


def _meanings() -> dict[str, str]:
    return {
        "author": _("who wrote it; needed"),
        "text": _("its words; needed"),
        "day": _("the day, like 30.11.2026 or 2026-11-30; needed"),
        "hour": _("the time, like 14:30; without it noon counts"),
        "post": _("the address of your post that it answers"),
        "url": _("its own address"),
        "number": _("the number the platform gave it; by it the same comment is known again"),
        "parent": _("the number of the comment that it answers"),
        "profile": _("the address of the profile"),
    }


def _taken_over(plan: SheetPlan) -> str:
    new, changed = plan.counts[Outcome.NEW], plan.counts[Outcome.CHANGED]
    parts = [ngettext("%(n)s new comment", "%(n)s new comments", new) % {"n": grouped(new)}] if new else []
    if changed:
        parts.append(ngettext("%(n)s changed one", "%(n)s changed ones", changed) % {"n": grouped(changed)})
    return _("The table is taken over: %(what)s.") % {"what": ", ".join(parts) or _("nothing new")}


def _shown(request: TownRequest, stored: CommentSheet | None, *, problem: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"stored": stored, "problem": problem, "most_shown": MOST_SHOWN}
    if stored is not None:
        plan = plan_of_sheet(stored)
        context |= {
            "plan": plan,
            "counts": {outcome.value: plan.counts[outcome] for outcome in Outcome},
            **{outcome.value: plan.of(outcome)[:MOST_SHOWN] for outcome in Outcome},
        }
    return render(request, "community/comment_sheet.html", context, status=status)
