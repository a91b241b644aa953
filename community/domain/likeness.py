# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether two comments say nearly the same. Pure functions; nothing here judges anybody's words."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_MENTION = re.compile(r"@[\w.-]+(?:@[\w.-]+)?")
_SIGNS = re.compile(r"[^\w]+")
#: Shorter words say too little to call two comments nearly the same.
FEWEST_SIGNS = 12
#: Share of runs of three letters two comments have in common (Jaccard) from which on they fold together.
NEARLY_THE_SAME = 0.8
#: Of fewer words than this nothing folds; a word counts from its fourth sign on, by its beginning.
FEWEST_WORDS, LONG_ENOUGH, BEGINNING = 3, 4, 5


def said(text: str) -> str:
    """What of ``text`` is compared: without case, accents, signs, links and mentions."""
    text = _MENTION.sub(" ", _LINK.sub(" ", text))
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(_SIGNS.sub(" ", plain).split())


def runs(words: str) -> frozenset[str]:
    """Every run of three signs of what ``said`` returns; of shorter words the words themselves."""
    padded = f"  {words} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2)) if words else frozenset()


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 (nothing in common) to 1 (the same)."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    return common / (len(one) + len(other) - common)


def fold_key(text: str) -> str:
    """Equal for texts with the same beginnings of all longer words, in whatever order; empty for what says too little.

    Signs, numbers of less than four digits, links, mentions, short words and repetition make no difference. Two texts
    that share a key are nearly the same; not all that are nearly the same share one (docs/adr/0067).
    """
    words = {word[:BEGINNING] for word in said(text).split() if len(word) >= LONG_ENOUGH}
    if len(words) < FEWEST_WORDS:
        return ""
    return blake2b(" ".join(sorted(words)).encode(), digest_size=8).hexdigest()
