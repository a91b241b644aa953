# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ranking platforms by weighted criteria, and how much the ranking depends on the weights.

``total = Σ w_c·s_c / Σ w_c`` with scores ``s`` from 0 (worst) to 1 (best) and weights ``w ≥ 0``.
Ties are ordered by platform code, so the order of insertion never matters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, log
from operator import mul
from random import Random

DRAWS = 10_000
SEED = 20240404
SWING = 0.20

Scores = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Swing:
    """What a weight 20 % lower or higher does to the lead of place two over place three.

    ``low`` and ``high`` are differences of totals (0 to 1) between the second platform of the ranking
    as weighted and the best one behind it; below zero, that one overtakes it.
    """

    criterion: str
    low: float
    high: float
    changes_top_two: bool


def rank(weights: Mapping[str, float], scores: Scores) -> list[tuple[str, float]]:
    """Return (platform, total) from best to worst. All weights zero rank everything at 0."""
    whole = fsum(weights.values())
    totals = {
        platform: (
            fsum(weight * own[criterion] for criterion, weight in sorted(weights.items())) / whole if whole else 0.0
        )
        for platform, own in scores.items()
    }
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))


def tornado(weights: Mapping[str, float], scores: Scores) -> list[Swing]:
    """One swing per criterion with a weight, the widest first; empty with fewer than three platforms."""
    ranked = rank(weights, scores)
    if len(ranked) < 3:
        return []
    top = {platform for platform, _total in ranked[:2]}
    second = ranked[1][0]
    swings = []
    for criterion, weight in weights.items():
        if not weight:
            continue
        lower = rank({**weights, criterion: weight * (1 - SWING)}, scores)
        higher = rank({**weights, criterion: weight * (1 + SWING)}, scores)
        changes = any({platform for platform, _total in r[:2]} != top for r in (lower, higher))
        swings.append(Swing(criterion, _lead(lower, top, second), _lead(higher, top, second), changes))
    return sorted(swings, key=lambda s: (-abs(s.high - s.low), s.criterion))


def _lead(ranked: list[tuple[str, float]], top: set[str], second: str) -> float:
    totals = dict(ranked)
    return totals[second] - max(total for platform, total in ranked if platform not in top)


def top_two_shares(
    weights: Mapping[str, float], scores: Scores, *, draws: int = DRAWS, seed: int = SEED
) -> dict[str, float]:
    """Share of random weightings in which each platform is among the first two.

    Weightings are drawn uniformly from all that give the criteria with a weight above zero some weight
    (flat Dirichlet distribution); the draws are seeded, so the same question has the same answer.
    """
    criteria = sorted(c for c, w in weights.items() if w > 0)
    platforms = sorted(scores)
    if len(platforms) <= 2 or not criteria:
        return dict.fromkeys(platforms, 1.0 if len(platforms) <= 2 else 0.0)
    rows = [(index, [scores[p][c] for c in criteria]) for index, p in enumerate(platforms)]
    hits = [0] * len(platforms)
    for weighting in _weightings(len(criteria), draws, seed):
        first = second = -1
        best = next_best = -1.0
        for index, row in rows:
            total = sum(map(mul, weighting, row))
            if total > best:
                second, next_best, first, best = first, best, index, total
            elif total > next_best:
                second, next_best = index, total
        hits[first] += 1
        hits[second] += 1
    return {p: hits[i] / draws for i, p in enumerate(platforms)}


@lru_cache(maxsize=16)
def _weightings(count: int, draws: int, seed: int) -> list[tuple[float, ...]]:
    """``draws`` points of the flat Dirichlet distribution, up to their sum (it does not change an order)."""
    uniform = Random(seed).random  # noqa: S311  draws have to be repeatable, not secret
    return [tuple([-log(1.0 - uniform()) for _ in range(count)]) for _ in range(draws)]
