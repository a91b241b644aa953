# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page that tells a citizen why, and where the house gets its link to pass on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.frame.acts import offer_undo_at
from accounts.tenancy.links import LinkExpired, LinkInvalid, open_link
from accounts.tenancy.permissions import require
from accounts.tenancy.request import PublicRequest, TownRequest
from community.models import Appeal, Decision, Notice, NoticeMessage, Restriction
from community.presenters.notices import notice_state
from community.queries.appeals import public_settings
from community.queries.notices import message_of
from community.services.appeals_intake import PUBLIC_LANGUAGE
from community.services.notice_messages import (
    notice_words,
    send_notice,
    settle_notice,
    take_notice_back,
    why_only_by_hand,
)
from community.services.notices import PURPOSE, measure_behind, note_as_given, notice_link
from community.views.public import public_page
from core.errors import DomainError, Refused
from core.sight import sight

Measure = Appeal.Measure


@login_not_required
@require_safe
@sight(True)  # a citizen's own words
def notice(request: PublicRequest, municipality: str, token: str) -> HttpResponse:
    """Clause, reasons, evidence and the way to object, to whoever holds the link; 410 once the words are gone."""
    town = request.municipality
    try:
        link = open_link(PURPOSE, token)
    except LinkExpired:
        return public_page("community/notice.html", town, {"about": None}, status=410)
    except LinkInvalid:
        raise Http404 from None
    if link.town != town.pk:
        raise Http404
    about = measure_behind(link)
    if about is None:
        return public_page("community/notice.html", town, {"about": None}, status=410)
    with translation.override(PUBLIC_LANGUAGE):
        context = told(about)
    return public_page("community/notice.html", town, context, status=200)


@require_http_methods(["GET", "HEAD", "POST"])
def give_notice(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The link and the words to pass on about a hidden or deleted comment, and the note that it was done."""
    require(request.user, "community.give_notice", request.municipality)
    of_comment = ("comment__channel", "comment__author", "comment__municipality", "comment__delivery")
    related = (*of_comment, "clause__netiquette", "evidence", "action")
    measures = Decision.objects.filter(kind__in=Decision.NEEDS_GROUNDS, undone_at=None, emptied_at=None)
    found: Decision = get_object_or_404(measures.select_related(*related).defer("evidence__content"), pk=pk)
    return _give(request, found, reverse("dialog:history", args=[municipality, found.comment_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def give_restriction_notice(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The same about a restricted account."""
    require(request.user, "community.give_notice", request.municipality)
    told_states = [Restriction.State.IN_FORCE, Restriction.State.ENDED]
    rows = Restriction.objects.filter(state__in=told_states, emptied_at=None)
    related = ("comment__channel", "comment__author", "clause__netiquette", "municipality")
    found: Restriction = get_object_or_404(rows.select_related(*related).prefetch_related("evidence"), pk=pk)
    return _give(request, found, reverse("dialog:restriction", args=[municipality, found.pk]))


def told(about: Decision | Restriction) -> dict[str, Any]:
    """What the page says of a measure: nothing of whoever decided, nothing of other people."""
    comment, town = about.comment, about.municipality
    if isinstance(about, Restriction):
        kind, reason = Measure.BLOCKED, about.reason
        captured = [one.captured_at for one in about.evidence.all()]
    else:
        kind, reason = (Measure.DELETED if about.is_deletion else Measure.HIDDEN), about.rationale
        captured = [about.evidence.captured_at] if about.evidence else []
    day = town.local_day(about.decided_at)
    hints = {"massnahme": kind.value, "link": comment.url, "tag": day.isoformat()}
    form = reverse("appeals:form", args=[town.slug])
    return {
        "about": about,
        "comment": comment,
        "is_restriction": isinstance(about, Restriction),
        "is_deletion": kind == Measure.DELETED,
        "reason": reason,
        "captured_at": min(captured, default=None),
        "answer_days": public_settings(town).answer_days,
        "appeal_url": f"{form}?{urlencode({name: value for name, value in hints.items() if value})}",
    }


def _give(request: TownRequest, about: Decision | Restriction, back: str) -> HttpResponse:
    message = message_of(about) if isinstance(about, Decision) else None
    if request.method == "POST":
        try:
            _step(request, about, message)
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(request.path)
    rows = Notice.objects.select_related("given_by")
    given = rows.filter(restriction=about) if isinstance(about, Restriction) else rows.filter(decision=about)
    link, noted = notice_link(about), given.first()
    by_hand, is_carried_out = "", False
    if isinstance(about, Decision):
        action = getattr(about, "action", None)
        is_carried_out = action is not None and action.is_published
        by_hand = why_only_by_hand(about)
    context = told(about) | {
        "link": link,
        "words": notice_words(about, link),
        "given": noted,
        "back": back,
        "message": message,
        "state": notice_state(message, noted, by_hand),
        "why_by_hand": by_hand,
        "can_send": is_carried_out and not by_hand and message is None and noted is None,
        "is_carried_out": is_carried_out,
        "channel": about.comment.channel,
    }
    return render(request, "community/give_notice.html", context)


def _step(request: TownRequest, about: Decision | Restriction, message: NoticeMessage | None) -> None:
    """Send it off, take it back, settle what is stuck, or note that it was given by hand."""
    act, actor = request.POST.get("act", ""), request.user
    if act == "send" and isinstance(about, Decision):
        sent = send_notice(about, actor=actor)
        offer_undo_at(request, _("The notice leaves in ten seconds."), request.path, sent.due_at)
    elif message is not None and act == "look":
        settle_notice(message, actor=actor, outcome=act)
        messages.success(request, _("Dorflinde looks whether it arrived."))
    elif message is not None and act in ("done", "retry"):
        settle_notice(message, actor=actor, outcome=act)
        messages.success(request, _("Noted.") if act == "done" else _("Dorflinde tries again."))
    elif act == "note":
        note_as_given(about, actor=actor)
        messages.success(request, _("Noted: the citizen has got the notice."))
    elif message is not None:  # the button beside the ten seconds sends nothing but its address
        take_notice_back(message, actor=actor)
        messages.success(request, _("Taken back. Nothing was sent."))
    else:
        raise Refused(_("This message waits for nobody any more. Please look at the page as it is now."))
