# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Expected reach of a platform among the people of some ages, with an interval.

For every age band b of the study: ``N_b`` people of these ages live in the town (census),
``p_b`` of them use the platform (reference table). Expected reach is ``R = Σ N_b·p_b``.
The ages are one target group, or all of them together with everybody counted once (``age_bands.union``).

Which figure speaks for a band: among published ones (sourced, or published as a bound) the newest; an
estimate only where nothing was published, however old the publication is.

The interval has two sources of doubt, kept apart because they add up differently:

* sampling error of the study, 95 % Wilson interval with ``n_b`` interviews in the band. Bands are
  different people, so these errors add in quadrature: ``√Σ (N_b·s_b)²``. Where a source states no
  ``n``, ``ASSUMED_SAMPLE`` persons in the whole base are assumed and the result says so;
  ``n_b = n · (national share of the band in the base)``.
* systematic doubt ``w_b``: published figures are rounded (±0.5 points); a figure published as a
  bound may be off by ``BOUND_DOUBT``; an unsourced estimate by half its value, at least
  ``ESTIMATE_DOUBT``. These may all err in the same direction and are added: ``Σ N_b·w_b``.

Source of the Wilson interval: E. B. Wilson, Journal of the American Statistical Association 22
(1927), 209–212. Method for people: docs/handbuch/analyse.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Any

from strategy.domain.age_bands import AgeBand, people_in_band

Z_95 = 1.959964
ASSUMED_SAMPLE = 2000
ROUNDING_DOUBT = 0.005
BOUND_DOUBT = 0.05
ESTIMATE_DOUBT = 0.05
# A figure speaks for part of its band only if the band is no wider than this; wider ones are totals.
WIDEST_BAND = 35


@dataclass(frozen=True)
class Figure:
    """One published share (0 to 1) of an age band. ``sample_size`` counts the whole base of the study.

    ``published_as`` names the study's own metric where it was mapped to the metric of the series.
    """

    platform: str
    band: AgeBand
    share: float
    year: int
    status: str
    sample_size: int | None = None
    source_url: str = ""
    published_as: str = ""

    @property
    def is_estimate(self) -> bool:
        return self.status == "estimate"


@dataclass(frozen=True)
class Reach:
    """People reached among those of some ages. ``people`` live there, ``covered`` are within the study's base."""

    people: float
    covered: float
    expected: float
    low: float
    high: float
    has_estimates: bool
    is_estimated: bool
    has_bounds: bool
    assumes_sample: bool
    years: tuple[int, ...]

    @property
    def share(self) -> float:
        """Expected reach among the people the study covers, 0 to 1."""
        return self.expected / self.covered if self.covered else 0.0


class NotComparable(Exception):
    """The series has no figure for ages of the target group; ``ages`` names them."""

    def __init__(self, ages: Sequence[AgeBand]) -> None:
        super().__init__(", ".join(map(str, ages)))
        self.ages = list(ages)


def best_disjoint(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Per platform one figure for each age band, youngest band first; totals are left out.

    All ``figures`` must be of one metric and one base. Of bands that overlap, the newer published one stays; an
    estimate stays only where no published figure speaks. The order given does not matter.
    """
    return {
        platform: _disjoint(_parts(own), key=lambda f: (f.is_estimate, *_newest_first(f)))
        for platform, own in _by_platform(figures).items()
    }


def newest_disjoint(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """As results of the first method chose: the newest figure, even where it is an estimate."""
    chosen = {}
    for platform, own in _by_platform(figures).items():
        bands = {f.band for f in own}
        parts = [f for f in own if not any(f.band != other and f.band.contains(other) for other in bands)]
        chosen[platform] = _disjoint(parts, key=_newest_first)
    return chosen


def _by_platform(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.platform, []).append(figure)
    return {platform: found[platform] for platform in sorted(found)}


def _parts(figures: Sequence[Figure]) -> list[Figure]:
    """Without totals: bands that contain another one. An estimate makes no total of a narrow published band."""
    return [
        f
        for f in figures
        if not any(
            f.band != other.band
            and f.band.contains(other.band)
            and (f.is_estimate or not other.is_estimate or f.band.width > WIDEST_BAND)
            for other in figures
        )
    ]


def _disjoint(figures: Iterable[Figure], *, key: Callable[[Figure], tuple[Any, ...]]) -> list[Figure]:
    kept: list[Figure] = []
    for figure in sorted(figures, key=key):
        if all(figure.band.overlap(k.band).is_empty for k in kept):
            kept.append(figure)
    return sorted(kept, key=lambda f: f.band.first)


def _newest_first(figure: Figure) -> tuple[int | float | str, ...]:
    band = figure.band
    return (-figure.year, band.first, band.end, figure.status, figure.share, figure.sample_size or 0, figure.source_url)


def base_of(figures: Iterable[Figure]) -> AgeBand:
    """The ages a series speaks about, from its youngest to its oldest figure."""
    bands = [f.band for f in figures]
    is_open = any(b.last is None for b in bands)
    return AgeBand(min(b.first for b in bands), None if is_open else max(b.end for b in bands))


def expected_reach(
    figures: Sequence[Figure],
    *,
    town: Mapping[str, int],
    ages: Sequence[AgeBand],
    base: AgeBand,
    nation: Mapping[str, int],
) -> Reach:
    """Reach of one platform among the people of ``ages``, which do not overlap; ``figures`` are its disjoint bands.

    A total such as 14+ is used only for ages that contain all of it. Raises ``NotComparable`` when inhabitants
    of these ages within the base have no figure.
    """
    figures = [f for f in figures if f.band.width <= WIDEST_BAND or any(part.contains(f.band) for part in ages)]
    covered_ages = [part.overlap(base) for part in ages]
    covered = fsum(people_in_band(town, part) for part in covered_ages)
    _refuse_gaps(figures, covered_ages, town)
    nation_in_base = people_in_band(nation, base) or 1.0
    expected = sampling_low = sampling_high = doubt = 0.0
    used: list[Figure] = []
    for figure in figures:
        people = fsum(people_in_band(town, figure.band.overlap(part)) for part in covered_ages)
        if not people:
            continue
        used.append(figure)
        interviews = (figure.sample_size or ASSUMED_SAMPLE) * people_in_band(nation, figure.band) / nation_in_base
        low, high = wilson(figure.share, interviews)
        expected += people * figure.share
        sampling_low += (people * (figure.share - low)) ** 2
        sampling_high += (people * (high - figure.share)) ** 2
        doubt += people * systematic_doubt(figure)
    return Reach(
        people=fsum(people_in_band(town, part) for part in ages),
        covered=covered,
        expected=expected,
        low=max(0.0, expected - sqrt(sampling_low) - doubt),
        high=max(expected, min(covered, expected + sqrt(sampling_high) + doubt)),
        has_estimates=any(f.is_estimate for f in used),
        is_estimated=bool(used) and all(f.is_estimate for f in used),
        has_bounds=any(f.status == "bound" for f in used),
        assumes_sample=any(f.sample_size is None for f in used),
        years=tuple(sorted({f.year for f in used})),
    )


def _refuse_gaps(figures: Sequence[Figure], wanted: Sequence[AgeBand], town: Mapping[str, int]) -> None:
    missing = [gap for part in wanted for gap in _gaps(figures, part) if people_in_band(town, gap)]
    if missing:
        raise NotComparable(missing)


def _gaps(figures: Sequence[Figure], wanted: AgeBand) -> list[AgeBand]:
    """The ages of ``wanted`` for which no figure speaks."""
    missing: list[AgeBand] = []
    begin = wanted.first
    for figure in figures:
        if figure.band.first > begin:
            missing.append(AgeBand(begin, min(figure.band.first - 1, wanted.end)))
        begin = max(begin, figure.band.end + 1)
    if begin <= wanted.end:
        missing.append(AgeBand(begin, wanted.last))
    return [band for band in missing if not band.is_empty]


def wilson(share: float, interviews: float) -> tuple[float, float]:
    """The 95 % Wilson interval of a share, which it always contains; (0, 1) without interviews."""
    if interviews <= 0:
        return 0.0, 1.0
    z2 = Z_95**2
    centre = (share + z2 / (2 * interviews)) / (1 + z2 / interviews)
    half = Z_95 * sqrt(share * (1 - share) / interviews + z2 / (4 * interviews**2)) / (1 + z2 / interviews)
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def systematic_doubt(figure: Figure) -> float:
    """By how much a share may be off for reasons other than chance, as a share."""
    if figure.is_estimate:
        return ROUNDING_DOUBT + max(ESTIMATE_DOUBT, figure.share / 2)
    if figure.status == "bound":
        return ROUNDING_DOUBT + BOUND_DOUBT
    return ROUNDING_DOUBT
