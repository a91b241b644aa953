# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many patterns of words looked for at once, quickly: by how a word begins, few of them have to be tried.

One alternation of hundreds of stems is tried in full at every word (60 comments/s). An index over the first two letters
finds the same words at several thousand comments per second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from core.folding import spell_out_umlauts

_WORD_START = re.compile(r"\b\w")
_LITERAL = re.compile(r"[\w -]")


class Words:
    """Any of ``stems`` (regular expressions, "|" between several) as whole words, or any of ``signs``.

    In any case, and with umlauts or without. ``inside`` are stems that may also end a longer word, ``exactly`` are no
    patterns and may stand anywhere. A stem is in lower case and has to begin with letters, digits or a group of such.
    """

    def __init__(
        self, *stems: str, signs: str = "", inside: tuple[str, ...] = (), exactly: tuple[str, ...] = ()
    ) -> None:
        self._stems = [stem for one in stems for stem in split_alternatives(_with_umlauts(one))]
        literals = [*([f"[{signs}]"] if signs else []), *map(re.escape, exactly)]
        self._signs = re.compile("|".join(literals)) if literals else None
        self._inside = inside

    def finditer(self, text: str) -> Iterator[str]:
        """Every find as it stands in ``text``: whole words in their order, then signs, then ends of longer words."""
        for at, end in self.spans(text):
            yield text[at:end]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where each find begins and ends."""
        low = lowered(text)
        end = 0
        for begin in _WORD_START.finditer(low):
            at = begin.start()
            if at >= end and (found := self._at(low, at)):
                end = found.end()
                yield at, end
        if self._signs:
            yield from (one.span() for one in self._signs.finditer(text))
        if self._tails and any(letters in low for letters in self._tails[0]):
            yield from (one.span() for one in self._tails[1].finditer(low))

    def search(self, text: str) -> str:
        """A find, the first of its sort; "" for none."""
        return next(self.finditer(text), "")

    def match(self, text: str, at: int) -> str:
        """What begins exactly at ``at``; "" for nothing."""
        found = self._at(lowered(text), at)
        return text[at : found.end()] if found else ""

    def _at(self, low: str, at: int) -> re.Match[str] | None:
        two = self._by_beginning.get(low[at : at + 2])
        if two and (found := two.match(low, at)):
            return found
        one = self._by_beginning.get(low[at : at + 1])
        return one.match(low, at) if one else None

    @cached_property
    def _by_beginning(self) -> dict[str, re.Pattern[str]]:
        listed: dict[str, list[str]] = {}
        for stem in self._stems:
            for beginning in dict.fromkeys(beginnings(stem)):
                listed.setdefault(beginning, []).append(stem)
        return {letters: re.compile(rf"(?:{'|'.join(stems)})(?!\w)") for letters, stems in listed.items()}

    @cached_property
    def _tails(self) -> tuple[tuple[str, ...], re.Pattern[str]] | None:
        if not self._inside:
            return None
        literals = tuple(re.split(r"[^\w]", one, maxsplit=1)[0] for one in self._inside)
        return literals, re.compile(rf"\b\w+(?:{'|'.join(self._inside)})(?!\w)")


def lowered(text: str) -> str:
    """``text`` in lower case, every sign in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _with_umlauts(stems: str) -> str:
    for letter in "äöüß":
        stems = stems.replace(letter, f"(?:{letter}|{spell_out_umlauts(letter)})")
    return stems


def split_alternatives(pattern: str) -> list[str]:
    """The alternatives of ``pattern``, without those inside of its groups."""
    parts, depth, escaped, bracket, begin = [], 0, False, False, 0
    for at, sign in enumerate(pattern):
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif bracket:
            bracket = sign != "]"
        elif sign == "[":
            bracket = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth:
            parts.append(pattern[begin:at])
            begin = at + 1
    return [part for part in [*parts, pattern[begin:]] if part]


def beginnings(stem: str, so_far: str = "") -> list[str]:
    """With which letters, at most two, a find of ``stem`` may begin. Raises ``ValueError`` where nobody can tell."""
    if len(so_far) == 2:
        return [so_far]
    if stem.startswith("(?:"):
        inner, rest = _group(stem)
        optional = rest[:1] in ("?", "*")
        rest = rest.lstrip("?*+")
        found = [one for part in split_alternatives(inner) for one in beginnings(part + rest, so_far)]
        return found + (beginnings(rest, so_far) if optional else [])
    if stem.startswith(r"\d"):
        return [so_far + digit for digit in "0123456789"]
    if stem and _LITERAL.match(stem) and stem[1:2] != "*":
        longer = beginnings(stem[2:] if stem[1:2] in ("?", "+") else stem[1:], so_far + stem[0])
        return longer + (beginnings(stem[2:], so_far) if stem[1:2] == "?" else [])
    if so_far:
        return [so_far]
    raise ValueError(f"Nobody can tell how {stem!r} begins.")


def _group(stem: str) -> tuple[str, str]:
    depth, at = 0, 0
    while at < len(stem):
        if stem[at] == "\\":
            at += 1
        elif stem[at] == "(":
            depth += 1
        elif stem[at] == ")":
            depth -= 1
            if not depth:
                return stem[3:at], stem[at + 1 :]
        at += 1
    raise ValueError(f"A group of {stem!r} does not end.")
