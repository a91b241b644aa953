# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody searches for, word by word, and where it stands in a text.

Every word has to be there, in any order: by its beginning, or in one of its German forms. The same words are asked of
PostgreSQL's index, of SQLite's FTS5 and of a text in Python, and all three answer alike (tests/core/test_words.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.folding import fold_words
from core.german import STOP_WORDS, forms_of

#: Beginnings shorter than this would find half of all words; such a word has to stand there as it is.
SHORTEST_BEGINNING = 3
LONGEST_QUESTION = 100
MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+(?:(?:[:*_·•]|/-?|\()(?:in(?:nen)?)\b\)?)?")


class Asked(NamedTuple):
    """A word of a question: found where a word begins with ``beginning`` (if any) or is one of ``forms``."""

    beginning: str
    forms: tuple[str, ...]

    def is_hit(self, word: str) -> bool:
        return (bool(self.beginning) and word.startswith(self.beginning)) or word in self.forms


Question = tuple[Asked, ...]


@lru_cache(512)
def words_asked(text: str) -> Question:
    """The words of ``text`` that have to be there; empty where it has neither letter nor digit.

    Words that stand in every sentence are left out as long as another one remains.
    """
    folded = list(dict.fromkeys(fold_words(text[:LONGEST_QUESTION]).split()))
    telling = [word for word in folded if word not in STOP_WORDS] or folded
    return tuple(map(_asked, telling[:MOST_WORDS]))


def _asked(word: str) -> Asked:
    if len(word) < SHORTEST_BEGINNING:
        return Asked("", (word,))
    return Asked(word, () if not word.isalpha() else tuple(sorted(forms_of(word))))


def for_postgresql(question: Question) -> str:
    """``question`` for ``to_tsquery``."""
    return " & ".join(
        "("
        + " | ".join([*([f"'{one.beginning}':*"] if one.beginning else []), *(f"'{form}'" for form in one.forms)])
        + ")"
        for one in question
    )


def for_sqlite(question: Question) -> str:
    """``question`` for ``MATCH`` of FTS5."""
    return " AND ".join(
        "("
        + " OR ".join([*([f'"{one.beginning}"*'] if one.beginning else []), *(f'"{form}"' for form in one.forms)])
        + ")"
        for one in question
    )


def pattern_of(question: Question) -> str:
    """``question`` as a regular expression for a folded text, for where few texts are read one by one."""
    words = [
        f"(^| )({'|'.join([*([one.beginning] if one.beginning else []), *_whole(one.forms)])})" for one in question
    ]
    return words[0] if len(words) == 1 else "^" + "".join(f"(?=.*{word})" for word in words)


def _whole(forms: Sequence[str]) -> list[str]:
    return [f"({'|'.join(forms)})( |$)"] if forms else []


def is_found_in(question: Question, texts: Iterable[str]) -> bool:
    """Whether all of it stands in ``texts`` together."""
    return bool(question) and re.search(pattern_of(question), _folded("\n".join(texts))) is not None


_folded = lru_cache(1024)(fold_words)


class Piece(NamedTuple):
    text: str
    is_hit: bool


def pieces_of(question: Question, text: str) -> list[Piece]:
    """``text`` in pieces, those apart that were asked for."""
    pieces: list[Piece] = []
    end = 0
    for found in _hits(question, text):
        if found.start() > end:
            pieces.append(Piece(text[end : found.start()], False))
        pieces.append(Piece(found[0], True))
        end = found.end()
    return [*pieces, *([Piece(text[end:], False)] if end < len(text) else [])]


def excerpt(question: Question, text: str, length: int) -> str:
    """At most about ``length`` letters of ``text`` around the first word asked for, cut between words."""
    plain = " ".join(text.split())
    if len(plain) <= length:
        return plain
    first = next(_hits(question, plain), None)
    start = max(0, (first.start() if first else 0) - length // 3)
    start = plain.rfind(" ", 0, start) + 1 if start else 0
    end = plain.rfind(" ", start + 1, start + length) if start + length < len(plain) else len(plain)
    end = end if end > start else start + length
    return ("… " if start else "") + plain[start:end] + (" …" if end < len(plain) else "")


def _hits(question: Question, text: str) -> Iterator[re.Match[str]]:
    for found in _WORD.finditer(text):
        if _is_asked(question, found[0]):
            yield found


@lru_cache(8192)
def _is_asked(question: Question, word: str) -> bool:
    return any(one.is_hit(part) for part in fold_words(word).split() for one in question)
