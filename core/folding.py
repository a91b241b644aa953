# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""German text as it is searched: what is stored and what is asked for pass through the same function.

PostgreSQL's parser takes "Kita/Schule" for a file and "Freibad.Endlich" for a host, and a cluster without a UTF-8
locale leaves "Ä" as it is. So nothing of this is left to it: it sees plain lower-case words between blanks.
"""

import re
import unicodedata
from typing import Literal

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_LIGATURES = str.maketrans({"æ": "ae", "œ": "oe", "ø": "oe"})
#: Bürger:innen, Bürger*innen, Bürger_innen, Bürger·innen, Bürger/innen, Bürger/-innen, Bürger(innen) are one word.
_GENDERED = re.compile(r"(?<=\w{3})(?:[:*_·•]|/-?|\()(in(?:nen)?)\b\)?")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def spell_out_umlauts(text: str) -> str:
    """``text`` with umlauts and ß in plain letters, for names of files and parts of addresses."""
    return text.translate(_UMLAUTS)


def drop_accents(text: str, form: Literal["NFD", "NFKD"] = "NFD") -> str:
    """``text`` without marks on its letters; ``NFKD`` also turns "①" into "1"."""
    return "".join(sign for sign in unicodedata.normalize(form, text) if not unicodedata.combining(sign))


def fold_words(text: str) -> str:
    """``text`` in lower case with umlauts and ß written out and one blank between words; "" where it has no words.

    "Gebühr" and "Gebuehr" become the same, so do "Straße" and "Strasse". Gendered forms are joined, so that both
    "Bürger" and "Bürgerinnen" are the beginning of all of them.
    """
    lower = spell_out_umlauts(unicodedata.normalize("NFC", text).lower()).translate(_LIGATURES)
    plain = lower if lower.isascii() else drop_accents(lower)
    return _BETWEEN_WORDS.sub(" ", _GENDERED.sub(r"\1", plain)).strip()
