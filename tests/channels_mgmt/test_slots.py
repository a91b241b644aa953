# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The next free slot: an hour somebody is there, on a day without a post, in a week below the cadence."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django_scopes import scope

from accounts.models import Role
from channels_mgmt.domain.slots import next_free_slot
from channels_mgmt.models import Post
from channels_mgmt.queries.slots import free_slot
from channels_mgmt.services.planning import create_post
from tests.factories import MunicipalityFactory, person

MONDAY = date(2026, 11, 30)


def office(opens=time(8), closes=time(16), days=range(5)):
    def open_on(day):
        if day.weekday() not in days:
            return []
        return [(datetime.combine(day, opens), datetime.combine(day, closes))]

    return open_on


def monday_at(hour, minute=0):
    return datetime.combine(MONDAY, time(hour, minute))


def test_the_slot_of_a_morning_is_the_usual_hour_of_the_same_day():
    assert next_free_slot(monday_at(8, 15), office(), {}, None) == monday_at(10)


def test_after_the_usual_hour_it_is_the_next_full_hour_at_least_an_hour_away():
    assert next_free_slot(monday_at(11, 20), office(), {}, None) == monday_at(13)


def test_after_hours_and_on_days_with_a_post_it_is_the_next_working_day_without_one():
    planned = {MONDAY + timedelta(days=1): 1}

    assert next_free_slot(monday_at(15, 30), office(), planned, None) == monday_at(10) + timedelta(days=2)


def test_hours_that_do_not_hold_the_usual_one_begin_with_their_first_full_hour():
    assert next_free_slot(monday_at(7), office(time(13, 30), time(18)), {}, None) == monday_at(14)


def test_a_week_that_has_reached_the_cadence_is_left_alone():
    planned = {MONDAY: 1, MONDAY + timedelta(days=1): 1}

    assert next_free_slot(monday_at(12), office(), planned, 2) == monday_at(10) + timedelta(days=7)


def test_when_every_week_is_full_a_day_without_a_post_is_still_found():
    planned = {MONDAY + timedelta(days=n): 3 for n in range(0, 70, 7)}

    assert next_free_slot(monday_at(12), office(), planned, 2) == monday_at(10) + timedelta(days=1)


def test_without_anybody_there_is_no_slot():
    assert next_free_slot(monday_at(12), office(days=()), {}, None) is None


@pytest.mark.django_db
def test_a_town_is_offered_a_day_that_has_no_post_and_is_no_holiday():
    town = MunicipalityFactory()
    editor = person(town, Role.EDITOR)
    at = datetime(2026, 12, 24, 17, tzinfo=UTC)  # Thursday; then two holidays and a Sunday
    with scope(municipality=town):
        taken = create_post(town, actor=editor, title="Besetzt", wall=datetime(2026, 12, 28, 9))

        assert free_slot(town, at) == datetime(2026, 12, 29, 10)
        assert free_slot(town, at, besides=taken.pk) == datetime(2026, 12, 28, 10)
        assert Post.objects.count() == 1
