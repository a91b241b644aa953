# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hints on wording: plain language, hashtags people and screen readers can read. Pure functions.

They never block anything. The limits are rules of thumb for easily readable German: sentences of at
most 20 words, few emoji, no words in capitals, no officialese.
"""

from __future__ import annotations

import regex
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels_mgmt.connectors.counting import without_links

LONG_SENTENCE = 20
LONG_WORD = 24
MANY_EMOJI = 3
OFFICIALESE = (
    "bezüglich", "diesbezüglich", "seitens", "zwecks", "mittels", "anlässlich", "hinsichtlich", "unbeschadet",
    "obliegt", "erfolgt", "nachfolgend", "vorbezeichnet", "gemäß", "i. d. R.", "u. a.", "m. w. N.", "ggf.",
    "Inanspruchnahme", "Inkrafttreten", "in Kenntnis setzen", "zur Verfügung gestellt", "im Rahmen",
)  # fmt: skip

HASHTAG = regex.compile(r"(?<![\w/&])#(\w+)")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}")
_SHOUTING = regex.compile(r"\b\p{Lu}{5,}\b")


def wording_hints(text: str) -> list[str]:
    """What would make ``text`` easier to read, one sentence each, most important first."""
    plain = without_links(text)
    return [*_hashtag_hints(plain), *_sentence_hints(plain), *_word_hints(plain), *_sign_hints(plain)]


def _hashtag_hints(text: str) -> list[str]:
    """Long hashtags in small letters are spelled as one word by screen readers."""
    unreadable = [tag for tag in HASHTAG.findall(text) if len(tag) >= 10 and tag[1:] == tag[1:].lower()]
    return [
        _("#%(tag)s: write each word with a capital, like #BurgfestImPark, so that it can be read aloud.")
        % {"tag": tag}
        for tag in dict.fromkeys(unreadable)
    ]


def _sentence_hints(text: str) -> list[str]:
    sentences = [s.split() for s in regex.split(r"(?<=[.!?:])\s+|\n+", HASHTAG.sub(" ", text))]
    long = [words for words in sentences if len(words) > LONG_SENTENCE]
    if not long:
        return []
    start = " ".join(long[0][:4])
    return [
        ngettext(
            "%(count)d sentence has more than %(limit)d words (“%(start)s …”). Two short ones read better.",
            "%(count)d sentences have more than %(limit)d words (“%(start)s …”). Short ones read better.",
            len(long),
        )
        % {"count": len(long), "limit": LONG_SENTENCE, "start": start}
    ]


def _word_hints(text: str) -> list[str]:
    hints = []
    found = [
        word for word in OFFICIALESE if regex.search(rf"(?<!\w){regex.escape(word)}(?!\w)", text, regex.IGNORECASE)
    ]
    if found:
        hints.append(_("Officialese: %(words)s. Say it as you would at the counter.") % {"words": ", ".join(found[:4])})
    long = [word for word in regex.findall(r"\w+", HASHTAG.sub(" ", text)) if len(word) > LONG_WORD]
    if long:
        hints.append(_("Long word: %(word)s. Can it be said in two?") % {"word": long[0]})
    return hints


def _sign_hints(text: str) -> list[str]:
    hints = []
    emoji = len(_EMOJI.findall(text))
    if emoji > MANY_EMOJI:
        hints.append(_("%(count)d emoji: screen readers read each one aloud. Up to three are fine.") % {"count": emoji})
    shouting = _SHOUTING.findall(text)
    if shouting:
        hints.append(_("Capitals look like shouting: %(word)s.") % {"word": shouting[0]})
    return hints
