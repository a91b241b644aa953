# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many inhabitants stand behind an age band, computed from the eleven groups of the census.

Inside a census group every year of age counts the same. For the bands of the media studies this
gives: 14–29 = ⅓·(10–15) + (16–18) + (19–24) + ⅓·(25–39); 30–49 = ⅔·(25–39) + ½·(40–59);
50–69 = ½·(40–59) + (60–66) + ⅜·(67–74); 70+ = ⅝·(67–74) + (75+).
The open group 75+ is spread over the ages 75 to 94; this matters only for bands that begin above 75.
A town that types its own figures may give the bands of the studies instead of the groups of the census;
inside those, too, every year counts the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

OLDEST = 94

CENSUS_GROUPS: dict[str, tuple[int, int]] = {
    "age_0_2": (0, 2),
    "age_3_5": (3, 5),
    "age_6_9": (6, 9),
    "age_10_15": (10, 15),
    "age_16_18": (16, 18),
    "age_19_24": (19, 24),
    "age_25_39": (25, 39),
    "age_40_59": (40, 59),
    "age_60_66": (60, 66),
    "age_67_74": (67, 74),
    "age_75_plus": (75, OLDEST),
}

# What a town may type instead, when its registry counts by the bands of the studies.
STUDY_GROUPS: dict[str, tuple[int, int]] = {
    "age_0_13": (0, 13),
    "age_14_29": (14, 29),
    "age_30_49": (30, 49),
    "age_50_69": (50, 69),
    "age_70_plus": (70, OLDEST),
}

_AGES_OF_GROUP = {**CENSUS_GROUPS, **STUDY_GROUPS}


@dataclass(frozen=True, order=True)
class AgeBand:
    """Ages ``first`` to ``last``, both included; ``last`` is ``None`` for "and older"."""

    first: int
    last: int | None = None

    @property
    def end(self) -> int:
        return OLDEST if self.last is None else min(self.last, OLDEST)

    @property
    def width(self) -> int:
        """Years of age in the band."""
        return self.end - self.first + 1

    @property
    def is_empty(self) -> bool:
        return self.end < self.first

    def overlap(self, other: "AgeBand") -> "AgeBand":
        """The ages both bands share; may be empty."""
        last = None if self.last is None and other.last is None else min(self.end, other.end)
        return AgeBand(max(self.first, other.first), last)

    def contains(self, other: "AgeBand") -> bool:
        return self.first <= other.first and other.end <= self.end

    def __str__(self) -> str:
        return f"{self.first}+" if self.last is None else f"{self.first}–{self.last}"


STUDY_BANDS = (AgeBand(14, 29), AgeBand(30, 49), AgeBand(50, 69), AgeBand(70))


def people_in_band(groups: Mapping[str, int], band: AgeBand) -> float:
    """Inhabitants within ``band``; ``groups`` holds all census groups, or all study groups, by name.

    The order of ``groups`` does not matter, to the last bit: databases reorder what they keep as JSON.
    """
    parts = []
    for name, count in groups.items():
        first, last = _AGES_OF_GROUP[name]
        shared = min(last, band.end) - max(first, band.first) + 1
        if shared > 0:
            parts.append(count * shared / (last - first + 1))
    return fsum(parts)


def union(bands: Iterable[AgeBand]) -> tuple[AgeBand, ...]:
    """The ages in at least one of ``bands``, each once: 18–29, 25–49 and 65+ give 18–49 and 65+."""
    joined: list[AgeBand] = []
    for band in sorted((b for b in bands if not b.is_empty), key=lambda b: (b.first, b.end)):
        if joined and band.first <= joined[-1].end + 1:
            is_open = band.last is None or joined[-1].last is None
            joined[-1] = AgeBand(joined[-1].first, None if is_open else max(band.end, joined[-1].end))
        else:
            joined.append(band)
    return tuple(joined)


def group_band(name: str) -> AgeBand:
    """The ages of a group: ``age_16_18`` → 16–18, ``age_75_plus`` → 75+."""
    first, last = _AGES_OF_GROUP[name]
    return AgeBand(first, None if last == OLDEST else last)


def shares(groups: Mapping[str, int], bands: tuple[AgeBand, ...] = STUDY_BANDS) -> dict[AgeBand, float]:
    """Share of each band among the people in all ``bands`` together; zeros when nobody is there."""
    people = {band: people_in_band(groups, band) for band in bands}
    everybody = sum(people.values())
    return {band: (count / everybody if everybody else 0.0) for band, count in people.items()}
