# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The side of every page (towns, search, menu, person), drawn once for what it shows.

A ``Side`` is the whole context of its template: what is not in it cannot be seen, and two that are equal look the
same to the letter. So a drawn side is never stale, whoever asks. The token of the form and the address of the page
are filled in afterwards.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from secrets import token_hex
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from accounts.frame.appearance import theme_of
from accounts.frame.counting import COUNT_CAP, menu_counts
from accounts.frame.navigation import ACTIONS, ENTRIES, NavEntry
from accounts.models import Municipality, User
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION, may
from core.text import at_most

#: Sides remembered by a process, about 15 kB each.
MOST_SIDES = 400
MOST_PARTS = 60

# Nobody who chooses a name knows the number.
_NUMBER = token_hex(16)
_MARKS = {name: f"{name}-{_NUMBER}" for name in ("csrf_token", "path", "quoted_path", "help_url")}
#: Of templates without text that is shown as it is typed; on every page it would be some kB.
_INDENTATION = re.compile(r"\s*\n\s*")
_SPLIT = re.compile("|".join(f"({mark})" for mark in _MARKS.values()))


class ShownTown(NamedTuple):
    pk: int
    slug: str
    name: str


class ShownPerson(NamedTuple):
    pk: int
    name: str
    email: str


class ShownEntry(NamedTuple):
    """A line of the menu with how many things wait there."""

    key: str
    label: str
    url: str
    icon: str
    #: At most one more than ``COUNT_CAP``, which then reads *99+*.
    waiting: int = 0

    @property
    def waiting_shown(self) -> str:
        return at_most(self.waiting, COUNT_CAP)


class ShownAction(NamedTuple):
    key: str
    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Side:
    """Everything the side of a page shows. ``theme`` is ``light``, ``dark`` or empty, ``section`` the entry's key."""

    language: str
    theme: str
    town: ShownTown | None
    towns: tuple[ShownTown, ...]
    person: ShownPerson | None
    section: str = ""
    search_url: str = ""
    nav: tuple[ShownEntry, ...] = ()
    actions: tuple[ShownAction, ...] = ()
    #: What the person made of the keys that act (accounts/frame/keys.py).
    keys: str = ""


def side_of(request: HttpRequest, user: User, town: Municipality | None, section: str) -> Side:
    """What ``user`` sees beside a page of ``section`` now; counts what waits, so ask only where it is drawn."""
    shown = _shown_town(town) if town is not None else None
    language = get_language() or settings.LANGUAGE_CODE
    entries: list[ShownEntry] = []
    actions: tuple[ShownAction, ...] = ()
    if town is not None:
        known, found = _entries_of(town.slug, language), menu_counts(user, town)
        for entry in _entries_for(frozenset(user.roles_in(town))):
            waiting = sum(found[name] for name in entry.counts(user, town)) if entry.counts else 0
            entries.append(known[entry.key]._replace(waiting=min(waiting, COUNT_CAP + 1)))
        may_do = {action.key for action in ACTIONS if may(user, action.permission, town)}
        actions = tuple(action for action in _actions_of(town.slug, language) if action.key in may_do)
    return Side(
        language=language,
        theme=theme_of(request),
        town=shown,
        towns=tuple(map(_shown_town, user.municipalities)),
        person=shown_person(user),
        section=section,
        search_url=_search_url(town.slug) if town is not None and section != "search" else "",
        nav=tuple(entries),
        actions=actions,
        keys=user.key_choice,
    )


def menu_link(request: HttpRequest, user: User, town: Municipality, key: str) -> SafeString:
    """The line of the menu that leads to ``key``, with what waits there now; for a page that brings only a piece."""
    entry = next(entry for entry in side_of(request, user, town, key).nav if entry.key == key)
    return mark_safe(get_template("_frame/nav_link.html").render({"entry": entry, "active": key}))  # escaped by it


def drawn(side: Side, *, csrf_token: str, path: str, help_url: str) -> SafeString:
    """The HTML of ``side`` on the page at ``path``, which ``help_url`` explains."""
    pieces = _draw.__wrapped__(side) if settings.DEBUG else _draw(side)
    values = {"csrf_token": csrf_token, "path": path, "quoted_path": quote(path, safe="")}
    filled = {_MARKS[name]: escape(value) for name, value in values.items()} | {_MARKS["help_url"]: help_url}
    # Every piece was escaped by its template, every value above; the address of the help where it is remembered.
    return mark_safe("".join(map(filled.get, pieces, pieces)))


@lru_cache(maxsize=MOST_SIDES)
def _draw(side: Side) -> tuple[str, ...]:
    """The HTML with the marks of what differs each time as pieces of their own."""
    context: Mapping[str, Any] = {**side.__dict__, **_MARKS}
    with override(side.language):
        text = get_template("_frame/side.html").render(dict(context))
    return tuple(piece for piece in _SPLIT.split(_INDENTATION.sub("\n", text)) if piece)


@lru_cache(maxsize=MOST_PARTS)
def unchanging(name: str, language: str) -> SafeString:
    """The template ``name``, which takes nothing of any page, in ``language``."""
    with override(language):
        return mark_safe(_INDENTATION.sub("\n", get_template(name).render()))  # escaped by its template


@lru_cache(maxsize=MOST_SIDES)
def _entries_for(roles: frozenset[str]) -> tuple[NavEntry, ...]:
    """The entries whose pages somebody with ``roles`` may open: their permissions ask for nothing but a role."""
    return tuple(
        entry for entry in ENTRIES if not entry.permission or roles & set(ROLES_WITH_PERMISSION[entry.permission])
    )


@lru_cache(maxsize=MOST_SIDES)
def _entries_of(slug: str, language: str) -> dict[str, ShownEntry]:
    with override(language):
        return {
            entry.key: ShownEntry(entry.key, str(entry.label), reverse(entry.url_name, args=[slug]), entry.icon)
            for entry in ENTRIES
        }


@lru_cache(maxsize=MOST_SIDES)
def _actions_of(slug: str, language: str) -> tuple[ShownAction, ...]:
    with override(language):
        return tuple(
            ShownAction(action.key, str(action.label), reverse(action.url_name, args=[slug]), action.icon)
            for action in ACTIONS
        )


@lru_cache(maxsize=MOST_SIDES)
def _search_url(slug: str) -> str:
    """Where the one search field leads, on every page of the town but that of the search, which has its own."""
    return reverse("search:search", args=[slug])


def shown_person(user: User) -> ShownPerson:
    return ShownPerson(user.pk, str(user), user.email)


def _shown_town(town: Municipality) -> ShownTown:
    return ShownTown(town.pk, town.slug, town.name)
