# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What each app contributes to the frame: menu entries with counts, and lines of the status strip.

Apps register in ``AppConfig.ready``; the frame knows none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import Municipality, User

# Names of ``accounts.frame.counting``.
Counts = Callable[[User, Municipality], Iterable[str]]


@dataclass(frozen=True)
class NavEntry:
    """``key`` names the section, ``counts`` the rows whose sum waits for this very person there.

    With ``permission`` only people see the entry who hold it in the town.
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
STRIP_SOURCES: list[Callable[[Municipality], Iterable[StripLine]]] = []
# Sections whose pages have a search of their own, and where the search field of the frame leads on all others.
SEARCHES: dict[str, str] = {}
SEARCH_EVERYWHERE: list[str] = []
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


def register_strip(source: Callable[[Municipality], Iterable[StripLine]]) -> None:
    STRIP_SOURCES.append(source)


def register_search(key: str, url_name: str, *, is_everywhere: bool = False) -> None:
    """The section ``key`` answers ``?q=`` at ``url_name`` and shows a search field on its own pages.

    ``is_everywhere``: the search field of the frame leads there from all other pages; one section does so.
    """
    SEARCHES[key] = url_name
    if is_everywhere:
        SEARCH_EVERYWHERE[:] = [url_name]


def register_section(namespace: str, key: str) -> None:
    """Pages of ``namespace`` belong to the menu entry ``key``."""
    SECTIONS[namespace] = key
