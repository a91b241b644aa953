# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""In which language a comment probably is, for the screen and for whoever has it read aloud (docs/adr/0076).

Never a reason to route, order or count. lingua is an extra: without it only a script that leaves no doubt is named.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from community.triage.kinds import ADDRESS

if TYPE_CHECKING:
    from lingua import LanguageDetector

GERMAN = "de"
#: What is named, by its code in HTML.
NAMES = {
    GERMAN: _("German"),
    "ar": _("Arabic"),
    "bg": _("Bulgarian"),
    "en": _("English"),
    "es": _("Spanish"),
    "fa": _("Persian"),
    "fr": _("French"),
    "it": _("Italian"),
    "pl": _("Polish"),
    "ro": _("Romanian"),
    "ru": _("Russian"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
}
#: Known so that they are not taken for a neighbour, and not named. Dutch and Danish are left out on purpose: with them
#: Low German and the speech of Cologne are called Dutch.
UNNAMED = ("hr", "pt", "sq")
#: Below either, words in Latin letters say nothing: lingua calls "Danke!" Danish and "Top 👍" Turkish.
FEWEST_WORDS = 4
FEWEST_LETTERS = 30
#: How far another language has to be ahead of German.
MARGIN = 0.8
LONGEST = 1_000

_NAMED_ONES = re.compile(r"[@#]\S+")
_WORD = re.compile(r"[^\W\d_]+")
#: Letters that one of the languages of a script has, and the others of :data:`NAMES` lack.
_TELLING = {"uk": "їєґ", "ru": "ыэё", "fa": "پچژگ", "ar": "ةىأإ"}


def language_of(text: str) -> str:
    """Code of the language ``text`` probably is in; empty where that is not clear."""
    plain = _NAMED_ONES.sub(" ", ADDRESS.sub(" ", text[:LONGEST]))
    words = _WORD.findall(plain)
    if len(words) < FEWEST_WORDS or sum(map(len, words)) < FEWEST_LETTERS:
        return _by_letters(plain)
    detector = _detector()
    if detector is None:
        return _by_letters(plain)
    values = {
        one.language.iso_code_639_1.name.lower(): one.value
        for one in detector.compute_language_confidence_values(plain)
    }
    first = max(values, key=lambda code: values[code])
    is_clear = first == GERMAN or values[first] - values[GERMAN] >= MARGIN
    return first if is_clear and first in NAMES else ""


def _by_letters(text: str) -> str:
    found = [code for code, letters in _TELLING.items() if any(letter in letters for letter in text.lower())]
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector | None:
    try:
        from lingua import IsoCode639_1, LanguageDetectorBuilder
    except ImportError:
        return None
    codes = [getattr(IsoCode639_1, code.upper()) for code in (*NAMES, *UNNAMED)]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()
