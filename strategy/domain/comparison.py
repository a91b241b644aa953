# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The platform analysis as one pure computation: the same input always gives the same result (D12).

``compare_platforms`` takes the ages of town and country, the figures of one series (one metric, one
base), the ranked target groups, and weights and judgements that were frozen before. Its result is plain
JSON, so that it can be hashed and kept, and repeats everything it was computed from, so that anybody can
compute it again (``input_of``). The order in which figures come does not matter. The score of the
criterion *reach* is the share of the target groups that a platform reaches, relative to the best
platform; with k groups the first counts k times, the last once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.hashing import canonical_json
from strategy.domain.age_bands import AgeBand
from strategy.domain.criteria import JUDGED, Criterion, relative
from strategy.domain.ranking import DRAWS, SEED, SWING, rank, top_two_shares, tornado
from strategy.domain.reach import (
    ASSUMED_SAMPLE,
    BOUND_DOUBT,
    ESTIMATE_DOUBT,
    ROUNDING_DOUBT,
    WIDEST_BAND,
    Figure,
    NotComparable,
    Reach,
    base_of,
    expected_reach,
    newest_disjoint,
)


@dataclass(frozen=True)
class Group:
    """A target group as the analysis sees it."""

    name: str
    band: AgeBand


def compare_platforms(
    *,
    town: Mapping[str, int],
    nation: Mapping[str, int],
    groups: Sequence[Group],
    figures: Sequence[Figure],
    weights: Mapping[str, int],
    scores: Mapping[str, Mapping[str, int]],
) -> dict[str, Any]:
    """Compare all platforms that the series covers. ``groups`` stand in order of importance."""
    base = base_of(figures)
    series = newest_disjoint(figures)
    reached, excluded = _reach_of_all(series, town=town, nation=nation, groups=groups, base=base)
    reach_shares = {platform: _weighted_share(reaches) for platform, reaches in reached.items()}
    best = max(reach_shares.values(), default=0.0)
    points = {
        platform: {
            str(Criterion.REACH): share / best if best else 0.0,
            **{str(c): relative(scores[platform][c]) for c in JUDGED},
        }
        for platform, share in reach_shares.items()
    }
    in_top_two = top_two_shares(weights, points)
    used = [figure for platform in reached for figure in series[platform]]
    unused = list(figures)
    for figure in used:
        unused.remove(figure)
    return {
        "base_ages": [base.first, base.last],
        "groups": [_describe_group(group, index, reached) for index, group in enumerate(groups)],
        "platforms": [
            {
                "platform": platform,
                "rank": place,
                "total": _rounded(total),
                "reach_share": _rounded(reach_shares[platform]),
                "top_two": in_top_two[platform],
                "points": {criterion: _rounded(value) for criterion, value in points[platform].items()},
                "reach": [_describe_reach(r) for r in reached[platform]],
            }
            for place, (platform, total) in enumerate(rank(weights, points), start=1)
        ],
        "excluded": [{"platform": p, "ages": [[b.first, b.last] for b in e.ages]} for p, e in excluded.items()],
        "tornado": [
            {"criterion": s.criterion, "low": _rounded(s.low), "high": _rounded(s.high), "changes": s.changes_top_two}
            for s in tornado(weights, points)
        ],
        "figures": [_describe_figure(f) for f in used],
        "unused_figures": sorted(map(_describe_figure, unused), key=canonical_json),
        "nation": {"ages": dict(nation)},
        "method": {
            "assumed_sample": ASSUMED_SAMPLE,
            "rounding_doubt": ROUNDING_DOUBT,
            "bound_doubt": BOUND_DOUBT,
            "estimate_doubt": ESTIMATE_DOUBT,
            "widest_band": WIDEST_BAND,
            "swing": SWING,
        },
        "draws": DRAWS,
        "seed": SEED,
    }


def input_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of ``compare_platforms`` from which a kept ``result`` was computed."""
    figures = [*result["figures"], *result["unused_figures"]]
    return {
        "town": result["town"]["ages"],
        "nation": result["nation"]["ages"],
        "groups": [Group(g["name"], AgeBand(g["age_from"], g["age_to"])) for g in result["groups"]],
        "figures": [
            Figure(
                platform=f["platform"],
                band=AgeBand(f["age_from"], f["age_to"]),
                share=f["percent"] / 100,
                year=f["year"],
                status=f["status"],
                sample_size=f["sample_size"],
                source_url=f["source_url"],
            )
            for f in figures
        ],
        "weights": result["weights"],
        "scores": result["scores"],
    }


def _reach_of_all(
    series: Mapping[str, Sequence[Figure]],
    *,
    town: Mapping[str, int],
    nation: Mapping[str, int],
    groups: Sequence[Group],
    base: AgeBand,
) -> tuple[dict[str, list[Reach]], dict[str, NotComparable]]:
    reached: dict[str, list[Reach]] = {}
    excluded: dict[str, NotComparable] = {}
    for platform, own in series.items():
        try:
            reached[platform] = [
                expected_reach(own, town=town, group=group.band, base=base, nation=nation) for group in groups
            ]
        except NotComparable as error:
            excluded[platform] = error
    return reached, excluded


def _weighted_share(reaches: Sequence[Reach]) -> float:
    importance = range(len(reaches), 0, -1)
    return sum(r.share * i for r, i in zip(reaches, importance, strict=True)) / (sum(importance) or 1)


def _rounded(value: float) -> float:
    return round(value, 6)


def _describe_group(group: Group, index: int, reached: Mapping[str, Sequence[Reach]]) -> dict[str, Any]:
    any_reach = next(iter(reached.values()), None)
    return {
        "name": group.name,
        "age_from": group.band.first,
        "age_to": group.band.last,
        "people": round(any_reach[index].people) if any_reach else 0,
        "covered": round(any_reach[index].covered) if any_reach else 0,
    }


def _describe_reach(reach: Reach) -> dict[str, Any]:
    return {
        "expected": round(reach.expected),
        "low": round(reach.low),
        "high": round(reach.high),
        "share": _rounded(reach.share),
        "estimates": reach.has_estimates,
        "bounds": reach.has_bounds,
        "assumes_sample": reach.assumes_sample,
        "years": list(reach.years),
    }


def _describe_figure(figure: Figure) -> dict[str, Any]:
    return {
        "platform": figure.platform,
        "age_from": figure.band.first,
        "age_to": figure.band.last,
        "percent": round(figure.share * 100, 2),
        "year": figure.year,
        "status": figure.status,
        "sample_size": figure.sample_size,
        "source_url": figure.source_url,
    }
