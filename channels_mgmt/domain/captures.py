# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a sentence from a phone becomes a draft."""

from __future__ import annotations

import textwrap

SENTENCE_LENGTH = 500


def title_of(sentence: str, *, at_most: int) -> str:
    """A working title of whole words; a single word too long for it is cut."""
    words = " ".join(sentence.split())
    if len(words) <= at_most:
        return words
    return textwrap.shorten(words, at_most, placeholder="…") if " " in words[:at_most] else f"{words[: at_most - 1]}…"
