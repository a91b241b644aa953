# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether two texts say nearly the same. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import regex

from channels_mgmt.connectors.counting import without_links

K = TypeVar("K")
RUN = 3
ALIKE = 0.6
"""Share of runs of three words that two texts have in common (Jaccard) from which on they count as the same."""
FEW_WORDS = 4


def runs_of_words(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of three words, without links, signs and case; of a shorter text all its words in one."""
    words = regex.findall(r"[\p{L}\p{N}]+", without_links(text).casefold())
    if not words:
        return frozenset()
    return frozenset(zip(*(words[at:] for at in range(RUN)), strict=False)) or frozenset({tuple(words)})


def alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """From 0 (nothing in common) to 1 (the same)."""
    smaller, larger = sorted((len(one), len(other)))
    if not smaller or smaller < ALIKE * larger:
        return 0.0  # too different in length to be alike enough
    common = len(one & other)
    return common / (smaller + larger - common)


def most_alike(text: str, others: Iterable[tuple[K, str]]) -> K | None:
    """Which of ``others`` (key, text) says nearly the same as ``text``; the one most alike, the first of equals."""
    mine = runs_of_words(text)
    if len(mine) < FEW_WORDS - RUN + 1:
        return None
    best, key = ALIKE, None
    for other, words in others:
        likeness = alike(mine, runs_of_words(words))
        if likeness > best or (likeness == best and key is None):
            best, key = likeness, other
    return key
