# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The runs of a strategy side by side: weights, places, and what a run knew."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from core.platforms import Platform
from strategy.domain.criteria import Criterion
from strategy.models import PlatformAnalysis
from strategy.queries.outline import base_label, metric_label
from strategy.queries.places import Place, kind_label

#: In the place of a weight where a run did not know the criterion.
NOT_WEIGHTED = "–"


class Cell(NamedTuple):
    """What a run says, when it was made, and whether the run before says something else."""

    made_at: datetime | None
    value: int | str | None
    differs: bool


def compare_runs(analyses: Sequence[PlatformAnalysis]) -> dict[str, Any]:
    """Weights and places of several runs side by side, oldest first; what differs from the run before is marked."""
    results = [a.result for a in analyses if a.result is not None]
    found = sorted({row["platform"] for r in results for row in r["platforms"]})
    places = [{row["platform"]: row["rank"] for row in r["platforms"]} for r in results]
    moments = [a.computed_at for a in analyses if a.result is not None]
    found.sort(key=lambda p: ([own.get(p, 99) for own in reversed(places)], p))
    return {
        "runs": [
            {
                "analysis": analysis,
                "town": Place.from_json(r["town"]).name,
                "kind": kind_label(Place.from_json(r["town"])),
                "series": f"{metric_label(r['metric'])}, {base_label(r['base'])}",
                "groups": ", ".join(g["name"] for g in r["groups"]),
                "knew_result": bool(r["earlier_results"])
                if "earlier_results" in r
                else any(_was_known(other, analysis) for other in analyses),
                "judged_anew": 0 if index == 0 else _changed_scores(results[index - 1]["scores"], r["scores"]),
            }
            for index, (analysis, r) in enumerate(zip(analyses, results, strict=True))
        ],
        "weights": [
            (c.label, _marked(moments, [r["weights"].get(c, NOT_WEIGHTED) for r in results])) for c in Criterion
        ],
        "places": [(Platform(p).label, _marked(moments, [own.get(p) for own in places])) for p in found],
    }


def _was_known(other: PlatformAnalysis, analysis: PlatformAnalysis) -> bool:
    seen, frozen = other.computed_at, analysis.weights_frozen_at
    return seen is not None and frozen is not None and seen < frozen


def _marked(moments: Sequence[datetime | None], values: Sequence[int | str | None]) -> list[Cell]:
    return [
        Cell(moment, value, index > 0 and value != values[index - 1])
        for index, (moment, value) in enumerate(zip(moments, values, strict=True))
    ]


def _changed_scores(before: Mapping[str, Mapping[str, int]], after: Mapping[str, Mapping[str, int]]) -> int:
    """How many judgements differ among those that both runs know."""
    return sum(after[p][c] != before[p][c] for p in after if p in before for c in after[p] if c in before[p])
