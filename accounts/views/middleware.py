# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tenancy: every request to ``/<town>/…`` runs inside that town's scope, with the sight of its reader, and only there.

A town one does not belong to is 404, as if it did not exist. A missing right in one's own town is
403 and names the roles that have it. Pages for citizens are marked ``login_not_required``.
Whoever has to sign in first does not lose what was typed.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404
from django_scopes import scope

from accounts.frame.kept_text import SESSION_KEY, TAKEN, drop, is_background, is_from_here, kept
from accounts.frame.unsaved import tell_browser
from accounts.models import Municipality
from accounts.tenancy.sight import sight_in
from accounts.views.kept import ask_to_sign_in
from core.cache import reading_together
from core.errors import DiskFull, DomainError, NotPermitted
from core.failure import show_disk_full
from core.sight import SIGHT, sight
from core.urls import match_of

ADMIN_PREFIX = "/admin/"
SAFE_METHODS = {"GET", "HEAD"}


class TownMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.municipality = None  # type: ignore[attr-defined]
        if request.path_info.startswith(ADMIN_PREFIX):
            return self._in_all_own_towns(request)
        try:
            match = match_of(request)
        except Resolver404:
            return self.get_response(request)
        slug = match.kwargs.get("municipality")
        is_public = not getattr(match.func, "login_required", True)
        if slug is None or not (request.user.is_authenticated or is_public):
            return self.get_response(request)
        municipality = self._find(request, slug, is_public)
        request.municipality = municipality  # type: ignore[attr-defined]
        if municipality is None:
            return self.get_response(request)
        token = SIGHT.set(partial(sight_in, request.user, municipality))
        try:
            with scope(municipality=municipality):
                if request.method not in SAFE_METHODS:
                    return self.get_response(request)
                with reading_together(municipality):
                    return self.get_response(request)
        finally:
            SIGHT.reset(token)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]) -> None:
        """Refuse here, where Django turns ``Http404`` into the 404 page."""
        signed_in_or_public = request.user.is_authenticated or not getattr(view, "login_required", True)
        if "municipality" in kwargs and signed_in_or_public and request.municipality is None:  # type: ignore[attr-defined]
            raise Http404

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal that no view expected by its own status, never as an error of ours."""
        if isinstance(error, DiskFull):
            return show_disk_full(request)
        if isinstance(error, NotPermitted):
            return render(request, "403.html", {"exception": str(error)}, status=error.status)
        if isinstance(error, DomainError):
            return render(request, "refused.html", {"exception": str(error)}, status=error.status)
        return None

    def _in_all_own_towns(self, request: HttpRequest) -> HttpResponse:
        towns = request.user.municipalities if request.user.is_authenticated else []
        with scope(municipality=towns), sight(False):
            return self.get_response(request)

    @staticmethod
    def _find(request: HttpRequest, slug: str, is_public: bool) -> Municipality | None:
        if request.user.is_authenticated:
            for municipality in request.user.municipalities:
                if municipality.slug == slug:
                    return municipality
        if is_public:
            return Municipality.objects.filter(slug=slug).first()
        return None


class PatientLoginMiddleware(LoginRequiredMiddleware):
    """Asks for the login as Django does, and lets what was typed wait until after it."""

    def handle_no_permission(  # type: ignore[override]  # the stubs know redirects only
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        is_htmx = request.headers.get("HX-Request") == "true"
        if is_background(request):
            return HttpResponse(status=401) if is_htmx else super().handle_no_permission(request, view_func)
        # Scripts that send by themselves hold the text themselves; a session begun for them could push out another's.
        is_visit = is_htmx or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        if not is_visit or not is_from_here(request):
            return redirect_to_login("/")
        return ask_to_sign_in(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Forget the form that waited once it has arrived."""
        has_arrived = response.status_code in TAKEN and not hasattr(request, "has_kept_text")
        if request.method == "POST" and has_arrived and SESSION_KEY in request.session:
            found = kept(request)
            if request.user.is_authenticated and found is not None and found.path == request.get_full_path():
                drop(request)
        return response


class UnsavedTextMiddleware:
    """Tells the browser which text it need not keep any longer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        tell_browser(request, response, has_signed_out=was_signed_in and not request.user.is_authenticated)
        return response
