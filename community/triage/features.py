# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A comment as numbers. Words are hashed: no citizen's word and no name is in a model or on a disk.

numpy, scipy and scikit-learn are imported when first needed, in the processes that score and learn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from community.triage import rules

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

#: Places for runs of two to five letters within words, and for words and pairs of words.
LETTERS, WORDS = 1 << 18, 1 << 17
PLACES = LETTERS + WORDS
#: So many comments are hashed at once.
PORTION = 1_000
#: So many signs of a comment are weighed: more than a platform takes.
LONGEST = 4_000

_WORD_OR_SIGN = r"(?u)\b\w+\b|[^\w\s]"
# How something is written: counted, damped by a logarithm, compared with the average comment of the town.
_COUNTED = tuple(
    re.compile(pattern)
    for pattern in (
        r"!",
        r"\?",
        r"\.\.\.|…",
        r"[!?]{2,}",
        r"\b[A-ZÄÖÜ]{3,}\b",
        r"(\w)\1\1",
        r"https?://|www\.",
        r"@\w",
        r"\d",
        r"[\"„“”»«]",
        r"\n",
        r"[$#]|\*\*",
        r"[:;]-?[)D(P]",
        "[\U0001f300-\U0001faff\u2600-\u27bf]",
        r"(?i)\b(?:du|dich|dir|dein\w*|ihr|euch|eure?\w*)\b",
        r"\b(?:Sie|Ihnen|Ihre?\w*)\b",
        r"(?i)\b(?:ich|mich|mir|mein\w*)\b",
        r"(?i)\b(?:wir|uns|unser\w*)\b",
        r"(?i)\b(?:nicht|kein\w*|nie|niemals|nichts)\b",
        r"(?i)\b(?:man|alle|immer|nur|jeder|niemand)\b",
        r"(?i)\b(?:danke|bitte)\b",
    )
)


class Vectors(NamedTuple):
    """``letters`` and ``words`` are sparse and damped counts, ``style`` what is not hashed; a row is a comment."""

    letters: Any
    words: Any
    style: Floats

    def rows(self, which: Any) -> Vectors:
        return Vectors(self.letters[which], self.words[which], self.style[which])


def vectors(texts: Sequence[str]) -> Vectors:
    """The same text gives the same numbers on every machine and in every process."""
    import numpy as np

    read = [text[:LONGEST] for text in texts]
    style = np.array([_style(text) for text in read], dtype=np.float32).reshape(len(read), style_width())
    by_letters, by_words = _vectorizers()
    return Vectors(_hashed(by_letters, read, LETTERS), _hashed(by_words, read, WORDS), style)


def _hashed(by: Any, texts: Sequence[str], places: int) -> Any:
    """Damped counts; in portions, since a hasher keeps room for twice what it holds."""
    import numpy as np
    from scipy.sparse import csr_matrix, vstack

    if not texts:
        return csr_matrix((0, places), dtype=np.float32)
    portions = [by.transform(texts[at : at + PORTION]) for at in range(0, len(texts), PORTION)]
    counts = vstack(portions, format="csr") if len(portions) > 1 else portions[0]
    np.log1p(counts.data, out=counts.data)
    return counts


@cache
def style_width() -> int:
    return len(_style("Ja"))


def _style(text: str) -> list[float]:
    from math import log1p

    tokens = text.split()
    number = max(1, len(tokens))
    letters = sum(map(str.isalpha, text)) or 1
    measured = [
        log1p(len(text)),
        log1p(len(tokens)),
        len(text) / number,
        sum(map(str.isupper, text)) / letters,
        len({token.lower() for token in tokens}) / number,
    ]
    counted = [log1p(sum(1 for _ in pattern.finditer(text))) for pattern in _COUNTED]
    return measured + counted + [log1p(count) for count in rules.counts(text).values()]


@cache
def _vectorizers() -> tuple[Any, Any]:
    import numpy as np
    from sklearn.feature_extraction.text import HashingVectorizer

    common: dict[str, Any] = {"alternate_sign": False, "norm": None, "dtype": np.float32}
    return (
        HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=LETTERS, **common),
        HashingVectorizer(token_pattern=_WORD_OR_SIGN, ngram_range=(1, 2), n_features=WORDS, **common),
    )
