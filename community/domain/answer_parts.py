# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dividing an answer into posts that follow one another, at the ends of paragraphs, sentences and words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

#: Parts of one answer, so that its number has one digit; whoever needs more writes a page and links to it.
MOST_PARTS = 9

_PARAGRAPH = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\n")
#: No sentence ends in "z. B. …" or "am 3. Dezember".
_SENTENCE = re.compile(r"""(?:(?<=[.!?…])(?<!\b\w\.)(?<!\d\.)|(?<=[.!?…][»“”’")]))\s+(?=["„«(]?[A-ZÄÖÜ0-9])""")
_WORD = re.compile(r"\s+")
#: An early end of a paragraph is worth no short post: this much of what fits is used at least.
LEAST_SHARE = 0.5


class Span(NamedTuple):
    """From ``begins`` to ``ends`` of the whole answer, without the space around it."""

    begins: int
    ends: int


def numbered(words: str, number: int, count: int) -> str:
    """What a part says, with its number behind it."""
    return f"{words.strip()} ({number}/{count})"


def divide(text: str, fits: Callable[[str, int], bool]) -> list[Span] | None:
    """``text`` in as few parts as it takes; ``None`` where a word fits into none, or ``MOST_PARTS`` are not enough.

    ``fits(words, number)``: whether the platform takes a part that says so; asked with a number behind the words.
    """
    ends = [[found.start() for found in pattern.finditer(text)] for pattern in (_PARAGRAPH, _LINE, _SENTENCE, _WORD)]
    ends[-1].append(len(text))
    spans: list[Span] = []
    begins = 0
    while begins < len(text):
        number = len(spans) + 1
        if number > MOST_PARTS:
            return None
        end = _furthest(text, begins, number, ends[-1], fits)
        if end is None:
            return None
        if end < len(text):
            end = _better(begins, end, ends[:-1])
        spans.append(Span(begins, end))
        begins = _after_space(text, end)
    return spans


def _furthest(text: str, begins: int, number: int, ends: list[int], fits: Callable[[str, int], bool]) -> int | None:
    """The last end of a word up to which a part fits."""
    low = bisect_right(ends, begins)
    first, high = low, len(ends)
    while low < high:
        middle = (low + high) // 2
        if fits(numbered(text[begins : ends[middle]], number, MOST_PARTS), number):
            low = middle + 1
        else:
            high = middle
    return ends[low - 1] if low > first else None


def _better(begins: int, end: int, kinds: list[list[int]]) -> int:
    """The end of a paragraph, a line or a sentence before ``end``, unless the part would be short."""
    least = begins + (end - begins) * LEAST_SHARE
    for ends in kinds:
        at = bisect_right(ends, end) - 1
        if at >= 0 and ends[at] >= least:
            return ends[at]
    return end


def _after_space(text: str, at: int) -> int:
    found = _WORD.match(text, at)
    return found.end() if found else at
