# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Emoji, words in capitals, and words that are drawn instead of written. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable

import regex
from django.utils.translation import gettext as _

from channels_mgmt.domain.checks.finding import Finding, without_addresses

MANY_EMOJI = 3
# What is shown as a picture: by itself, by the sign that asks for it, as a flag or as a key.
_PICTURE = regex.compile(r"\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[0-9#*]\uFE0F?\u20E3")
_SHOUTING = regex.compile(r"\b\p{Lu}{5,}\b")
_DRAWN = regex.compile(
    r"plakat|flyer|handzettel|bildschirmfoto|screenshot|einladung|aushang|infogra[fp]|schaubild|sharepic|kachel|tabelle",
    regex.IGNORECASE,
)
SPOKEN_LENGTH = 80
"""An alternative text of fewer characters hardly says what a poster says."""


def emoji_in(text: str) -> list[tuple[int, int]]:
    """Where pictures stand; a family, a flag or a hand with a colour of skin is one."""
    return [match.span() for match in regex.finditer(r"\X", text) if _PICTURE.search(match.group())]


def many_emoji(text: str) -> list[Finding]:
    found = emoji_in(without_addresses(text))
    if len(found) <= MANY_EMOJI:
        return []
    words = _("%(count)d emoji. Up to three are fine.") % {"count": len(found)}
    return [Finding(words, _("Screen readers read each one aloud."), found[MANY_EMOJI][0], found[-1][1])]


def shouting(text: str) -> list[Finding]:
    match = _SHOUTING.search(without_addresses(text))
    if not match:
        return []
    words = _("Capitals look like shouting: %(word)s.") % {"word": match.group()}
    return [Finding(words, _("They are harder to read, and some are spelled letter by letter."), *match.span())]


def drawn_words(images: Iterable[tuple[str, str]]) -> list[int]:
    """Which of the images (file name, alternative text) seem to show words that their short text does not say."""
    return [
        number
        for number, (name, alt_text) in enumerate(images)
        if _DRAWN.search(f"{name} {alt_text}") and len(alt_text) < SPOKEN_LENGTH
    ]
