# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Template context of the frame: the town, its side, the status strip."""

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.frame.appearance import theme_of
from accounts.frame.counting import noted_rows
from accounts.frame.navigation import SECTIONS, STRIP_SOURCES
from accounts.frame.side import side_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every page may show of town, menu and status strip; lists are read only when drawn."""
    town = getattr(request, "municipality", None)
    user = getattr(request, "user", None)
    context: dict[str, Any] = {
        "town": town,
        "demo": settings.DEMO,
        "theme": theme_of(request),
        "strip": [],
    }
    if user is None or not user.is_authenticated:
        return context
    match = request.resolver_match
    namespace = match.namespace.split(":")[0] if match and match.namespace else ""
    section = SECTIONS.get(namespace, namespace)
    context["side"] = cache(partial(side_of, request, user, town, section))
    # The admin view of a head of several towns speaks for the first of them.
    concerned = town or next(iter(user.municipalities), None)
    if concerned is not None:
        context["strip"] = SimpleLazyObject(
            lambda: [line for source in STRIP_SOURCES for line in source(concerned, noted_rows(user, concerned))]
        )
    return context
