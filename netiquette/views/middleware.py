# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages for citizens, answered before anything that knows sessions, languages or people.

Such a page sets no cookie and varies by nothing, because nothing that could make it do so has run. What a
process has drawn it remembers for ``PUBLIC_PAGE_SECONDS``, at most one second and never beyond the instant
at which a planned version takes effect (docs/adr/0015).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, ResolverMatch
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe
from django_scopes import scope

from accounts.models import Municipality
from core.urls import match_of

MOST_PAGES = 500


@dataclass(frozen=True)
class Remembered:
    """A drawn page; ``ends_at`` is monotonic, ``until`` the instant at which it stops being true."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    modified: int | None
    match: ResolverMatch
    ends_at: float
    until: float | None
    drawing: Lock = field(default_factory=Lock)  # held while somebody draws what follows this page

    def is_fresh(self) -> bool:
        return monotonic() < self.ends_at and (self.until is None or timezone.now().timestamp() < self.until)

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        request.resolver_match = self.match
        response = HttpResponse(self.body)
        for name, value in self.headers:
            response[name] = value
        if "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META:
            return (
                get_conditional_response(request, response["ETag"], self.modified, response) or response
            )  # never None: the page is passed in
        return response


class PublicPagesMiddleware:
    """Answers views marked with ``is_public_page``; everything else, and every 404, goes the usual way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.pages: dict[str, Remembered] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        known = self.pages.get(request.path_info)
        if known is None or request.META.get("QUERY_STRING"):
            return self._drawn(request) or self.get_response(request)
        request.get_host()  # refuses a host that is not ours, as every other page does
        if known.is_fresh():
            return known.answer(request)
        # In a rush many find the page grown old at once: one draws it anew, the others wait for that.
        with known.drawing:
            newest = self.pages.get(request.path_info)
            response = newest.answer(request) if newest and newest.is_fresh() else self._drawn(request)
        return response or self.get_response(request)

    def _drawn(self, request: HttpRequest) -> HttpResponseBase | None:
        try:
            match = match_of(request)
        except Resolver404:
            return None
        if not getattr(match.func, "is_public_page", False):
            return None
        request.get_host()
        town = Municipality.objects.filter(slug=match.kwargs["municipality"]).first()
        if town is None:
            return None
        request.municipality = town  # type: ignore[attr-defined]
        request.resolver_match = match
        began = monotonic()
        try:
            with scope(municipality=town):
                response = match.func(request, *match.args, **match.kwargs)
        except Http404:
            return None
        response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        if not response.streaming and "Content-Length" not in response:
            response["Content-Length"] = str(len(response.content))
        self._remember(request, response, match, began)
        return response

    def _remember(self, request: HttpRequest, response: HttpResponse, match: ResolverMatch, began: float) -> None:
        seconds = settings.PUBLIC_PAGE_SECONDS
        if not seconds or response.status_code != 200 or request.method != "GET" or request.META.get("QUERY_STRING"):
            return
        if "ETag" not in response or not hasattr(response, "true_until"):
            return
        if len(self.pages) >= MOST_PAGES:
            self.pages = {path: page for path, page in list(self.pages.items()) if page.is_fresh()}
        modified = response.headers.get("Last-Modified")
        self.pages[request.path_info] = Remembered(
            body=response.content,
            headers=tuple(response.items()),
            modified=parse_http_date_safe(modified) if modified else None,
            match=match,
            ends_at=began + seconds,
            until=response.true_until.timestamp() if response.true_until else None,
        )
