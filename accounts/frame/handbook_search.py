# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The text of the handbook in the one search: its sections, by the same rules and German forms as everything else."""

from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from itertools import islice, takewhile
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from accounts.frame.search import NOTHING, Found, Hit, SearchSource, Wanted
from core.folding import fold_words
from core.handbook import ANCHOR, Chapter, Section, chapter, files
from core.words import Asked, Question


class Place(NamedTuple):
    chapter: Chapter
    section: Section


class Lines(NamedTuple):
    """The words of all sections in order, in which sections each stands, and the sections."""

    words: list[str]
    numbers: dict[str, set[int]]
    places: list[Place]

    def with_all(self, question: Question) -> list[Place]:
        """The sections in which all words stand, in the order of the handbook."""
        found = set.intersection(*map(self._with, question)) if question else set()
        return [self.places[number] for number in sorted(found)]

    def _with(self, asked: Asked) -> set[int]:
        words = list(asked.forms)
        if asked.beginning:
            onwards = islice(self.words, bisect_left(self.words, asked.beginning), None)
            words += takewhile(lambda word: word.startswith(asked.beginning), onwards)
        return set().union(*(self.numbers.get(word, ()) for word in words))


def find(wanted: Wanted) -> Found:
    """Sections that have all words, those first whose heading has them; no query."""
    found = _lines(_everything).with_all(wanted.question)
    if not found:
        return NOTHING
    named = _lines(_heading).with_all(wanted.question)
    known = {id(place.section) for place in named}
    found = named + [place for place in found if id(place.section) not in known]
    base = reverse("help:contents", args=[wanted.town.slug])
    return Found([_hit(base, *place) for place in found[: wanted.limit]], len(found))


def _heading(section: Section) -> str:
    return fold_words(section.heading)


def _everything(section: Section) -> str:
    return section.folded


@cache
def _lines(words_of: Callable[[Section], str]) -> Lines:
    places = [Place(one, section) for one in map(chapter, files()) for section in one.sections]
    found: dict[str, set[int]] = {}
    for number, place in enumerate(places):
        for word in words_of(place.section).split():
            found.setdefault(word, set()).add(number)
    return Lines(sorted(found), found, places)


def _hit(base: str, one: Chapter, section: Section) -> Hit:
    place = f"{one.name}/" if one.name else ""
    anchor = f"#{ANCHOR}{section.anchor}" if section.anchor else ""
    note = one.title if section.heading != one.title else ""
    return Hit(url=f"{base}{place}{anchor}", title=section.heading, text=section.text, note=note, icon="help")


SOURCES = (
    SearchSource("handbuch", pgettext_lazy("of the product", "Handbook"), "help", 60, "accounts.view_town", find=find),
)
