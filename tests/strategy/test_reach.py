# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.domain.age_bands import CENSUS_GROUPS, STUDY_BANDS, AgeBand
from strategy.domain.reach import Figure, NotComparable, base_of, best_disjoint, expected_reach, wilson

TOWN = dict.fromkeys(CENSUS_GROUPS, 6000)
EVERYBODY = AgeBand(14)


def figures(*shares, status="sourced", year=2024, platform="instagram"):
    return [Figure(platform, band, share, year, status) for band, share in zip(STUDY_BANDS, shares, strict=False)]


def reach(rows, group=EVERYBODY, town=TOWN, base=EVERYBODY):
    return expected_reach(rows, town=town, ages=[group], base=base, nation=TOWN)


shares_of_four_bands = st.lists(st.floats(0, 1), min_size=4, max_size=4)
statuses = st.sampled_from(["sourced", "bound", "estimate"])
towns = st.fixed_dictionaries({name: st.integers(0, 900_000) for name in CENSUS_GROUPS})


@given(towns, shares_of_four_bands, statuses, st.integers(0, 90))
def test_the_interval_contains_the_estimate_and_stays_within_the_people(town, shares, status, youngest):
    found = reach(figures(*shares, status=status), group=AgeBand(youngest), town=town)

    assert 0 <= found.low <= found.expected <= found.high
    assert found.high <= found.covered + 1e-6
    assert found.covered <= found.people + 1e-6


@given(shares_of_four_bands)
def test_an_estimate_is_less_certain_than_a_bound_and_a_bound_than_a_sourced_figure(shares):
    widths = []
    for status in ("sourced", "bound", "estimate"):
        found = reach(figures(*shares, status=status))
        widths.append(found.high - found.low)

    assert widths[0] <= widths[1] + 1e-6 <= widths[2] + 2e-6


@given(shares_of_four_bands, st.randoms())
def test_reach_does_not_depend_on_the_order_of_the_figures(shares, shuffler):
    rows = figures(*shares) + figures(0.1, 0.2, 0.3, 0.4, platform="facebook")
    mixed = rows.copy()
    shuffler.shuffle(mixed)

    assert best_disjoint(mixed) == best_disjoint(rows)


def test_expected_reach_is_the_sum_of_people_times_share():
    found = reach(figures(0.8, 0.5, 0.2, 0.1))

    expected = 0.8 * (2000 + 6000 + 6000 + 2000) + 0.5 * 7000 + 0.2 * (3000 + 6000 + 2250) + 0.1 * (3750 + 6000)
    assert found.expected == pytest.approx(expected)
    assert found.share == pytest.approx(expected / found.covered)


def test_children_below_the_base_of_the_study_count_as_people_but_not_as_covered():
    found = reach(figures(0.8, 0.5, 0.2, 0.1), group=AgeBand(10, 19))

    assert found.people == pytest.approx(6000 + 6000 + 1000)
    assert found.covered == pytest.approx(2000 + 6000 + 1000)
    assert found.expected == pytest.approx(0.8 * 9000)


def test_a_platform_without_a_figure_for_part_of_the_group_is_not_comparable():
    rows = [f for f in figures(0.8, 0.5, 0.2, 0.1) if f.band != AgeBand(30, 49)]

    with pytest.raises(NotComparable) as refused:
        reach(rows, group=AgeBand(20, 60))

    assert refused.value.ages == [AgeBand(30, 49)]


def test_a_total_never_stands_in_for_an_age_band_and_the_newer_published_figure_wins():
    rows = figures(0.8, 0.5, 0.2, 0.1, year=2023) + figures(0.9, year=2024)
    total = Figure("instagram", EVERYBODY, 0.4, 2025, "sourced")

    chosen = best_disjoint([total, *rows])["instagram"]

    assert [(str(f.band), f.share) for f in chosen] == [("14–29", 0.9), ("30–49", 0.5), ("50–69", 0.2), ("70+", 0.1)]


def test_a_figure_for_all_ages_says_nothing_about_some_of_them():
    total = [Figure("pinterest", EVERYBODY, 0.11, 2023, "sourced")]

    with pytest.raises(NotComparable):
        reach(total, group=AgeBand(20, 40))

    assert reach(total).share == pytest.approx(0.11)


def test_a_stated_sample_makes_the_interval_narrower_than_a_smaller_one():
    small = [Figure("x", b, 0.3, 2024, "sourced", sample_size=500) for b in STUDY_BANDS]
    large = [Figure("x", b, 0.3, 2024, "sourced", sample_size=50_000) for b in STUDY_BANDS]

    assert reach(large).high - reach(large).low < reach(small).high - reach(small).low
    assert not reach(small).assumes_sample
    assert reach(figures(0.3, 0.3, 0.3, 0.3)).assumes_sample


def test_wilson_agrees_with_the_published_example():
    low, high = wilson(0.1, 100)

    assert (low, high) == (pytest.approx(0.0552, abs=1e-4), pytest.approx(0.1744, abs=1e-4))
    assert wilson(0.5, 0) == (0.0, 1.0)


def test_the_base_of_a_series_spans_its_youngest_to_its_oldest_figure():
    rows = figures(0.1, 0.2, 0.3, 0.4)
    random.Random(1).shuffle(rows)

    assert base_of(rows) == AgeBand(14)
    assert base_of([Figure("x", AgeBand(16, 24), 0.1, 2024, "sourced")]) == AgeBand(16, 24)
