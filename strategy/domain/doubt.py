# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the first place of a kept result is one, or whether the doubt of the figures reaches over the lead.

A total holds the reach as ``w·R/R_best``, with ``w`` its part of all weights. The ends of the interval of ``R`` instead
of the expected value give the ends of the total; judgements and weights are chosen and hold no doubt. Two places lie
within the doubt of the figures when the second, at its upper end, comes as far as the first at its lower end.
Nothing is added to what was frozen: this is read off the result.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from strategy.domain.criteria import Criterion


def totals(result: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[float, float]:
    """The total of a platform, 0 to 1, at the lower and the upper end of its reach."""
    best = max((other["in_town"]["share"] for other in result["platforms"]), default=0.0)
    covered, whole = result["people"]["covered"], sum(result["weights"].values())
    if not (best and covered and whole):
        return row["total"], row["total"]
    found, worth = row["in_town"], result["weights"].get(Criterion.REACH, 0) / whole / best
    below, above = found["share"] - found["low"] / covered, found["high"] / covered - found["share"]
    return row["total"] - worth * max(0.0, below), row["total"] + worth * max(0.0, above)


def level_with_first(result: Mapping[str, Any]) -> Sequence[str]:
    """Platforms that the figures do not tell apart from the first place, best first; empty for the first method."""
    rows = result["platforms"]
    if not rows or "people" not in result:
        return []
    least = totals(result, rows[0])[0]
    return [row["platform"] for row in rows[1:] if totals(result, row)[1] >= least]
