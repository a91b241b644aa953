# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""After a decision one goes on: to the next comment of the same list, with the rest of the page brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.frame.acts import offer_undo_at
from accounts.frame.side import menu_link
from accounts.frame.unsaved import confirm
from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from community import queries
from community.models import Comment, Decision
from community.presenters.lines import lines_of
from community.queries.blur import blur_of
from community.queries.filters import WORKING
from community.queries.queue import comments_to_go_on_with
from community.services import queue as leases
from community.services.remote import speaker_without_access
from community.views.desk import (
    comment_url,
    desk_context,
    figures_of_list,
    find_comment,
    query_of,
    queue_url,
    show_comment,
    wanted_of,
    wants_fragment,
)
from core.parts import write_part
from core.text import read_number, shortened

LONGEST_NAME = 40


@require_GET
def ahead(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """What comes after this comment in the same list, to have it ready. Takes nothing, and nobody is seen to look."""
    left = find_comment(request, pk)
    require(request.user, "community.decide_comment", left)
    spared = leases.spared_of(request.user, request.municipality)
    following = comments_to_go_on_with(left, request.user, wanted_of(request), timezone.now(), limit=1, without=spared)
    if not following:
        return HttpResponse(status=204)
    found = find_comment(request, following[0].pk)
    return HttpResponse(write_part("community/_desk.jinja", **desk_context(request, found, is_ahead=True)))


def go_on(request: TownRequest, decision: Decision) -> HttpResponse:
    """After a decision: the next comment of the list, or that nothing is left; with the ten seconds to undo it."""
    left = decision.comment
    confirm(request)
    wanted = wanted_of(request)
    if wanted.tab not in WORKING:
        return show_change(request, left.pk)
    shown = read_number(request.POST.get("shown", ""))
    following = leases.claim_following(left, actor=request.user, wanted=wanted, shown=shown)
    if not wants_fragment(request):
        offer_undo_at(
            request, _words_of(decision), _undo_url(request, decision), decision.decided_at + Decision.UNDO_TIME
        )
        return redirect(comment_url(request, following.pk) if following else queue_url(request))
    changed = [find_comment(request, left.pk)]
    if following is None:
        desk = write_part("community/_done.jinja", **figures_of_list(request, wanted), is_mine=wanted.tab == "mine")
    else:
        changed.append(find_comment(request, following.pk))
        desk = write_part("community/_desk.jinja", **desk_context(request, changed[-1]))
    offer = {
        "decision": decision,
        "url": _undo_url(request, decision),
        "until": decision.decided_at + Decision.UNDO_TIME,
        "words": _words_of(decision),
        "following": following,
        "csrf_token": get_token(request),
    }
    response = HttpResponse(desk + _rest_of_page(request, changed, following.pk if following else None, offer=offer))
    response["HX-Push-Url"] = comment_url(request, following.pk) if following else queue_url(request)
    return response


def show_change(request: TownRequest, pk: int, undone: Decision | None = None) -> HttpResponse:
    """After any other change: the comment as it is now, to htmx at once, to everybody else by redirect."""
    confirm(request)
    if not wants_fragment(request):
        return redirect(comment_url(request, pk))
    comment = find_comment(request, pk)
    response = show_comment(request, comment)
    changed = [comment]
    if undone and (left := read_number(request.POST.get("left", ""))):
        changed += Comment.objects.filter(pk=left).select_related("author", "channel", "claimed_by")
    response.content += _rest_of_page(request, changed, pk, undone=undone).encode()
    if undone:
        response["HX-Push-Url"] = comment_url(request, pk)
    return response


def _rest_of_page(request: TownRequest, changed: Sequence[Comment], current: int | None, **values: Any) -> str:
    """What a change alters beside the comment on the desk: lines of the list, figures, the ten seconds."""
    wanted, town, user = wanted_of(request), request.municipality, request.user
    rows = [queries.Row(queries.Listed.of(comment)) for comment in changed]
    given = figures_of_list(request, wanted) | {
        "is_changed": True,
        "lines": lines_of(rows, town, user, timezone.now(), wanted.as_query(after=wanted.after), blur_of(user, town)),
        "current": current,
        "menu_url": reverse("dialog:queue", args=[town.slug]),
        "menu_link": menu_link(request, user, town, "dialog"),
        "offer": None,
        "undone": None,
    }
    return write_part("community/_changed.jinja", **given | values)


def _undo_url(request: TownRequest, decision: Decision) -> str:
    return reverse("dialog:undo", args=[request.municipality.slug, decision.pk]) + query_of(wanted_of(request))


def _words_of(decision: Decision) -> str:
    """What was decided, before anything has left the house."""
    name = {"author": shortened(str(decision.comment.author), LONGEST_NAME)}
    if decision.needs_release:
        return _("The answer to %(author)s waits for a second person.") % name
    if decision.kind == Decision.Kind.REPLY:
        return _("The answer to %(author)s leaves in ten seconds.") % name
    if decision.kind == Decision.Kind.HIDE:
        if speaker_without_access(decision.comment.channel).abilities.hide:
            return _("The comment of %(author)s is hidden in ten seconds.") % name
        return _("The comment of %(author)s is reported in ten seconds.") % name
    if decision.is_deletion:
        return _("The comment of %(author)s is deleted in ten seconds.") % name
    return _("Left as it is: %(author)s") % name
