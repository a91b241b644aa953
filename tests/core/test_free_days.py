# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Free days of a municipality, compared with the holidays library, which knows Catholic areas and Augsburg."""

from datetime import date, time, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.free_days import CUSTOMARY_ONES, LEGAL_ONES, FreeDays, LocalHoliday, usual_local_holidays
from core.service_time import add_service_time, intervals_of
from tests.core.test_service_time import BERLIN, OFFICE, local

YEARS = range(2024, 2035)


@pytest.mark.parametrize(("code", "letters"), [("09", "BY"), ("14", "SN"), ("16", "TH")])
def test_legal_local_holidays_are_those_the_library_calls_catholic(code, letters):
    known = holidays.country_holidays("DE", subdiv=letters, years=YEARS, language="de", categories=("catholic",))
    (ours,) = LEGAL_ONES[code]

    assert {day: ours.name for day in known if ours.falls_on(day)} == dict(known)
    assert sum(ours.falls_on(date(2026, 1, 1) + timedelta(days=n)) for n in range(365)) == 1


def test_augsburg_has_what_the_library_says_of_it():
    known = holidays.country_holidays("DE", subdiv="Augsburg", years=YEARS, language="de")
    of_bavaria = holidays.country_holidays("DE", subdiv="BY", years=YEARS, language="de")
    ours = FreeDays("09", tuple(day for day in usual_local_holidays("09761000") if day not in CUSTOMARY_ONES))

    assert all(ours.name_of(day) == name for day, name in known.items() if day not in of_bavaria)


def test_a_half_day_ends_service_at_its_hour_and_a_whole_one_has_none():
    shrove_monday, christmas_eve = date(2026, 2, 16), date(2026, 12, 24)
    free = FreeDays("05", CUSTOMARY_ONES)

    half = intervals_of(shrove_monday, OFFICE, BERLIN, free)

    assert [end.astimezone(BERLIN).time() for _start, end in half] == [time(12)]
    assert intervals_of(christmas_eve, OFFICE, BERLIN, free) == []
    assert free.name_of(shrove_monday) == "Rosenmontag"


def test_a_deadline_leaps_over_a_local_holiday():
    """15 August 2025 is a Friday: free in most of Bavaria, not by the state's list."""
    start = local("2025-08-14T16:00")

    in_one = add_service_time(start, timedelta(hours=2), OFFICE, BERLIN, FreeDays("09", LEGAL_ONES["09"]))
    in_another = add_service_time(start, timedelta(hours=2), OFFICE, BERLIN, FreeDays("09"))

    assert (in_one, in_another) == (local("2025-08-18T09:00"), local("2025-08-15T09:00"))


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_no_date_breaks_a_rule(day):
    names = FreeDays("09", usual_local_holidays("09761000")).name_of(day)

    assert isinstance(names, str)


def test_the_next_time_is_found_or_there_is_none():
    today = date(2026, 11, 28)

    assert LocalHoliday("Markt", on=date(2026, 11, 27)).next_after(today) is None
    assert LocalHoliday("Markt", on=today).next_after(today) == today
    assert LocalHoliday("Fest", month=2, day_of_month=29).next_after(today) == date(2028, 2, 29)
    assert LocalHoliday("Fronleichnam", easter_offset=60).next_after(today) == date(2027, 5, 27)
