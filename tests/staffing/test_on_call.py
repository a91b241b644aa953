# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whom a danger reaches, over nights, week-ends, holidays and the days on which the clocks change."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from core.errors import DomainError
from reporting.queries.readiness import readiness_of
from staffing import queries, services
from staffing.forms import ShiftForm
from staffing.models import DutyShift
from tests.factories import person

SATURDAY = datetime(2026, 11, 28, 16)  # wall clock


@pytest.fixture
def press_office(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def moderator(town):
    return person(town, Role.MODERATOR)


def call(town, actor, whom, start, hours=24):
    return services.add_shift(
        town, actor=actor, person=whom, start=start, end=start + timedelta(hours=hours), is_on_call=True
    )


def test_who_is_on_call_hears_of_a_danger_and_covers_no_service_time(town, press_office, moderator):
    services.set_service_hours(town, actor=press_office, intervals=[(5, time(8), time(18))])
    call(town, press_office, moderator, SATURDAY)
    at = datetime(2026, 11, 28, 15, 30, tzinfo=UTC)

    saturday = queries.roster_of_week(town, SATURDAY.date() - timedelta(days=5))[5]

    assert queries.on_call(town, at) == [moderator]
    assert queries.on_duty(town, at) == []
    assert [(end - start).total_seconds() / 3600 for start, end in saturday["gaps"]] == [10]


def test_who_is_on_duty_hears_of_a_danger_too_and_may_be_on_call_at_the_same_time(town, press_office, moderator):
    call(town, press_office, moderator, SATURDAY)
    services.add_shift(town, actor=press_office, person=moderator, start=SATURDAY, end=SATURDAY + timedelta(hours=2))

    assert queries.on_call(town, datetime(2026, 11, 28, 15, 30, tzinfo=UTC)) == [moderator]
    with pytest.raises(DomainError):
        call(town, press_office, moderator, SATURDAY)


def test_only_who_decides_about_comments_is_on_call(town, press_office):
    with pytest.raises(DomainError, match="Pressestelle"):
        call(town, press_office, person(town, Role.EDITOR), SATURDAY)

    assert not DutyShift.objects.exists()


@pytest.mark.parametrize("day", [datetime(2026, 3, 28, 16), datetime(2026, 10, 24, 16)])
def test_a_whole_day_on_call_is_one_when_the_clocks_change(town, press_office, moderator, day):
    call(town, press_office, moderator, day)
    call(town, press_office, moderator, day + timedelta(days=1))

    shifts = DutyShift.objects.order_by("starts_at")
    assert queries.without_anybody(town, shifts[0].starts_at, shifts[1].ends_at) == []


def test_longer_than_a_day_nobody_is_on_call(town, press_office, moderator):
    with pytest.raises(DomainError, match="24"):
        call(town, press_office, moderator, SATURDAY, hours=25)


@pytest.mark.parametrize(("ends", "hours"), [("18:00", 2), ("08:00", 16), ("16:00", 24)])
def test_a_time_on_call_runs_over_midnight(town, moderator, ends, hours):
    given = {"person": moderator.pk, "day": "2026-11-28", "starts": "16:00", "ends": ends, "is_on_call": "on"}
    form = ShiftForm(given, town=town, today=SATURDAY.date())

    assert form.is_valid()
    start, end = form.span()
    assert end - start == timedelta(hours=hours)


def test_readiness_names_the_hours_in_which_a_threat_reaches_nobody(town, press_office, moderator):
    with time_machine.travel(datetime(2026, 11, 27, 12, tzinfo=UTC)):
        for offset in range(6):
            call(town, press_office, moderator, datetime(2026, 11, 28, 0) + timedelta(days=offset))
        call(town, press_office, moderator, datetime(2026, 12, 4, 0), hours=22)
        (open_step,) = [step for step in readiness_of(town) if step.key == "on_call"]
        call(town, press_office, moderator, datetime(2026, 12, 4, 22), hours=2)
        (done,) = [step for step in readiness_of(town) if step.key == "on_call"]

    assert (open_step.is_done, open_step.note[:10]) == (False, "2 Stunden ")
    assert "woche=2026-11-30" in open_step.url
    assert done.is_done


def test_the_roster_says_from_and_until_when_somebody_is_on_call_on_each_day(client, town, press_office, moderator):
    call(town, press_office, moderator, SATURDAY)
    call(town, press_office, moderator, datetime(2026, 11, 26))
    services.add_shift(
        town, actor=press_office, person=moderator, start=datetime(2026, 11, 27, 8), end=datetime(2026, 11, 27, 12)
    )
    client.force_login(press_office)

    days = client.get(reverse("team:team", args=[town.slug]), {"woche": "2026-11-23"}).context["days"]

    hours = [[shift.hours for shift in day["shifts"]] for day in days]
    assert hours[3:] == [["ganzer Tag"], ["08:00 Uhr – 12:00 Uhr"], ["ab 16:00 Uhr"], ["bis 16:00 Uhr"]]
