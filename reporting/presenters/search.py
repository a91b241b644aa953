# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answer of the one search as its page shows it: groups with counts, lines with the words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.frame.search import (
    NOTHING,
    SOURCES,
    Found,
    Hit,
    SearchSource,
    Wanted,
    found_in_rows,
    found_pages,
)
from accounts.models import Municipality, User
from accounts.tenancy.permissions import may
from core.words import LONGEST_QUESTION, Piece, Question, excerpt, pieces_of, words_asked

#: Lines of each kind where all are shown, and on a page of one kind.
FEW, MANY = 5, 50
LONGEST_TEXT = 220
PAGES = SearchSource(
    "seiten", pgettext_lazy("of the product", "Pages"), "document", 50, "accounts.view_town", find=found_pages
)


@dataclass(frozen=True, slots=True)
class Line:
    """A hit with its words marked."""

    hit: Hit
    title: list[Piece]
    text: list[Piece]


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind. ``total`` is in words of the reader, "more than 2,000"; ``all_query`` shows all of them."""

    kind: str
    label: str
    icon: str
    lines: list[Line]
    total: str
    all_query: str = ""
    all_words: str = ""
    next_query: str = ""
    narrowed: tuple[str, str] | None = None
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter by kind."""

    label: str
    query: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Empty:
    """What to do where nothing was found; ``url`` and ``action`` are the one button, if any."""

    title: str
    text: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """``words`` as typed; ``kind`` is empty where all are shown."""

    words: str
    kind: str
    groups: list[Group]
    choices: list[Choice]
    is_continued: bool
    empty: Empty | None = None


def searched(person: User, town: Municipality, given: QueryDict) -> Result:
    """What ``person`` may see of what was asked by ``q``, ``art`` and ``nach``; at most one query per large table."""
    words = " ".join(given.get("q", "").split())[:LONGEST_QUESTION]
    sources = [source for source in [*SOURCES, PAGES] if may(person, source.permission, town)]
    kinds = {source.kind: source for source in sources}
    kind = given.get("art", "") if given.get("art", "") in kinds else ""
    question, after = words_asked(words), given.get("nach", "") if kind else ""
    wanted = Wanted(person, town, question, MANY if kind else FEW, after)
    asked = [kinds[kind]] if kind else sources
    found = _found(wanted, asked) if question else {}
    groups = [
        _group(source, found[source.kind], town, question, words, kind)
        for source in asked
        if found.get(source.kind, NOTHING).hits
    ]
    return Result(
        words=words,
        kind=kind,
        groups=groups,
        choices=list(_choices(sources, words, kind)) if words else [],
        is_continued=bool(after),
        empty=None if groups else _empty(words, kind, sources, is_asked=bool(question)),
    )


def _empty(words: str, kind: str, sources: Iterable[SearchSource], *, is_asked: bool) -> Empty:
    if not words:
        kinds = ", ".join(str(source.label) for source in sources)
        return Empty(
            _("One search for everything"),
            _(
                "Here you find: %(kinds)s. Several words may stand in any order; the beginning of a word is enough. "
                "“Strasse” also finds Straße, “Bürger” also finds Bürger:innen."
            )
            % {"kinds": kinds},
        )
    if not is_asked:
        return Empty(
            _("Please enter a word or a name"), _("Signs and smileys alone are not searched; letters and digits are.")
        )
    if kind:
        return Empty(
            _("Nothing found here"),
            _("Perhaps it is of another kind: search everything with the same words."),
            f"?{_query(words)}",
            pgettext("button", "Search everything"),
        )
    return Empty(
        _("Nothing found"),
        _(
            "Every word has to be there. Please try fewer words or only the beginning of one: “Spielpl” finds "
            "Spielplatz and Spielplätze. What stands inside of a word is not found: for Kinderspielplatz, begin with "
            "“Kinder”."
        ),
    )


def _found(wanted: Wanted, sources: Iterable[SearchSource]) -> dict[str, Found]:
    small = [source for source in sources if source.rows is not None]
    found = found_in_rows(wanted, small)
    return found | {source.kind: source.find(wanted) for source in sources if source.find is not None}


def _group(source: SearchSource, found: Found, town: Municipality, question: Question, words: str, kind: str) -> Group:
    has_more = not kind and (found.total > len(found.hits) or found.is_more)
    return Group(
        kind=source.kind,
        label=str(source.label),
        icon=source.icon,
        lines=[_line(hit, question) for hit in found.hits],
        total=_counted(found),
        all_query=_query(words, source.kind) if has_more else "",
        all_words=_all_words(found, str(source.label)) if has_more else "",
        next_query=_query(words, source.kind, found.after) if kind and found.after else "",
        narrowed=source.narrowed(town, words) if source.narrowed else None,
        is_partial=found.is_partial,
    )


def _all_words(found: Found, kind: str) -> str:
    if found.is_more:
        return _("More of the kind: %(kind)s") % {"kind": kind}
    return _("All %(number)s of the kind: %(kind)s") % {"number": _counted(found), "kind": kind}


def _counted(found: Found) -> str:
    total = found.total
    if found.is_more and total > FEW * 2:  # nobody needs "more than 964"
        total -= total % 10 ** (len(str(total)) - 1)
    number = number_format(total, force_grouping=True)
    return _("more than %(number)s") % {"number": number} if found.is_more else number


def _line(hit: Hit, question: Question) -> Line:
    return Line(
        hit,
        pieces_of(question, hit.title),
        pieces_of(question, excerpt(question, hit.text, LONGEST_TEXT)) if hit.text else [],
    )


def _choices(sources: Iterable[SearchSource], words: str, kind: str) -> Iterator[Choice]:
    yield Choice(_("Everything"), _query(words), not kind)
    for source in sources:
        yield Choice(str(source.label), _query(words, source.kind), source.kind == kind)


def _query(words: str, kind: str = "", after: str = "") -> str:
    parts = {"q": words, "art": kind, "nach": after}
    return urlencode({name: value for name, value in parts.items() if value or name == "q"})
