# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""No digest outside service hours and duty, but a danger reaches whoever is on call, at any hour."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from accounts.models import Role
from reporting.models import Reminder
from reporting.presenters.waiting import waiting_for
from reporting.services.reminders import remind_everybody
from staffing.models import DutyShift, ServiceHours
from tests.community.factories import comment_in
from tests.factories import person

#: Nobody works then: a Saturday, a night, Christmas, and the nights in which the clocks change.
QUIET = [
    datetime(2026, 11, 28, 13, 37, tzinfo=UTC),
    datetime(2026, 11, 25, 22, tzinfo=UTC),
    datetime(2026, 12, 25, 9, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
]


@pytest.fixture
def moderator(town):
    for weekday in range(5):
        ServiceHours.objects.create(municipality=town, weekday=weekday, opens=time(8), closes=time(16))
    return person(town, Role.MODERATOR)


def shift(town, whom, at, **fields):
    around = {"starts_at": at - timedelta(hours=1), "ends_at": at + timedelta(hours=1)}
    return DutyShift.objects.create(municipality=town, person=whom, **around, **fields)


def threat(town, at):
    return comment_in(town, urgency=1, due_at=at + timedelta(hours=1), received_at=at)


@pytest.mark.parametrize("at", QUIET)
def test_what_is_overdue_waits_for_the_service_hours(town, moderator, postbox, at):
    """Detects the removal of the question whether anybody is at work."""
    with time_machine.travel(at, tick=False):
        comment_in(town, due_at=at - timedelta(hours=1))
        remind_everybody()

    assert postbox.recipients == []
    assert [row.state for row in Reminder.objects.all()] == ["due"]


def test_it_leaves_when_the_hours_begin(town, moderator, postbox):
    at = QUIET[0]
    with time_machine.travel(at, tick=False):
        comment_in(town, due_at=at - timedelta(hours=1))
        remind_everybody()
    with time_machine.travel(datetime(2026, 11, 30, 7, 1, tzinfo=UTC), tick=False):
        remind_everybody()

    assert postbox.recipients == [moderator.email]


def test_on_duty_a_person_hears_of_everything(town, moderator, postbox):
    at = QUIET[0]
    with time_machine.travel(at, tick=False):
        shift(town, moderator, at)
        comment_in(town, due_at=at - timedelta(hours=1))
        remind_everybody()

    assert postbox.recipients == [moderator.email]


@pytest.mark.parametrize("at", QUIET)
def test_outside_the_hours_no_digest_reaches_who_is_on_call(town, moderator, postbox, at):
    """Of a danger the danger line tells (community/test_danger.py)."""
    with time_machine.travel(at, tick=False):
        shift(town, moderator, at, is_on_call=True)
        threat(town, at)
        comment_in(town, due_at=at - timedelta(hours=1))
        remind_everybody()

    assert postbox.recipients == []


def test_a_threat_is_above_everything_and_says_when_nobody_is_on_call(town, moderator):
    at = QUIET[0]
    comment_in(town, due_at=at - timedelta(days=1))
    found = threat(town, at)

    first, second = waiting_for(moderator, town, at)
    shift(town, moderator, at, is_on_call=True)
    with_somebody, _rest = waiting_for(moderator, town, at)

    assert (first.cause, first.urgency, second.urgency) == (f"danger:{found.pk}", 0, 1)
    assert first.path.endswith(f"/{found.pk}/")
    assert first.note == "anzusehen bis Sa., 28.11.2026, 15:37 Uhr · Gerade hat niemand Bereitschaft."
    assert with_somebody.note == "anzusehen bis Sa., 28.11.2026, 15:37 Uhr"
