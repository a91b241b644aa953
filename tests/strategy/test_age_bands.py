# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.domain.age_bands import CENSUS_GROUPS, STUDY_BANDS, AgeBand, people_in_band, shares

populations = st.fixed_dictionaries({name: st.integers(0, 2_000_000) for name in CENSUS_GROUPS})


def test_the_bands_of_the_studies_are_made_of_census_groups_as_documented():
    groups = {name: 1200 * (index + 1) for index, name in enumerate(CENSUS_GROUPS)}
    g = groups

    people = [people_in_band(groups, band) for band in STUDY_BANDS]

    assert people == pytest.approx(
        [
            g["age_10_15"] / 3 + g["age_16_18"] + g["age_19_24"] + g["age_25_39"] / 3,
            g["age_25_39"] * 2 / 3 + g["age_40_59"] / 2,
            g["age_40_59"] / 2 + g["age_60_66"] + g["age_67_74"] * 3 / 8,
            g["age_67_74"] * 5 / 8 + g["age_75_plus"],
        ]
    )


@given(populations)
def test_the_study_bands_and_the_children_make_the_whole_town(groups):
    children = people_in_band(groups, AgeBand(0, 13))

    assert children + sum(people_in_band(groups, b) for b in STUDY_BANDS) == pytest.approx(sum(groups.values()))


@given(populations)
def test_shares_of_all_bands_add_up_to_one_unless_nobody_lives_there(groups):
    total = sum(shares(groups).values())

    assert total == pytest.approx(1.0) if people_in_band(groups, AgeBand(14)) else total == 0


def test_an_open_band_reaches_to_the_oldest_and_overlaps_accordingly():
    assert AgeBand(70).overlap(AgeBand(60, 79)) == AgeBand(70, 79)
    assert AgeBand(70).overlap(AgeBand(65)) == AgeBand(70)
    assert AgeBand(14).contains(AgeBand(70))
    assert AgeBand(14, 29).overlap(AgeBand(30, 49)).is_empty
    assert [str(b) for b in STUDY_BANDS] == ["14–29", "30–49", "50–69", "70+"]
