# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The platform analysis as one pure computation: the same input always gives the same result (D12).

``compare_platforms`` takes the ages of town and country, the figures of one series (one metric, one
base), the target groups, and weights and judgements; groups, weights and judgements were frozen before. Its
result is plain JSON, so that it can be hashed and kept, and repeats everything it was computed from, so that
anybody can compute it again (``input_of``). The order in which figures come does not matter.

The criterion *reach* counts people of this town: of the inhabitants in at least one target group, each
counted once, those whom a platform reaches. The platform that reaches most scores 1, the others their fraction.

``FIRST_METHOD`` is how results were computed before: the share inside each group, the first of k groups
counted k times. Kept results say which method was theirs and can still be computed again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.hashing import canonical_json
from strategy.domain.age_bands import AgeBand, people_in_band, union
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
    best_disjoint,
    expected_reach,
    newest_disjoint,
)

FIRST_METHOD = 1
METHOD = 2


@dataclass(frozen=True)
class Group:
    """A target group as the analysis sees it."""

    name: str
    band: AgeBand

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "age_from": self.band.first, "age_to": self.band.last}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Group":
        return cls(kept["name"], AgeBand(kept["age_from"], kept["age_to"]))


@dataclass(frozen=True)
class PlatformReach:
    """Whom a platform reaches: in each target group, and in all of them with everybody counted once."""

    in_groups: Sequence[Reach]
    in_town: Reach
    in_nation: Reach


def compare_platforms(
    *,
    town: Mapping[str, int],
    nation: Mapping[str, int],
    groups: Sequence[Group],
    figures: Sequence[Figure],
    weights: Mapping[str, int],
    scores: Mapping[str, Mapping[str, int]],
    method: int = METHOD,
) -> dict[str, Any]:
    """Compare all platforms that the series covers, by the criteria that ``weights`` names."""
    is_first = method == FIRST_METHOD
    series = newest_disjoint(figures) if is_first else best_disjoint(figures)
    reached, excluded = reach_of_all(series, town=town, nation=nation, groups=groups, base=base_of(figures))
    reach_shares = {p: _ranked_share(r.in_groups) if is_first else r.in_town.share for p, r in reached.items()}
    best = max(reach_shares.values(), default=0.0)
    points = {
        platform: {
            str(Criterion.REACH): share / best if best else 0.0,
            **{str(c): relative(scores[platform][c]) for c in JUDGED if c in weights},
        }
        for platform, share in reach_shares.items()
    }
    in_top_two = top_two_shares(weights, points)
    used = [figure for platform in reached for figure in series[platform]]
    unused = list(figures)
    for figure in used:
        unused.remove(figure)
    result = {
        "base_ages": [base_of(figures).first, base_of(figures).last],
        "groups": [_describe_group(group, index, reached) for index, group in enumerate(groups)],
        "platforms": [
            {
                "platform": platform,
                "rank": place,
                "total": _rounded(total),
                "reach_share": _rounded(reach_shares[platform]),
                "top_two": in_top_two[platform],
                "points": {criterion: _rounded(value) for criterion, value in points[platform].items()},
                "reach": [_describe_reach(r) for r in reached[platform].in_groups],
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
    return result if is_first else _with_town(result, reached, town=town, nation=nation, method=method)


def _with_town(
    result: dict[str, Any],
    reached: Mapping[str, PlatformReach],
    *,
    town: Mapping[str, int],
    nation: Mapping[str, int],
    method: int,
) -> dict[str, Any]:
    """What the second method says besides: people of all target groups, each counted once, here and in the country."""
    for row in result["platforms"]:
        found = reached[row["platform"]]
        row["in_town"] = {
            **_describe_reach(found.in_town),
            "is_estimated": found.in_town.is_estimated,
            "nation_share": _rounded(found.in_nation.share),
        }
    everybody, all_of_nation = people_in_band(town, AgeBand(0)), people_in_band(nation, AgeBand(0))
    for group in result["groups"]:
        band = AgeBand(group["age_from"], group["age_to"])
        group["town_share"] = _rounded(people_in_band(town, band) / everybody if everybody else 0.0)
        group["nation_share"] = _rounded(people_in_band(nation, band) / all_of_nation if all_of_nation else 0.0)
    any_reach = next((r.in_town for r in reached.values()), None)
    ages = union(AgeBand(g["age_from"], g["age_to"]) for g in result["groups"])
    result["people"] = {
        "ages": [[band.first, band.last] for band in ages],
        "all": round(any_reach.people) if any_reach else 0,
        "covered": round(any_reach.covered) if any_reach else 0,
    }
    result["method"]["version"] = method
    return result


def input_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of ``compare_platforms`` from which a kept ``result`` was computed."""
    figures = [*result["figures"], *result["unused_figures"]]
    return {
        "town": result["town"]["ages"],
        "nation": result["nation"]["ages"],
        "groups": [Group.from_json(g) for g in result["groups"]],
        "figures": [
            Figure(
                platform=f["platform"],
                band=AgeBand(f["age_from"], f["age_to"]),
                share=f["percent"] / 100,
                year=f["year"],
                status=f["status"],
                sample_size=f["sample_size"],
                source_url=f["source_url"],
                published_as=f.get("published_as", ""),
            )
            for f in figures
        ],
        "weights": result["weights"],
        "scores": result["scores"],
        "method": method_of(result),
    }


def method_of(result: Mapping[str, Any]) -> int:
    """By which method a kept result was computed; those of the first do not say so."""
    return int(result.get("method", {}).get("version", FIRST_METHOD))


def is_estimated(result: Mapping[str, Any], platform: str) -> bool:
    """Whether the reach of a platform in a kept result rests wholly on estimates."""
    for row in result["platforms"]:
        if row["platform"] == platform and "in_town" in row:
            return bool(row["in_town"]["is_estimated"])
    own = [figure for figure in result["figures"] if figure["platform"] == platform]
    return bool(own) and all(figure["status"] == "estimate" for figure in own)


def reach_of_all(
    series: Mapping[str, Sequence[Figure]],
    *,
    town: Mapping[str, int],
    nation: Mapping[str, int],
    groups: Sequence[Group],
    base: AgeBand,
) -> tuple[dict[str, PlatformReach], dict[str, NotComparable]]:
    """Whom each platform reaches, and the platforms of which the series says too little."""
    reached: dict[str, PlatformReach] = {}
    excluded: dict[str, NotComparable] = {}
    together = union(group.band for group in groups)
    for platform, own in series.items():
        try:
            reached[platform] = PlatformReach(
                [expected_reach(own, town=town, ages=[g.band], base=base, nation=nation) for g in groups],
                in_town=expected_reach(own, town=town, ages=together, base=base, nation=nation),
                in_nation=expected_reach(own, town=nation, ages=together, base=base, nation=nation),
            )
        except NotComparable as error:
            excluded[platform] = error
    return reached, excluded


def _ranked_share(reaches: Sequence[Reach]) -> float:
    importance = range(len(reaches), 0, -1)
    return sum(r.share * i for r, i in zip(reaches, importance, strict=True)) / (sum(importance) or 1)


def _rounded(value: float) -> float:
    return round(value, 6)


def _describe_group(group: Group, index: int, reached: Mapping[str, PlatformReach]) -> dict[str, Any]:
    any_reach = next((r.in_groups[index] for r in reached.values()), None)
    return {
        **group.as_json(),
        "people": round(any_reach.people) if any_reach else 0,
        "covered": round(any_reach.covered) if any_reach else 0,
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
        **({"published_as": figure.published_as} if figure.published_as else {}),
    }
