# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""German text as it is searched: what is stored and what is asked for pass through the same function.

PostgreSQL's parser takes "Kita/Schule" for a file and "Freibad.Endlich" for a host, and a cluster without a UTF-8
locale leaves "Ä" as it is. So nothing of this is left to it: it sees plain lower-case words between blanks.
"""

import re
import unicodedata

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe"})
#: Bürger:innen, Bürger*innen, Bürger_innen, Bürger·innen, Bürger/innen, Bürger/-innen, Bürger(innen) are one word.
_GENDERED = re.compile(r"(?<=\w{3})(?:[:*_·•]|/-?|\()(in(?:nen)?)\b\)?")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def fold_words(text: str) -> str:
    """``text`` in lower case with umlauts and ß written out and one blank between words; "" where it has no words.

    "Gebühr" and "Gebuehr" become the same, so do "Straße" and "Strasse". Gendered forms are joined, so that both
    "Bürger" and "Bürgerinnen" are the beginning of all of them.
    """
    lower = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))
    return _BETWEEN_WORDS.sub(" ", _GENDERED.sub(r"\1", plain)).strip()
