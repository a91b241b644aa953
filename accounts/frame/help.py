# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which chapter of the handbook (``docs/handbuch``) belongs to which page.

An app registers its pages in ``AppConfig.ready``, an area at a time: ``"planning": "planen"`` is every page of that
namespace, ``"planning:approvals": "planen#freigeben"`` a single one. Pages without a namespace count by their first
word: ``"mfa"`` is ``mfa_index``.
"""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from core.handbook import ANCHOR

#: Area or page → chapter, with the anchor of its section.
PAGES: dict[str, str] = {}
MOST_ADDRESSES = 4000


def register_help(pages: Mapping[str, str]) -> None:
    """Say which chapter explains which area or page."""
    PAGES.update(pages)


def chapter_of(page: str) -> str:
    """The chapter that explains the page with this full name; the table of contents (empty) where none does."""
    area, is_named, _name = page.partition(":")
    return PAGES.get(page) or PAGES.get(area if is_named else page.partition("_")[0], "")


@lru_cache(maxsize=MOST_ADDRESSES)
def help_address(slug: str, page: str) -> str:
    """Where the chapter of ``page`` stands in the town ``slug``, as it is written into a page."""
    chapter, _hash, anchor = chapter_of(page).partition("#")
    address = reverse("help:chapter", args=[slug, chapter]) if chapter else reverse("help:contents", args=[slug])
    return escape(address + (f"#{quote(ANCHOR + anchor)}" if anchor else ""))


def help_for(request: HttpRequest) -> str:
    """The address of the help of the page that is shown; empty for somebody without a town."""
    town = getattr(request, "municipality", None)
    if town is None:
        town = next(iter(request.user.municipalities), None) if isinstance(request.user, User) else None
    if town is None:
        return ""
    match = request.resolver_match
    return help_address(town.slug, match.view_name if match else "")
