# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What each app contributes to the frame: menu entries with counts, and lines of the status strip.

Apps register in ``AppConfig.ready``; the frame knows none of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import Municipality, User

# Names of ``accounts.frame.counting``.
Counts = Callable[[User, Municipality], Iterable[str]]


@dataclass(frozen=True)
class NavEntry:
    """``key`` names the section, ``counts`` the rows whose sum waits for this very person there.

    With ``permission`` only people see the entry who hold it in the town; it may ask for nothing but a role.
    """

    key: str
    label: Any
    url_name: str
    icon: str
    position: int
    counts: Counts | None = None
    permission: str = ""


@dataclass(frozen=True)
class StripLine:
    """One thing that is wrong: ``level`` is ``danger``, ``warning`` or ``info``."""

    level: str
    text: str
    url: str = ""
    link_text: str = ""


@dataclass(frozen=True)
class FrameAction:
    """Something people with ``permission`` can do from every page, by the key ``key``.

    ``url_name`` is a form that takes the page it was opened from as ``?von=``; opened by a script it
    answers with the inside of a dialog.
    """

    key: str
    label: Any
    url_name: str
    icon: str
    permission: str


@dataclass(frozen=True)
class HeadItem:
    """A line of the admin view that is answered rather than signed."""

    text: str
    note: str
    url: str
    action: str
    is_late: bool = False


ENTRIES: list[NavEntry] = []
ACTIONS: list[FrameAction] = []
HEAD_SOURCES: list[Callable[[User], Iterable[HeadItem]]] = []
# Each is given what was counted for this page (names of ``accounts.frame.counting``), if anything was.
StripSource = Callable[[Municipality, Mapping[str, Any]], Iterable[StripLine]]
STRIP_SOURCES: list[StripSource] = []
STRIP_ROWS: set[str] = set()
# Namespaces whose pages belong to the menu entry of another one.
SECTIONS: dict[str, str] = {}


def register_entry(entry: NavEntry) -> None:
    ENTRIES.append(entry)
    ENTRIES.sort(key=lambda e: e.position)


def register_action(action: FrameAction) -> None:
    ACTIONS.append(action)


def register_head_source(source: Callable[[User], Iterable[HeadItem]]) -> None:
    """Let an app show in the admin view what waits for a head in all towns led."""
    HEAD_SOURCES.append(source)


def register_strip(source: StripSource, *, rows: Iterable[str] = ()) -> None:
    """``rows`` are counted with the menu's, so that the strip asks for none of its own."""
    STRIP_SOURCES.append(source)
    STRIP_ROWS.update(rows)


def read_with_menu(rows: Iterable[str]) -> None:
    """What many pages read of a person, in the one query of the menu."""
    STRIP_ROWS.update(rows)


def register_section(namespace: str, key: str) -> None:
    """Pages of ``namespace`` belong to the menu entry ``key``."""
    SECTIONS[namespace] = key


# Each answers with another page than *Heute*, or with nothing.
StartPage = Callable[[User, Municipality], str]
START_PAGES: list[StartPage] = []


def register_start_page(page: StartPage) -> None:
    """Let ``page`` lead people elsewhere who come in, for example in a town in which nothing is set up."""
    START_PAGES.append(page)


def start_page(person: User, town: Municipality) -> str:
    """Where ``person`` begins who comes into ``town`` without an address of a page."""
    return next(filter(None, (page(person, town) for page in START_PAGES)), reverse("today:today", args=[town.slug]))
