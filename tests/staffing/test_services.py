# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, Role
from core.errors import DomainError, NotPermitted
from staffing import queries, services
from staffing.models import DutyShift, ServiceHours, WorkingShare
from tests.factories import person


@pytest.fixture
def press_office(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def moderator(town):
    return person(town, Role.MODERATOR)


def test_agreed_hours_replace_earlier_ones_and_are_recorded(town, press_office, moderator):
    for hours in (Decimal("4"), Decimal("6.5")):
        services.agree_hours(town, actor=press_office, person=moderator, hours_per_week=hours)

    assert queries.hours_of(town, moderator) == Decimal("6.5")
    assert [e.action for e in AuditEntry.objects.all()] == ["staffing.hours_agreed"] * 2


def test_a_moderator_does_not_arrange_the_team(town, moderator):
    with pytest.raises(NotPermitted):
        services.agree_hours(town, actor=moderator, person=moderator, hours_per_week=Decimal(10))

    assert not WorkingShare.objects.exists()


def test_somebody_of_another_town_gets_no_hours_here(town, press_office, django_user_model):
    stranger = django_user_model.objects.create_user("fremd@stadt.example", name="Person")

    with pytest.raises(DomainError):
        services.agree_hours(town, actor=press_office, person=stranger, hours_per_week=Decimal(10))


@pytest.mark.parametrize("hours", [Decimal(0), Decimal(-1), Decimal("48.5")])
def test_impossible_hours_are_refused_by_service_and_database(town, press_office, moderator, hours):
    with pytest.raises(DomainError):
        services.agree_hours(town, actor=press_office, person=moderator, hours_per_week=hours)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingShare.objects.create(municipality=town, person=moderator, hours_per_week=hours)


def test_service_hours_are_replaced_as_a_whole(town, press_office):
    services.set_service_hours(town, actor=press_office, intervals=[(0, time(8), time(12)), (0, time(13), time(17))])
    services.set_service_hours(town, actor=press_office, intervals=[(1, time(9), time(10))])

    assert [str(row) for row in ServiceHours.objects.all()] == ["1 09:00–10:00"]


def test_overlapping_service_hours_change_nothing(town, press_office):
    services.set_service_hours(town, actor=press_office, intervals=[(1, time(9), time(10))])

    with pytest.raises(DomainError):
        services.set_service_hours(
            town, actor=press_office, intervals=[(0, time(8), time(12)), (0, time(11), time(13))]
        )

    assert [str(row) for row in ServiceHours.objects.all()] == ["1 09:00–10:00"]


def test_whoever_has_a_shift_is_on_duty(town, press_office, moderator):
    services.add_shift(
        town,
        actor=press_office,
        person=moderator,
        start=datetime(2026, 11, 23, 8),  # wall clock
        end=datetime(2026, 11, 23, 12),
    )

    assert queries.on_duty(town, datetime(2026, 11, 23, 8, tzinfo=UTC)) == [moderator]
    assert queries.on_duty(town, datetime(2026, 11, 23, 11, tzinfo=UTC)) == []


def test_a_person_is_not_on_duty_twice_at_the_same_time(town, press_office, moderator):
    def add(start, end):
        day = datetime(2026, 11, 23)  # wall clock
        services.add_shift(
            town, actor=press_office, person=moderator, start=day.replace(hour=start), end=day.replace(hour=end)
        )

    add(8, 12)
    add(12, 16)
    with pytest.raises(DomainError):
        add(15, 18)

    assert DutyShift.objects.count() == 2


def test_the_roster_names_service_time_nobody_covers(town, press_office, moderator):
    services.set_service_hours(town, actor=press_office, intervals=[(0, time(8), time(16))])
    services.add_shift(
        town,
        actor=press_office,
        person=moderator,
        start=datetime(2026, 11, 23, 10),  # wall clock
        end=datetime(2026, 11, 23, 12),
    )

    monday = queries.roster_of_week(town, date(2026, 11, 23))[0]

    assert [(g[0].hour, g[1].hour) for g in monday["gaps"]] == [(7, 9), (11, 15)]
