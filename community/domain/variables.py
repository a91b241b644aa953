# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Variables of texts: ``{amt}`` in braces, filled from what is known; what nobody knows stays a gap for a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from core.folding import fold_words

VARIABLE = re.compile(r"\{([^\W\d_][\w -]{0,38}\w|[^\W\d_])\}")
#: As many words beside a text for reasons are somebody's own.
FEWEST_OWN_WORDS = 3


class Piece(NamedTuple):
    """A part of a text; a gap is written with its braces."""

    text: str
    is_gap: bool = False


def normal(name: str) -> str:
    """How a variable is looked up, however it was typed: ``{Kuerzel}`` is ``{kürzel}``."""
    return fold_words(name)


def filled(text: str, known: Mapping[str, str]) -> str:
    """``text`` with what is known; ``known`` has normal names. What is put in is never read as a variable."""

    def value(found: re.Match[str]) -> str:
        words = known.get(normal(found.group(1)), "")
        return words.replace("{", "(").replace("}", ")") or found.group()

    return VARIABLE.sub(value, unicodedata.normalize("NFC", text))


def gaps_of(text: str) -> list[str]:
    """What a person still has to fill in, each once, with braces, in the order of the text."""
    return list(dict.fromkeys(found.group() for found in VARIABLE.finditer(unicodedata.normalize("NFC", text))))


def pieces_of(text: str) -> list[Piece]:
    """``text`` in parts, so that a page can mark the gaps."""
    pieces, end = [], 0
    for found in VARIABLE.finditer(text):
        pieces += [Piece(text[end : found.start()]), Piece(found.group(), True)]
        end = found.end()
    return [piece for piece in [*pieces, Piece(text[end:])] if piece.text]


def is_adapted(text: str, templates: list[str]) -> bool:
    """Whether ``text`` says something beside the ``templates`` it contains, or contains none of them.

    A template is recognised word by word, whatever its signs; what stands in place of its variables is somebody's own.
    """
    words, own = fold_words(text).split(), None
    for template in templates:
        parts = [part for part in (fold_words(part).split() for part in VARIABLE.split(template)[::2]) if part]
        rest = _without(words if own is None else own, parts)
        if rest is not None:
            own = rest
    return own is None or len(own) >= FEWEST_OWN_WORDS


def _without(words: list[str], parts: list[list[str]]) -> list[str] | None:
    """``words`` without the ``parts`` in their order; ``None`` where one of them is missing."""
    if not parts:
        return None
    rest, start = [], 0
    for part in parts:
        at = next((n for n in range(start, len(words) - len(part) + 1) if words[n : n + len(part)] == part), None)
        if at is None:
            return None
        rest += words[start:at]
        start = at + len(part)
    return rest + words[start:]
