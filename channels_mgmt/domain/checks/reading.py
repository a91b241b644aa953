# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How easily a German text is read: sentences, syllables, two formulas. Pure functions.

No library fits: ``textstat`` brings NLTK, and counts syllables by hyphenation points, which a text with soft hyphens
already has. Soft hyphens are taken out first; a word with a real hyphen is one word.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels_mgmt.domain.checks.finding import Finding, without_addresses
from channels_mgmt.domain.checks.hashtags import HASHTAG

LONG_SENTENCE = 20
ENOUGH_WORDS = 25
"""Formulas say nothing about fewer."""
HARD = 40
"""Amstad: below it only practised readers follow with ease; a newspaper has about 45."""

_SHORTENED = frozenset({
    "abs", "abt", "allg", "art", "az", "bes", "betr", "bez", "bspw", "bzgl", "bzw", "ca", "dr", "dipl", "einschl",
    "evtl", "exkl", "ff", "fr", "geb", "gem", "ggf", "ggfs", "gez", "hbf", "hl", "hr", "hrsg", "inkl", "ing",
    "insb", "jh", "kath", "ev", "kfm", "lfd", "max", "mind", "min", "mio", "mrd", "nr", "o", "ä", "pkt", "prof",
    "resp", "rd", "s", "sog", "sr", "st", "std", "stellv", "str", "tel", "u", "usw", "usf", "verh", "vgl", "vorm",
    "zzgl", "zz", "zt", "mo", "di", "mi", "do", "sa", "so", "jan", "feb", "febr", "apr", "jun", "jul",
    "aug", "sept", "sep", "okt", "nov", "dez", "red", "bgm", "obm", "mtl", "öffentl", "vors", "verw", "pl",
})  # fmt: skip
# Endings that are as often the end of a sentence as an abbreviation.
_BOTH = frozenset({"usw", "usf", "ff", "min", "max", "std", "mio", "mrd", "art", "so", "mi", "do", "di", "sa", "mo"})
_END = regex.compile(r"[.!?:…]+[\"“”»«›‹’)\]]*(?=\s|$)|\n+")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’]*(?:-\p{L}[\p{L}\p{M}'’]*)*")
_LAST = regex.compile(r"([\p{L}\d]+)\.[\"“”»«›‹’)\]]*$")
_SYLLABLE = regex.compile(
    r"(?<=q)u[aeiouyäöü]|e(?=um$)|aa|ee|oo|ai|ay|ei|ey|ie|au|äu|eu|oi|ui(?=\P{L}|$)|[aeiouyäöüéèêáàâóòôúùûíìîå]"
)


@dataclass(frozen=True, slots=True)
class Ease:
    """``amstad`` from 0 (hard) to 100 (easy), ``school_year`` from about 4 (easy) to 15 (hard)."""

    words: int
    amstad: float
    school_year: float


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence. Abbreviations and ordinals end none; line ends and colons do."""
    found, start = [], 0
    for match in _END.finditer(text):
        if match.group()[0] == "." and _is_shortened(text, match.end()):
            continue
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(text)))
    parts = [(at, text[at:end]) for at, end in found]
    return [(at + len(part) - len(part.lstrip()), at + len(part.rstrip())) for at, part in parts if part.strip()]


def _is_shortened(text: str, end: int) -> bool:
    """Whether the full stop before ``end`` belongs to an abbreviation or an ordinal and the sentence goes on."""
    match = _LAST.search(text, max(0, end - 40), end)
    rest = text[end:].lstrip(" \u00a0\u202f")
    if match is None or not rest or rest[0] == "\n":
        return False
    word = match.group(1)
    if word.isdecimal():
        return len(word) <= 2
    folded = word.lower()
    if folded in _BOTH:
        return rest[0].islower() or (rest[0].isdecimal() and folded not in {"usw", "usf"}) or rest[0] in "–-,"
    return len(word) == 1 or folded in _SHORTENED or folded.endswith(("str", "bzw"))


def syllables(word: str) -> int:
    """How many syllables a German word has, by its groups of vowels; at least one."""
    parts = word.replace("\u00ad", "").lower().split("-")
    return sum(max(1, len(_SYLLABLE.findall(part))) for part in parts)


def ease_of(text: str) -> Ease | None:
    """By T. Amstad, *Wie verständlich sind unsere Zeitungen?*, Zürich 1978: 180 − SL − 58.5 × syllables per word;
    and by R. Bamberger, E. Vanecek, *Lesen – Verstehen – Lernen – Schreiben*, Wien 1984, first Wiener Sachtextformel:
    0.1935 MS + 0.1672 SL + 0.1297 IW − 0.0327 ES − 0.875 (percent of words of three syllables and more, words per
    sentence, percent of words of more than six letters, percent of words of one syllable).

    ``None`` for a text that is too short to say anything.
    """
    plain = _plain(text.replace("\u00ad", ""))
    said = [words for begin, end in sentences(plain) if (words := _WORD.findall(plain[begin:end]))]
    words = [word for sentence in said for word in sentence]
    if len(words) < ENOUGH_WORDS:
        return None
    count, counts = len(words), [syllables(word) for word in words]
    length = count / len(said)
    amstad = 180 - length - 58.5 * sum(counts) / count
    share = 100 / count
    many, one = share * sum(n >= 3 for n in counts), share * sum(n == 1 for n in counts)
    long = share * sum(len(word.replace("-", "")) > 6 for word in words)
    year = 0.1935 * many + 0.1672 * length + 0.1297 * long - 0.0327 * one - 0.875
    return Ease(count, round(min(100.0, max(0.0, amstad)), 1), round(min(15.0, max(4.0, year)), 1))


def hard_to_read(text: str) -> list[Finding]:
    ease = ease_of(text)
    if ease is None or ease.amstad >= HARD:
        return []
    words = _("Hard to read: %(ease)d of 100 (Amstad), about school year %(year)d (Wiener Sachtextformel).") % {
        "ease": round(ease.amstad),
        "year": round(ease.school_year),
    }
    why = _("From 50 on most people read it without effort. Shorter sentences and shorter words raise it.")
    return [Finding(words, why, 0, len(text))]


def long_sentences(text: str) -> list[Finding]:
    plain = _plain(text)
    long = [(begin, end) for begin, end in sentences(plain) if len(plain[begin:end].split()) > LONG_SENTENCE]
    if not long:
        return []
    begin, end = long[0]
    words = ngettext(
        "%(count)d sentence has more than %(limit)d words (“%(start)s …”). Two short ones read better.",
        "%(count)d sentences have more than %(limit)d words (“%(start)s …”). Short ones read better.",
        len(long),
    ) % {"count": len(long), "limit": LONG_SENTENCE, "start": " ".join(plain[begin:end].split()[:4])}
    return [Finding(words, _("On a phone nobody goes back to the beginning of a sentence."), begin, end)]


def _plain(text: str) -> str:
    """Without links and hashtags, each place kept."""
    return HASHTAG.sub(lambda match: " " * len(match.group()), without_addresses(text))
