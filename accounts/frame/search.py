# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one search: each app registers what can be found in it, with the permission of the pages its hits lead to.

Large tables have an index and a query of their own. Of the few people, clauses and the like of a town all rows are
read, by one query for all kinds, and compared in Python by the same rules (``core.words``).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, override

from accounts.frame.navigation import ACTIONS, ENTRIES
from accounts.models import Municipality, User
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from core.questions import question_planned_once
from core.words import Question, is_found_in

#: Pages remembered by a process, for towns and languages.
MOST_TOWNS = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the result. ``text`` is shortened to where the words stand; ``icon`` and ``state`` say how it is."""

    url: str
    title: str
    text: str = ""
    note: str = ""
    icon: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """``is_more``: there are more than ``total``. ``after`` continues the list, empty at its end.

    ``is_partial``: not everything could be looked at, so that newer hits may be missing.
    """

    hits: Sequence[Hit]
    total: int
    is_more: bool = False
    after: str = ""
    is_partial: bool = False


NOTHING = Found((), 0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What ``person`` looks for in ``town``: at most ``limit`` hits, after the place ``after`` of an earlier answer."""

    person: User
    town: Municipality
    question: Question
    limit: int
    after: str = ""


class Row(NamedTuple):
    """A row of a small table: ``title`` and ``text`` are searched, ``number``, ``key`` and ``more`` are for the hit."""

    kind: str
    number: int
    title: str
    text: str
    key: str
    more: str


@dataclass(frozen=True)
class SearchSource:
    """One kind of what can be found; ``kind`` stands in the address.

    Either ``find`` asks the database itself, or ``rows`` gives the table (in the columns of ``row_of``) and ``hits``
    turns those of its rows into lines that have all words. ``narrowed`` says, for a town and the words, how a page with
    a list of its own is called and where it shows only what has them.
    """

    kind: str
    label: Any
    icon: str
    position: int
    permission: str
    find: Callable[[Wanted], Found] | None = None
    rows: Callable[[Municipality, date], QuerySet[Any, Any]] | None = None
    hits: Callable[[Wanted, list[Row]], list[Hit]] | None = None
    narrowed: Callable[[Municipality, str], tuple[str, str]] | None = None


@dataclass(frozen=True)
class SearchPage:
    """A page to be found by its name, or by other ``words`` people may have for it."""

    label: Any
    url_name: str
    icon: str
    words: Any = ""
    permission: str = ""


SOURCES: list[SearchSource] = []
PAGES: list[SearchPage] = []


def register_search(*sources: SearchSource) -> None:
    SOURCES.extend(sources)
    SOURCES.sort(key=lambda source: source.position)


def register_pages(*pages: SearchPage) -> None:
    """Let pages be found that are no entry of the menu."""
    PAGES.extend(pages)


def row_of(
    rows: QuerySet[Any], kind: str, *, number: str, title: str, text: str, key: str, more: str
) -> QuerySet[Any, Any]:
    """``rows`` in the columns of ``Row``, of which all but the kind are columns of theirs."""
    named = rows.order_by().annotate(
        kind=Value(kind, CharField()), place=F(number), shown=F(title), said=F(text), named=F(key), besides=F(more)
    )
    return named.values_list("kind", "place", "shown", "said", "named", "besides")


@question_planned_once
def small_rows(town: Municipality, today: date) -> QuerySet[Any, Any]:
    """All rows of the small tables of a town, for everybody: who may see which is decided afterwards."""
    first, *others = [source.rows(town, today) for source in SOURCES if source.rows is not None]
    return first.union(*others, all=True)


def found_in_rows(wanted: Wanted, sources: Iterable[SearchSource]) -> dict[str, Found]:
    """Kind → what is found of it; one query for all, none without a kind."""
    kinds = {source.kind: source for source in sources}
    hits: dict[str, list[Row]] = {kind: [] for kind in kinds}
    for row in map(Row._make, small_rows(wanted.town, localdate()) if kinds else ()):
        if row.kind in kinds and is_found_in(wanted.question, (row.title, row.text)):
            hits[row.kind].append(row)
    found = {}
    for kind, source in kinds.items():
        lines = source.hits(wanted, hits[kind]) if source.hits is not None and hits[kind] else []
        found[kind] = Found(lines[: wanted.limit], len(lines))
    return found


def found_pages(wanted: Wanted) -> Found:
    """Pages that this person may open; no query."""
    roles = wanted.person.roles_in(wanted.town)
    lines = [
        hit
        for hit, words, allowed in _pages_of(wanted.town.slug, get_language())
        if (allowed is None or roles & allowed) and is_found_in(wanted.question, (hit.title, words))
    ]
    return Found(lines[: wanted.limit], len(lines))


@lru_cache(MOST_TOWNS)
def _pages_of(slug: str, language: str | None) -> list[tuple[Hit, str, frozenset[str] | None]]:
    with override(language):
        return list(_pages(slug))


def _pages(slug: str) -> Iterator[tuple[Hit, str, frozenset[str] | None]]:
    menu = [SearchPage(entry.label, entry.url_name, entry.icon, "", entry.permission) for entry in ENTRIES]
    acts = [SearchPage(action.label, action.url_name, action.icon, "", action.permission) for action in ACTIONS]
    for page in [*menu, *PAGES, *acts]:
        roles = frozenset(ROLES_WITH_PERMISSION[page.permission]) if page.permission else None
        yield Hit(reverse(page.url_name, args=[slug]), str(page.label), icon=page.icon), str(page.words), roles
