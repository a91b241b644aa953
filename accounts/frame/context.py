# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Template context of the frame: the town, the menu, the status strip."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.frame.navigation import ACTIONS, ENTRIES, SEARCHES, STRIP_SOURCES
from accounts.tenancy.permissions import may

# Pages that belong to a menu entry other than their own namespace.
SECTION_OF = {"channels": "settings", "practice": "planning"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every page may show of town, menu and status strip; lists are read only when drawn."""
    town = getattr(request, "municipality", None)
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    match = getattr(request, "resolver_match", None)
    namespace = match.namespace.split(":")[0] if match and match.namespace else ""
    context: dict[str, Any] = {
        "town": town,
        "towns": user.municipalities if user is not None and signed_in else [],
        "demo": settings.DEMO,
        "nav": [],
        "strip": [],
        "nav_active": SECTION_OF.get(namespace, namespace),
    }
    if town is not None and signed_in:
        context["nav"] = SimpleLazyObject(lambda: _entries(user, town))
        context["frame_actions"] = SimpleLazyObject(lambda: _actions(user, town))
        context["search_url"] = _search_url(context["nav_active"], town)
    # The admin view of a head of several towns speaks for the first of them.
    concerned = town or next(iter(context["towns"]), None)
    if concerned is not None and signed_in:
        context["strip"] = SimpleLazyObject(lambda: [line for source in STRIP_SOURCES for line in source(concerned)])
    return context


def _search_url(section: str, town: Any) -> str:
    """The posts' search, except where the page has a field of its own."""
    return "" if section in SEARCHES else reverse(SEARCHES["planning"], args=[town.slug])


def _actions(user: Any, town: Any) -> list[dict[str, Any]]:
    return [
        {
            "key": action.key,
            "label": action.label,
            "icon": action.icon,
            "url": reverse(action.url_name, args=[town.slug]),
        }
        for action in ACTIONS
        if may(user, action.permission, town)
    ]


def _entries(user: Any, town: Any) -> list[dict[str, Any]]:
    return [
        {
            "key": entry.key,
            "label": entry.label,
            "url": reverse(entry.url_name, args=[town.slug]),
            "icon": entry.icon,
            "count": entry.count(user, town) if entry.count else 0,
        }
        for entry in ENTRIES
        if not entry.permission or may(user, entry.permission, town)
    ]
