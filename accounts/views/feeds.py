# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan in one's own calendar program: the page that makes the address, and the address itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from accounts.frame.feeds import FEEDS, FeedKind, feed_kinds
from accounts.models import CalendarFeed
from accounts.services import close_feed, find_feed, note_reading, open_feed
from accounts.tenancy.permissions import may
from accounts.tenancy.request import TownRequest
from accounts.tenancy.throttle import MINUTE, Limit, is_within_limits, sender_of
from core.calendar_files import CONTENT_TYPE, calendar_file, dated, fingerprint_of
from core.urls import public_host

#: Programs ask once an hour, impatient people by hand.
PER_FEED = Limit("feed", 20, MINUTE)
PER_SENDER = Limit("feed-unknown", 30, MINUTE)


@dataclass(frozen=True)
class FeedLine:
    """A calendar on the page: the person's address of it, and the address itself when it was made just now."""

    kind: FeedKind
    feed: CalendarFeed | None
    address: str = ""

    @property
    def program_address(self) -> str:
        """The same, as calendar programs register it for themselves."""
        return "webcal:" + self.address.partition(":")[2]


@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: TownRequest, municipality: str) -> HttpResponse:
    """Make, replace and delete one's own addresses. A new one is shown in this answer and never again."""
    town, person = request.municipality, request.user
    made, problem = {}, ""
    if request.method == "POST":
        kind = FEEDS.get(request.POST.get("kind", ""))
        wanted = request.POST.get("action")
        if kind is None or wanted not in ("open", "close"):
            problem = _("This calendar does not exist. Nothing was changed.")
        elif wanted == "close":
            if close_feed(town, actor=person, kind=kind.key):
                messages.success(request, _("The address is deleted. Calendars that use it get nothing new."))
            return redirect("settings:feeds", municipality)
        else:
            made[kind.key] = open_feed(town, actor=person, kind=kind.key, permission=kind.permission)
    known = {feed.kind: feed for feed in CalendarFeed.objects.filter(municipality=town, person=person)}
    lines = [
        FeedLine(kind, known.get(kind.key), made.get(kind.key, ""))
        for kind in feed_kinds()
        if may(person, kind.permission, town)
    ]
    context = {"lines": lines, "problem": problem}
    return render(request, "accounts/feeds.html", context, status=422 if problem else 200)


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar behind a secret address; 304 when it still reads as the program has it.

    Every address that opens nothing gets the same answer, whether it never did or no longer does.
    """
    found = find_feed(token)
    uses = [(PER_FEED, found.token_hash)] if found else [(PER_SENDER, sender_of(request))]
    if not is_within_limits(uses, now()):
        return HttpResponse(status=429, headers={"Retry-After": "60"}, content_type="text/plain; charset=utf-8")
    kind = FEEDS.get(found.kind) if found else None
    if found is None or kind is None or not may(found.person, kind.permission, found.municipality):
        return HttpResponse(_("This calendar address is not valid."), status=404, content_type="text/plain")
    town = found.municipality
    with scope(municipality=town), translation.override(settings.LANGUAGE_CODE):
        name = f"{town.name}: {kind.label}"
        text = calendar_file(name, kind.entries(found.person, town, now()), host=public_host())
        fingerprint = fingerprint_of(text)
        changed_at = note_reading(found, fingerprint)
    return _answered(request, text, fingerprint, changed_at)


def _answered(request: HttpRequest, text: str, fingerprint: str, changed_at: datetime) -> HttpResponseBase:
    etag, moment = f'"{fingerprint}"', int(changed_at.timestamp())
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(moment),
        "Content-Disposition": 'inline; filename="redaktionsplan.ics"',
        "X-Robots-Tag": "noindex, nofollow",
    }
    whole = HttpResponse(dated(text, changed_at), content_type=CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, etag=etag, last_modified=moment, response=whole) or whole
