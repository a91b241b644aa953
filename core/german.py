# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms in which a German word may stand in a text, for a search that asks for one of them.

Works on folded words (``core.folding``) and on the question alone, so that nothing of it has to be stored and both
databases answer the same. Like the German dictionary of PostgreSQL (Snowball) it takes endings off; unlike that it
knows that a vowel changes with them, and does not take "Müller" for "Müll".
"""

import re
from functools import lru_cache

#: Letters that are left at least when an ending is taken off.
SHORTEST_STEM = 4
_TAKEN_OFF = ("innen", "ern", "en", "er", "es", "em", "in", "e", "n", "s")
_PUT_ON = ("", "e", "en", "er", "ern", "es", "n", "s")
#: Müller, Wetter, Sommer, Bürger: no ending but part of the word. And Rathaus, Bus.
_PART_OF_THE_WORD = re.compile(r"(ll|(?<![aou]e)(tt|ss|mm|pp|ff|rr|nn)|buerg)ern?$|[uis]s$")
_NEVER_CHANGES = re.compile(r"(ung|heit|keit|schaft|tion|taet)$")
_CHANGED = re.compile(r"(?<!q)(a|o|u)e(?=[^aeiou]*$)|(a)eu(?=[^aeiou]*$)")
_CHANGEABLE = re.compile(r"(au|a|o|u)(?=[^aeiou]+(?:e[lrn])?$)")

#: Words that stand in every other sentence and say nothing about its subject.
_STOP_WORDS = """
    aber als also am an auch auf aus bei beim bin bis bitte da damit dann das dass dem den denn der des die dies diese
    dieser dieses doch dort du ein eine einem einen einer eines er es euch fuer hat habe haben hier ich ihm ihn ihr
    ihre im in ins ist ja kann man mein mich mir mit nach nicht noch nur ob oder ohne schon sehr sein sich sie sind so
    ueber um und uns unser unsere vom von vor wann war warum was wenn wer wie wieso wir wird wo wurde zu zum zur
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


@lru_cache(4096)
def forms_of(word: str) -> frozenset[str]:
    """Other forms of the folded ``word`` than those that begin with it."""
    stem = _stem_of(word)
    stems = {stem, _CHANGED.sub(lambda found: found[1] or f"{found[2]}u", stem)}
    if not _NEVER_CHANGES.search(word):
        stems.add(_CHANGEABLE.sub(lambda found: f"{found[1][0]}e{found[1][1:]}", stem))
    forms = {one + ending for one in stems for ending in _PUT_ON}
    return frozenset(form for form in forms if not form.startswith(word))


def _stem_of(word: str) -> str:
    for ending in _TAKEN_OFF:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < SHORTEST_STEM:
            continue
        if ending == "in" and not stem.endswith("er"):
            continue
        if ending in ("er", "ern", "s") and _PART_OF_THE_WORD.search(word):
            continue
        return stem
    return word
