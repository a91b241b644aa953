# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose ages count: one town, a sum, a district, typed figures; and how towns are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused
from strategy import services
from strategy.domain.age_bands import CENSUS_GROUPS, STUDY_BANDS, STUDY_GROUPS, AgeBand, people_in_band
from strategy.models import AgeProfile
from strategy.queries.places import (
    Place,
    census_place,
    codes_of_district,
    find_districts,
    find_profiles,
    place_from,
    sum_place,
    typed_place,
)

BANDS = (AgeBand(0, 13), *STUDY_BANDS)


@pytest.fixture
def census(db):
    """Two towns of one district with ages, one without, and one far away."""
    services.load_reference_tables()
    AgeProfile.objects.create(
        code="08335001",
        name="Übelkofen a. d. Ä",
        district_name="Konstanz",
        name_key="uebelkofen a. d. ae",
        district_key="konstanz",
        population=1100,
        **dict.fromkeys(CENSUS_GROUPS, 100),
    )


@given(st.fixed_dictionaries({name: st.integers(0, 500_000) for name in CENSUS_GROUPS}))
def test_typed_study_bands_count_the_same_people_as_the_census_groups_they_come_from(groups):
    typed = {name: people_in_band(groups, band) for name, band in zip(STUDY_GROUPS, BANDS, strict=True)}

    for band in BANDS:
        assert people_in_band(typed, band) == pytest.approx(people_in_band(groups, band))


@given(st.permutations(list(CENSUS_GROUPS)))
def test_the_order_of_the_groups_changes_nothing_to_the_last_bit(order):
    groups = {name: 7919 * (index + 1) for index, name in enumerate(CENSUS_GROUPS)}
    shuffled = {name: groups[name] for name in order}

    assert [people_in_band(shuffled, b) for b in BANDS] == [people_in_band(groups, b) for b in BANDS]


def test_a_sum_adds_every_age_group_and_lists_its_towns(census):
    both = sum_place(["08335043", "08335001"])

    konstanz = census_place("08335043")
    assert both.ages == {name: count + 100 for name, count in konstanz.ages.items()}
    assert both.population == konstanz.population + 1100
    assert [part["code"] for part in both.parts] == ["08335001", "08335043"]
    assert "Übelkofen" in both.name
    assert sum_place(codes_of_district("08335")).name == "Konstanz"


def test_a_sum_names_towns_without_ages_and_leaves_them_out_only_when_told(census):
    with pytest.raises(Refused, match="Gröde"):
        sum_place(["08335043", "08335001", "01054039"])

    without = sum_place(["08335043", "08335001", "01054039"], leave_out=True)

    assert [town["name"] for town in without.left_out] == ["Gröde"]
    assert without.population == sum_place(["08335043", "08335001"]).population


@pytest.mark.parametrize("codes", [["08335043"], ["08335043", "99999999"], ["08335043", "00"], []])
def test_a_sum_of_one_or_of_what_is_not_a_town_is_refused(census, codes):
    with pytest.raises(Refused):
        sum_place(codes)


def test_typed_ages_have_to_make_the_population_and_name_source_and_year():
    ages = dict.fromkeys(STUDY_GROUPS, 100)

    typed = typed_place(name="Dorf", population=530, year=2025, source="Melderegister", ages=ages)

    assert (typed.is_typed, typed.source, typed.year) == (True, "Melderegister", 2025)
    for wrong in ({"population": 531}, {"source": " "}, {"population": 0}, {"ages": {"age_0_13": 530}}):
        with pytest.raises(Refused):
            typed_place(**{"name": "Dorf", "population": 530, "year": 2025, "source": "X", "ages": ages, **wrong})


def test_a_place_survives_being_kept_as_json(census):
    both = sum_place(["08335043", "08335001", "01054039"], leave_out=True)

    assert Place.from_json(both.as_json()).as_json() == both.as_json()


@pytest.mark.parametrize("text", ["übelk", "ÜBELK", "uebelk", "08335001", "Übelkofen a. d. Ä"])
def test_a_town_is_found_by_name_code_and_any_spelling_of_umlauts(census, text):
    assert find_profiles(text)[0].code == "08335001"


def test_a_district_is_found_by_name_and_code_with_its_towns(census):
    assert {town.code for town in find_profiles("konstanz")} >= {"08335001", "08335043"}
    for text in ("konst", "08335"):
        [district] = find_districts(text)
        assert (district.code, district.name, district.without_ages) == ("08335", "Konstanz", 0)
        assert district.towns == len(codes_of_district("08335"))
    assert {"08335001", "08335043"} <= set(codes_of_district("08335"))
    for nothing in ("", "0833", "083350", "०८३३५", "abcde"):
        assert codes_of_district(nothing) == []
    assert find_profiles("Gibtesnicht") == []
    assert find_districts("Gibtesnicht") == []


def test_every_town_of_the_product_has_a_place_or_says_that_it_has_no_ages(census):
    for profile in AgeProfile.objects.all():
        if profile.has_ages:
            assert abs(sum(place_from(profile).ages.values()) - profile.population) <= 30
        else:
            with pytest.raises(Refused):
                census_place(profile.code)
