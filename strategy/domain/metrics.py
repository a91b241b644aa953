# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which named metrics of the studies count in the series of another one, and why.

Studies name the same thing differently. ``strategy/reference/kennzahlen.csv`` maps a metric of a base to the
metric of a series of the same base, with reason and source: ``same`` is another name, ``at most`` a share that
the wanted one cannot exceed, so that it counts as a bound. Whatever does not stand there is never mixed.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "reference" / "kennzahlen.csv"
SAME, AT_MOST = "same", "at most"


@dataclass(frozen=True)
class Mapped:
    """One line of the table."""

    metric: str
    base: str
    counts_as: str
    relation: str
    reason: str
    source_url: str

    @property
    def is_bound(self) -> bool:
        return self.relation == AT_MOST


@cache
def mapped_metrics() -> dict[tuple[str, str], Mapped]:
    """All mapped metrics by (metric, base)."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = [Mapped(**row) for row in csv.DictReader(lines)]
    return {(row.metric, row.base): row for row in rows}
