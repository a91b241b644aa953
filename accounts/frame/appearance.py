# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Light or dark: the system decides unless a person chose otherwise."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.urls import way_back

COOKIE = "theme"
THEMES = {"light", "dark"}
ONE_YEAR = 365 * 24 * 60 * 60


def theme_of(request: HttpRequest) -> str:
    """``light``, ``dark``, or empty as long as the system decides."""
    theme = request.COOKIES.get(COOKIE, "")
    return theme if theme in THEMES else ""


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember ``light`` or ``dark`` in a cookie of this browser; anything else forgets the choice."""
    theme = request.POST.get("theme", "")
    target = way_back(request, request.POST.get("next", "/"))
    response = HttpResponse(status=204) if request.headers.get("HX-Request") else redirect(target)
    if theme in THEMES:
        response.set_cookie(
            COOKIE, theme, max_age=ONE_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
