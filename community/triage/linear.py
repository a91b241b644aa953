# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One weight for each place: logistic regression over hashed and weighted words, and what makes its sum a share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from community.triage.features import LETTERS, Vectors

if TYPE_CHECKING:
    from community.triage.features import Floats

#: Chosen by grouped cross-validation on public corpora (docs/triage.md).
STRENGTH = 2.0
#: What is not hashed weighs this much beside the words, in standard deviations cut at three.
STYLE_WEIGHT = 0.1
MOST_DEVIATIONS = 3.0


@dataclass(frozen=True, eq=False)
class Linear:
    """``weights`` hold the rarity of each place already; ``rarity`` is kept for the length of a comment's row."""

    rarity: Floats
    weights: Floats
    style_mean: Floats
    style_scale: Floats
    style_weights: Floats
    bias: float

    def logits(self, read: Vectors, extra: Sequence[Floats] = ()) -> Floats:
        """A number for each row of ``read``, higher is likelier; ``extra`` are columns from other models."""
        import numpy as np

        total = np.full(read.style.shape[0], self.bias, dtype=np.float32)
        for counts, part in _parts(read):
            length = row_lengths(counts, self.rarity[part])
            total += (counts @ self.weights[part]) / length
        return total + self.standardised(read, extra) @ self.style_weights

    def standardised(self, read: Vectors, extra: Sequence[Floats] = ()) -> Floats:
        import numpy as np

        style = np.column_stack([read.style, *extra]).astype(np.float32)
        deviations = (style - self.style_mean) / self.style_scale
        return np.clip(deviations, -MOST_DEVIATIONS, MOST_DEVIATIONS) * STYLE_WEIGHT


def fit_linear(read: Vectors, positive: Sequence[bool], extra: Sequence[Floats] = ()) -> Linear:
    """Learn from ``positive``, of which there have to be both sorts. The same input gives the same weights."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    rarity = np.concatenate([_rarity(counts) for counts, _ in _parts(read)])
    style = np.column_stack([read.style, *extra]).astype(np.float32)
    blank = Linear(
        rarity=rarity,
        weights=rarity,
        style_mean=style.mean(axis=0),
        style_scale=style.std(axis=0) + np.float32(1e-3),
        style_weights=rarity[:0],
        bias=0.0,
    )
    joined, filled = _joined(read, rarity, blank.standardised(read, extra))
    del read
    learner = LogisticRegression(
        C=STRENGTH, class_weight="balanced", solver="liblinear", dual=False, max_iter=200, random_state=0
    )
    learner.fit(joined, np.asarray(positive, dtype=np.int8))
    learned = np.zeros(len(rarity) + style.shape[1])
    learned[filled] = learner.coef_[0]
    # Kept with half the digits: what a file holds is what was measured.
    weights = (learned[: len(rarity)] * rarity).astype(np.float16).astype(np.float32)
    return Linear(
        rarity=rarity,
        weights=weights,
        style_mean=blank.style_mean,
        style_scale=blank.style_scale,
        style_weights=learned[len(rarity) :].astype(np.float32),
        bias=float(learner.intercept_[0]),
    )


def fit_sigmoid(logits: Floats, positive: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset that turn ``logits`` of rows a model had not seen into shares (Platt). Never falling."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    column = np.asarray(logits, dtype=np.float64).reshape(-1, 1)
    learner = LogisticRegression(C=100.0, max_iter=200).fit(column, np.asarray(positive, dtype=np.int8))
    return max(float(learner.coef_[0][0]), 1e-3), float(learner.intercept_[0])


def row_lengths(counts: Any, rarity: Floats) -> Floats:
    """The Euclidean length of each weighted row; 1 for an empty one."""
    import numpy as np

    lengths = np.sqrt(_with_numbers(counts, counts.data**2) @ (rarity * rarity))
    lengths[lengths == 0] = 1
    return lengths


def _joined(read: Vectors, rarity: Floats, style: Floats) -> tuple[Any, Any]:
    """Rows to learn from, and which of all places they fill: most places hold nothing of so few comments.

    Filled part by part, and as exact as the learner wants it, which would copy it otherwise: memory is scarce here.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    width = style.shape[1]
    sizes = np.diff(read.letters.indptr) + np.diff(read.words.indptr) + width
    ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    numbers, places = np.empty(ends[-1], dtype=np.float64), np.empty(ends[-1], dtype=np.int32)
    begins = ends[:-1].copy()
    for counts, part in _parts(read):
        lengths = np.diff(counts.indptr)
        at = np.arange(counts.nnz, dtype=np.int32) + np.repeat(begins - counts.indptr[:-1], lengths)
        numbers[at] = counts.data * rarity[part][counts.indices] / np.repeat(row_lengths(counts, rarity[part]), lengths)
        places[at] = counts.indices + np.int32(part.start)
        begins += lengths
        del at, lengths
    at = begins[:, None] + np.arange(width, dtype=np.int32)
    numbers[at], places[at] = style, np.arange(len(rarity), len(rarity) + width, dtype=np.int32)
    is_filled = np.zeros(len(rarity) + width, dtype=bool)
    is_filled[places] = True
    renumbered = (np.cumsum(is_filled) - 1).astype(np.int32)
    joined = csr_matrix((numbers, renumbered[places], ends), shape=(len(sizes), int(is_filled.sum())))
    return joined, np.flatnonzero(is_filled)


def _with_numbers(counts: Any, numbers: Floats) -> Any:
    """Other numbers at the places of ``counts``, which are not copied."""
    from scipy.sparse import csr_matrix

    return csr_matrix((numbers, counts.indices, counts.indptr), shape=counts.shape)


def _rarity(counts: Any) -> Floats:
    import numpy as np

    holding = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity: Floats = (np.log((1 + counts.shape[0]) / (1 + holding)) + 1).astype(np.float16).astype(np.float32)
    return rarity


def _parts(read: Vectors) -> tuple[tuple[Any, slice], tuple[Any, slice]]:
    return (read.letters, slice(0, LETTERS)), (read.words, slice(LETTERS, None))
