# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post dragged to another day or column, or carried there by keys; and put back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.tenancy.request import TownRequest
from channels_mgmt.domain.slots import USUAL_HOUR
from channels_mgmt.models import Post
from channels_mgmt.presenters.cautions import cautions_of
from channels_mgmt.queries.posts import post_of
from channels_mgmt.services.moving import move_post
from channels_mgmt.services.stages import move_to_stage
from core.days import read_day, read_moment
from core.errors import DomainError
from core.urls import way_back

MOVED = "moved_post"
"""What was moved last, in the session until a page of the plan has shown it."""


@require_POST
def move(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """To the day ``tag`` at the hour the post has; ``gesehen`` is the wall time at which the page showed it.

    ``zurueck`` puts it back to a wall time, or with nothing in it to no date.
    """
    post = _post_of(request, pk)
    seen = _wall(request.POST.get("gesehen", ""))
    to = way_back(request, request.POST.get("next", ""), reverse("planning:month", args=[municipality]))
    is_undo = "zurueck" in request.POST
    wall = _wall(request.POST["zurueck"]) if is_undo else _on(request.POST.get("tag", ""), seen)
    try:
        move_post(post, actor=request.user, seen=seen, wall=wall, puts_back=is_undo)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(to)
    if is_undo:
        messages.success(request, _("“%(title)s” is back where it was.") % {"title": post.title})
    else:
        request.session[MOVED] = {"pk": post.pk, "title": post.title, "to": _stamp(wall), "from": _stamp(seen)}
        for sentence in cautions_of(post, wall) if wall else ():
            messages.warning(request, sentence)
    return redirect(to)


@require_POST
def change_stage(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """From the column ``von``, in which the page showed it, to the column ``nach``; ``zurueck`` undoes that."""
    post = _post_of(request, pk)
    seen, wanted = request.POST.get("von", ""), request.POST.get("nach", "")
    to = way_back(request, request.POST.get("next", ""), reverse("planning:board", args=[municipality]))
    try:
        move_to_stage(post, actor=request.user, seen=seen, to=wanted)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(to)
    if "zurueck" in request.POST:
        messages.success(request, _("“%(title)s” is back where it was.") % {"title": post.title})
    else:
        request.session[MOVED] = {"pk": post.pk, "title": post.title, "to": "", "stage": wanted, "was": seen}
        request.session[MOVED]["waits"] = post.waits_for_approval
    return redirect(to)


def last_moved(request: TownRequest) -> dict[str, Any] | None:
    """What was just moved, for the page that shows it and offers to undo it; once."""
    moved = request.session.pop(MOVED, None) if MOVED in request.session else None
    return moved | {"wall": datetime.fromisoformat(moved["to"]) if moved["to"] else None} if moved else None


def _post_of(request: TownRequest, pk: int) -> Post:
    post = post_of(request.municipality, pk)
    if post is None:
        raise Http404
    return post


def _wall(text: str) -> datetime | None:
    found = read_moment(text)
    return found.replace(tzinfo=None) if found else None


def _on(day: str, seen: datetime | None) -> datetime | None:
    chosen = read_day(day)
    return datetime.combine(chosen, seen.time() if seen else USUAL_HOUR) if chosen else None


def _stamp(wall: datetime | None) -> str:
    return wall.isoformat(timespec="minutes") if wall else ""
