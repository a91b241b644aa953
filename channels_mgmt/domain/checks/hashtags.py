# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hashtags that people and screen readers can read. Pure functions."""

from __future__ import annotations

import regex
from django.utils.translation import gettext as _

from channels_mgmt.domain.checks.finding import Finding, without_addresses

HASHTAG = regex.compile(r"(?<![\w/&])#(\w+)")
LONG_TAG = 10
CUT_LENGTH = 60
"""Longer tags get no proposal: nobody types them, and cutting them takes the square of their length."""
MANY_TAGS = 3
# Words of German hashtags that need not stand in the text.
_COMMON = frozenset({
    "ab", "alle", "alles", "am", "an", "auf", "aus", "bei", "bis", "das", "dem", "den", "der", "des", "die",
    "ein", "eine", "fest", "für", "gemeinde", "haus", "heute", "ich", "im", "in", "jetzt", "kinder", "land",
    "leben", "markt", "mein", "mit", "neu", "oder", "ort", "park", "platz", "rathaus", "schule", "sommer",
    "stadt", "tag", "tage", "uns", "unser", "unsere", "unserer", "verein", "vom", "von", "vor", "weihnachten",
    "winter", "wir", "woche", "zu", "zum", "zur", "zusammen",
})  # fmt: skip
# "und" and "um" would split too many words in their middle; they count where they stand in the text.


def unreadable_hashtags(text: str) -> list[Finding]:
    """Long hashtags in small letters, with each word's capital where the words stand in the text as well."""
    found: dict[str, Finding] = {}
    known = {word.casefold() for word in regex.findall(r"(?<![#\w])\p{L}+", text)} | _COMMON
    for match in HASHTAG.finditer(without_addresses(text)):
        tag = match.group(1)
        if tag in found or len(tag) < LONG_TAG or tag[1:] != tag[1:].lower() or not tag[0].isalpha():
            continue
        proposal = _with_capitals(tag, known)
        if proposal == tag:
            continue  # one long word
        words = _("#%(tag)s: write each word with a capital, like #BurgfestImPark.") % {"tag": tag}
        if proposal:
            words = _("#%(tag)s: better #%(proposal)s.") % {"tag": tag, "proposal": proposal}
        why = _("Screen readers spell a hashtag in small letters as one word.")
        found[tag] = Finding(words, why, match.start(), match.end(), f"#{proposal}" if proposal else None)
    return list(found.values())


def many_hashtags(text: str) -> list[Finding]:
    tags = list(HASHTAG.finditer(without_addresses(text)))
    if len(tags) <= MANY_TAGS:
        return []
    words = _("%(count)d hashtags. Two or three that people look for are enough.") % {"count": len(tags)}
    why = _("Each one is read aloud, and none is found better for it.")
    return [Finding(words, why, tags[MANY_TAGS].start(), tags[-1].end())]


def _with_capitals(tag: str, known: set[str]) -> str:
    """``tag`` cut into the fewest words of ``known``; empty when it cannot be cut whole."""
    folded = tag.lower()
    if len(folded) > CUT_LENGTH:
        return ""
    best: list[list[str] | None] = [[], *[None] * len(folded)]
    for end in range(1, len(folded) + 1):
        for start in range(end):
            before, word = best[start], folded[start:end]
            if before is None or not (word.casefold() in known or word.isdecimal()):
                continue
            now_best = best[end]
            if now_best is None or len(before) + 1 < len(now_best):
                best[end] = [*before, word]
    words = best[-1]
    if words is None:
        return ""
    return tag if len(words) == 1 else "".join(word[:1].upper() + word[1:] for word in words)
