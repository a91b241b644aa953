# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tenancy: every request to ``/<town>/…`` runs inside that town's scope, and only there.

A town one does not belong to is 404, as if it did not exist. A missing right in one's own town is
403 and names the roles that have it. Pages for citizens are marked ``login_not_required``.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django_scopes import scope

from accounts.models import Municipality
from core.errors import NotPermitted

ADMIN_PREFIX = "/admin/"


class TownMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.municipality = None  # type: ignore[attr-defined]
        if request.path_info.startswith(ADMIN_PREFIX):
            return self._in_all_own_towns(request)
        try:
            match = resolve(request.path_info)
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
        with scope(municipality=municipality):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]) -> None:
        """Refuse here, where Django turns ``Http404`` into the 404 page."""
        signed_in_or_public = request.user.is_authenticated or not getattr(view, "login_required", True)
        if "municipality" in kwargs and signed_in_or_public and request.municipality is None:  # type: ignore[attr-defined]
            raise Http404

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotPermitted):
            return render(request, "403.html", {"exception": str(error)}, status=403)
        return None

    def _in_all_own_towns(self, request: HttpRequest) -> HttpResponse:
        towns = request.user.municipalities if request.user.is_authenticated else []
        with scope(municipality=towns):
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
