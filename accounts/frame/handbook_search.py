# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The text of the handbook in the one search: its sections, by the same rules and German forms as everything else."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from accounts.frame.search import NOTHING, Found, Hit, SearchSource, Wanted
from core.folding import fold_words
from core.handbook import ANCHOR, Chapter, Section, chapter, files
from core.words import Question, pattern_of


class Place(NamedTuple):
    chapter: Chapter
    section: Section


class Lines(NamedTuple):
    """Every section as a line of one text, so that one question is put to all of them; by where its line starts."""

    text: str
    places: dict[int, Place]

    def with_all(self, question: Question) -> list[Place]:
        """The sections in whose line all words stand, in the order of the handbook."""
        pattern = pattern_of(question)
        whole = pattern if len(question) > 1 else f"^(?=.*{pattern})"
        return [self.places[line.start()] for line in re.finditer(whole, self.text, re.MULTILINE)]


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
    start, lines, places = 0, [], {}
    for one in map(chapter, files()):
        for section in one.sections:
            line = " ".join(words_of(section).split())
            places[start] = Place(one, section)
            lines.append(line)
            start += len(line) + 1
    return Lines("\n".join(lines), places)


def _hit(base: str, one: Chapter, section: Section) -> Hit:
    place = f"{one.name}/" if one.name else ""
    anchor = f"#{ANCHOR}{section.anchor}" if section.anchor else ""
    note = one.title if section.heading != one.title else ""
    return Hit(url=f"{base}{place}{anchor}", title=section.heading, text=section.text, note=note, icon="help")


SOURCES = (
    SearchSource("handbuch", pgettext_lazy("of the product", "Handbook"), "help", 60, "accounts.view_town", find=find),
)
