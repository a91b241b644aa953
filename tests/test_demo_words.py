# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The invented town does not contradict itself, whatever the day it is loaded on."""

from datetime import date, timedelta

import pytest

from accounts.services.demo_people import PEOPLE
from demo import texts
from demo.posts_earlier import EARLIER
from demo.posts_recent import RECENT, help_line, invitation, memorial_sunday


@pytest.mark.parametrize("sunday", [date(2022, 11, 13), date(2024, 11, 17), date(2026, 11, 15), date(2027, 11, 14)])
def test_the_day_of_remembrance_is_on_its_day(sunday):
    assert memorial_sunday(sunday.year) == sunday


def test_remembrance_is_only_spoken_of_around_its_day():
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]

    spoken = [day for day in days if "Volkstrauertag" in invitation(day).title]

    assert (spoken[0], spoken[-1]) == (date(2026, 11, 3), date(2026, 12, 10))
    assert all(day + timedelta(days=invitation(day).day) == date(2026, 11, 13) for day in spoken)
    flagged = [day for day in days if "Flagge" in help_line(day).title]
    assert flagged and all(day + timedelta(days=help_line(day).day) == date(2026, 11, 25) for day in flagged)


def test_no_citizen_bears_the_name_of_a_colleague():
    names = {word.lower() for person in PEOPLE for word in person.name.split() if word.isalpha()}
    citizens = [reply.name for entry in [*EARLIER, *RECENT] for reply in entry.replies]

    assert [name for name in citizens if names & set(name.lower().replace("_", " ").split())] == []


def test_the_ages_of_lindenhagen_add_up_to_its_population():
    assert sum(texts.AGES.values()) == texts.POPULATION
