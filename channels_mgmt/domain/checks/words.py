# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words that are hard to read. Pure functions."""

from __future__ import annotations

import regex
from django.utils.translation import gettext as _

from channels_mgmt.domain.checks.finding import Finding, without_addresses
from channels_mgmt.domain.checks.hashtags import HASHTAG

LONG_WORD = 24
OFFICIALESE = (
    "bezüglich", "diesbezüglich", "seitens", "zwecks", "mittels", "anlässlich", "hinsichtlich", "unbeschadet",
    "obliegt", "erfolgt", "nachfolgend", "vorbezeichnet", "gemäß", "i. d. R.", "u. a.", "m. w. N.", "ggf.",
    "Inanspruchnahme", "Inkrafttreten", "in Kenntnis setzen", "zur Verfügung gestellt", "im Rahmen",
)  # fmt: skip
_OFFICIALESE = regex.compile(rf"(?<!\w)(?:{'|'.join(map(regex.escape, OFFICIALESE))})(?!\w)", regex.IGNORECASE)


def officialese(text: str) -> list[Finding]:
    found = list(_OFFICIALESE.finditer(without_addresses(text)))
    if not found:
        return []
    first = found[0]
    names = dict.fromkeys(match.group().lower() for match in found)
    spelled = [next(word for word in OFFICIALESE if word.lower() == name) for name in names]
    words = _("Officialese: %(words)s.") % {"words": ", ".join(spelled[:4])}
    return [Finding(words, _("Say it as you would at the counter."), first.start(), first.end())]


def long_words(text: str) -> list[Finding]:
    plain = HASHTAG.sub(lambda match: " " * len(match.group()), without_addresses(text))
    long = [match for match in regex.finditer(r"\w+", plain) if len(match.group()) > LONG_WORD]
    if not long:
        return []
    words = _("Long word: %(word)s.") % {"word": long[0].group()}
    return [Finding(words, _("Can it be said in two?"), long[0].start(), long[0].end())]
