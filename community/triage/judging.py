# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How good a model is: measured on the newest fifth, which it had not seen, beside the rules and beside chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    Truth = Sequence[bool] | np.ndarray[Any, Any]
    Scores = Sequence[float] | np.ndarray[Any, Any]

#: Conditions of activation (TRIAGE): decisions about a label, and of each sort.
FEWEST_DECISIONS = 100
FEWEST_OF_A_SORT = 20
#: From so many decisions on there are bands; from so many, percentages for administrators.
BANDS_FROM = 300
PERCENTAGES_FROM = 1_000
#: Fewer positive ones among the newest, and every figure is to be read as "too few".
FEWEST_TO_SAY = 50
#: The share of the newest decisions that a model is judged on, and of a queue that is looked at first.
NEWEST = 0.2
TOP = 0.2
#: Draws for an interval of 95 %.
DRAWS = 200


class Measure(NamedTuple):
    """``low`` and ``high`` bound it with 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """Measured on ``newest`` decisions, ``newest_positive`` of them positive; ``None`` is what could not be."""

    decisions: int
    positives: int
    newest: int
    newest_positive: int
    average_precision: Measure | None = None
    by_rules: float | None = None
    prevalence: float | None = None
    recall_at_top: Measure | None = None
    precision_of_high: Measure | None = None

    @property
    def negatives(self) -> int:
        return self.decisions - self.positives

    @property
    def is_too_few(self) -> bool:
        """Whether the figures say little."""
        return self.newest_positive < FEWEST_TO_SAY

    @property
    def has_bands(self) -> bool:
        return self.decisions >= BANDS_FROM

    @property
    def has_percentages(self) -> bool:
        return self.decisions >= PERCENTAGES_FROM


def average_precision(positive: Truth, scores: Scores) -> float:
    """Mean precision over the places of the positive ones in the order of ``scores``; equal scores are one place."""
    import numpy as np
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(np.asarray(positive, dtype=bool), np.asarray(scores, dtype=float)))


def recall_at_top(positive: Truth, scores: Scores) -> float:
    """Which share of the positive ones stands in the first fifth of the queue."""
    import numpy as np

    order = np.argsort(-np.asarray(scores, dtype=float), kind="stable")
    top = order[: max(1, round(len(order) * TOP))]
    truth = np.asarray(positive, dtype=bool)
    return float(truth[top].sum() / truth.sum())


def macro_f1(positive: Truth, guessed: Truth) -> float:
    """The mean of F1 for yes and F1 for no."""
    import numpy as np

    truth, guess = np.asarray(positive, dtype=bool), np.asarray(guessed, dtype=bool)
    halves = []
    for yes in (True, False):
        both = int(((truth == yes) & (guess == yes)).sum())
        either = int((truth == yes).sum() + (guess == yes).sum())
        halves.append(2 * both / either if either else 0.0)
    return sum(halves) / 2


def with_interval(
    measure: Callable[[Truth, Scores], float], positive: Truth, scores: Scores, groups: Sequence[int]
) -> Measure:
    """``measure`` with 95 % by drawing whole groups anew (bootstrap): comments under one post are not independent."""
    import numpy as np

    truth, said = np.asarray(positive, dtype=bool), np.asarray(scores, dtype=np.float32)
    _, numbered = np.unique(np.asarray(groups), return_inverse=True)
    members = np.split(np.argsort(numbered, kind="stable"), np.cumsum(np.bincount(numbered))[:-1])
    draw = np.random.default_rng(20261130)
    reached = []
    for _ in range(DRAWS):
        drawn = np.concatenate([members[one] for one in draw.integers(len(members), size=len(members))])
        if truth[drawn].any() and not truth[drawn].all():
            reached.append(measure(truth[drawn], said[drawn]))
    low, high = np.quantile(reached, [0.025, 0.975]) if reached else (0.0, 1.0)
    return Measure(float(measure(truth, said)), float(low), float(high))


def share_with_interval(hits: int, of: int) -> Measure | None:
    """A share with 95 % after Wilson; ``None`` of nothing."""
    if not of:
        return None
    z = 1.96
    share = hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * ((share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5) / (1 + z * z / of)
    return Measure(share, max(0.0, middle - half), min(1.0, middle + half))


def best_threshold(positive: Truth, scores: Scores) -> float:
    """The score from which on "yes" gives the highest macro-F1, in the middle between two neighbours."""
    import numpy as np

    said = np.asarray(scores, dtype=float)
    order = np.argsort(-said, kind="stable")
    truth = np.asarray(positive, dtype=bool)[order]
    ranked, total, yes = said[order], len(order), int(truth.sum())
    hits, guessed = np.cumsum(truth), np.arange(1, total + 1)
    missed = yes - hits
    first = 2 * hits / (guessed + yes)
    second = 2 * (total - guessed - missed) / np.maximum(1, (total - guessed) + (total - yes))
    quality = np.where(np.append(ranked[:-1] != ranked[1:], True), first + second, -1)
    best = int(quality.argmax())
    return float((ranked[best] + ranked[min(best + 1, total - 1)]) / 2)


def threshold_of_precision(positive: Truth, scores: Scores, wanted: float, fewest: int) -> float | None:
    """The lowest score from which on ``wanted`` of at least ``fewest`` are positive; ``None`` if there is none."""
    import numpy as np

    said = np.asarray(scores, dtype=float)
    order = np.argsort(-said, kind="stable")
    truth, ranked = np.asarray(positive, dtype=bool)[order], said[order]
    guessed = np.arange(1, len(order) + 1)
    good = (np.cumsum(truth) / guessed >= wanted) & (guessed >= fewest) & np.append(ranked[:-1] != ranked[1:], True)
    return float(ranked[np.flatnonzero(good)[-1]]) if good.any() else None
