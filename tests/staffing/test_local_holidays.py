# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A municipality's own holidays: who notes them, what follows them, and what stays as it was promised."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEntry, Municipality, Role
from accounts.models.local_holidays import LocalHoliday
from channels_mgmt.queries.calendar import days_from
from channels_mgmt.queries.filtering import PlanFilter
from core.errors import DomainError, NotPermitted
from core.free_days import LocalHoliday as FreeDay
from staffing import queries, services
from tests.factories import person

FAIR = FreeDay("Kirchweih", month=8, day_of_month=17)
#: Monday, 17 August 2026, is free in the town; the question comes on the Friday before, at noon.
FRIDAY_NOON = datetime(2026, 8, 14, 10, tzinfo=UTC)
MONDAY = date(2026, 8, 17)


@pytest.fixture
def press_office(town):
    return person(town, Role.COMMUNICATIONS)


def fresh(town):
    """The town as another process reads it."""
    return Municipality.objects.get(pk=town.pk)


def test_new_deadlines_follow_the_day_and_promised_ones_stay(town, press_office):
    promised = queries.due_after_service_hours(town, FRIDAY_NOON, 2)

    services.add_local_holiday(town, actor=press_office, day=FAIR)
    new = queries.due_after_service_hours(fresh(town), FRIDAY_NOON, 2)

    assert promised == datetime(2026, 8, 17, 8, tzinfo=UTC)
    assert new == datetime(2026, 8, 18, 8, tzinfo=UTC)


def test_roster_and_calendar_name_the_day(town, press_office):
    services.add_local_holiday(town, actor=press_office, day=FAIR)

    roster = queries.roster_of_week(fresh(town), MONDAY)
    plan = days_from(fresh(town), MONDAY, 2, PlanFilter(), {}, MONDAY)

    assert (roster[0]["holiday"], roster[0]["service"]) == ("Kirchweih", [])
    assert [day.holiday for day in plan][:2] == ["Kirchweih", ""]


def test_a_removed_day_is_ordinary_again(town, press_office):
    holiday = services.add_local_holiday(town, actor=press_office, day=FAIR)

    services.remove_local_holiday(holiday, actor=press_office)

    assert fresh(town).free_days.name_of(MONDAY) == ""
    assert [e.action for e in AuditEntry.objects.order_by("pk")] == [
        "staffing.holiday_added",
        "staffing.holiday_removed",
    ]


def test_another_town_keeps_its_own_days(town, press_office):
    services.add_local_holiday(town, actor=press_office, day=FAIR)
    neighbour = Municipality.objects.create(name="Nachbar", slug="nachbar", municipality_code="08335044")

    assert neighbour.free_days.local == ()


def test_a_day_is_noted_once_and_only_by_those_who_arrange_the_team(town, press_office):
    services.add_local_holiday(town, actor=press_office, day=FAIR)

    with pytest.raises(DomainError):
        services.add_local_holiday(town, actor=press_office, day=FAIR)
    with pytest.raises(NotPermitted):
        services.add_local_holiday(town, actor=person(town, Role.EDITOR), day=FreeDay("Markt", on=date(2026, 9, 1)))

    assert LocalHoliday.objects.count() == 1


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"on": date(2026, 1, 2), "easter_offset": 60},
        {"month": 13, "day_of_month": 1},
        {"month": 8},
        {"easter_offset": 61},
    ],
)
def test_the_database_knows_exactly_one_rule_per_day(town, rule):
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalHoliday.objects.create(municipality=town, name="Tag", **rule)


def test_a_suggestion_is_taken_over_on_the_page_and_offered_no_more(town, press_office, client):
    Municipality.objects.filter(pk=town.pk).update(municipality_code="09761000")
    client.force_login(press_office)
    page, take = reverse("team:holidays", args=[town.slug]), reverse("team:add_suggested_holiday", args=[town.slug])

    before = client.get(page).content.decode()
    client.post(take, {"day": "0"})
    client.post(take, {"day": "0"})
    after = client.get(page)

    assert "Augsburger Hohes Friedensfest" in before and "Mariä Himmelfahrt" in before
    assert LocalHoliday.objects.get().name == "Augsburger Hohes Friedensfest"
    assert "Augsburger Hohes Friedensfest" not in [day.name for _n, day, _next in after.context["suggestions"]]


def test_a_half_day_of_ones_own_is_entered_and_a_wrong_one_keeps_what_was_typed(town, press_office, client):
    client.force_login(press_office)
    page = reverse("team:holidays", args=[town.slug])

    wrong = client.post(page, {"name": "Betriebsausflug", "day": "31.02.2027", "repeats": "once", "closes_at": ""})
    client.post(page, {"name": "Betriebsausflug", "day": "2027-06-18", "repeats": "once", "closes_at": "12:00"})

    assert wrong.status_code == 422 and "Betriebsausflug" in wrong.content.decode()
    assert LocalHoliday.objects.get().as_day() == FreeDay("Betriebsausflug", on=date(2027, 6, 18), closes_at=time(12))
