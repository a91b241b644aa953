# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Startklar*: each gap leads to where it can be closed, also when what is signed must not be changed."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Role
from reporting.presenters.readiness import shown_to
from reporting.queries.readiness import readiness_of
from staffing.models import ServiceHours
from strategy import services
from strategy.models import RoleAssignment, Strategy
from strategy.services import RoleRow
from tests.factories import person
from tests.strategy.factories import signed_strategy

GAPS = {"crisis_roles": "role_table", "promise": "figures", "deputy": "figures", "review": "figures"}


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def in_force(town, press):
    """Signed, and yet without promise, deputy and crisis roles, its review date over: as of a release before."""
    strategy = signed_strategy(town, author=press)
    Strategy.objects.update(answer_promise_hours=None, answer_deputy=None, review_on=localdate() - timedelta(days=1))
    RoleAssignment.objects.update(deputy=None)
    Strategy.objects.update(signed_hash=Strategy.objects.get().current_hash())
    return Strategy.objects.get(pk=strategy.pk)


def ways(town):
    return {step.key: step for step in readiness_of(town) if step.key in GAPS}


def page(town, name):
    return reverse(f"strategy:{name}", args=[town.slug])


def fill_in(draft, actor):
    deputy = person(draft.municipality, Role.LEADERSHIP)
    services.set_roles(
        draft, actor=actor, roles={kind: RoleRow(actor, deputy, Decimal(1)) for kind in RoleAssignment.Kind.values}
    )
    draft.refresh_from_db()
    services.edit_figures(
        draft,
        actor=actor,
        seen_revision=draft.revision,
        hours_per_week=draft.hours_per_week,
        budget_per_year=draft.budget_per_year,
        answer_promise_hours=24,
        review_on=localdate() + timedelta(days=300),
        answer_deputy=deputy,
    )


def test_a_gap_of_the_signed_text_leads_to_where_a_new_version_begins_and_says_so(client, town, press, in_force):
    client.force_login(press)

    for key, step in ways(town).items():
        assert (step.is_done, step.who, step.url) == (False, (Role.COMMUNICATIONS,), page(town, "document")), key
        assert "neue Fassung" in step.note
    assert page(town, "new_version") in client.get(page(town, "document")).content.decode()


def test_a_gap_leads_to_its_part_of_the_version_being_written(client, town, press, in_force):
    services.start_new_version(in_force, actor=press)
    client.force_login(press)

    for key, step in ways(town).items():
        assert step.url == page(town, GAPS[key])
        assert "Fassung 2" in step.note
        assert client.get(step.url).status_code == 200


def test_a_gap_closed_in_the_new_version_leads_to_handing_it_in_and_then_to_the_signature(town, press, in_force):
    draft = services.start_new_version(in_force, actor=press)
    fill_in(draft, press)
    assert {step.url for step in ways(town).values()} == {page(town, "document")}
    assert all("Fassung 2 schließt diese Lücke" in step.note for step in ways(town).values())

    draft.refresh_from_db()
    services.submit_strategy(draft, actor=press)

    signature = reverse("admin:strategy_strategy_change", args=[draft.pk])
    assert {(step.who, step.url) for step in ways(town).values()} == {((Role.LEADERSHIP,), signature)}
    mayor = person(town, Role.LEADERSHIP)
    assert {shown.url for shown in shown_to(list(ways(town).values()), mayor, town)} == {signature}
    assert {shown.url for shown in shown_to(list(ways(town).values()), press, town)} == {""}


def test_hours_without_duty_lead_to_their_week(town):
    """Detects a link to a week in which nothing is missing."""
    with time_machine.travel("2026-11-28 12:00+01:00", tick=False):  # a Saturday; the next seven days have no holiday
        ServiceHours.objects.create(municipality=town, weekday=2, opens=time(8), closes=time(16))

        [step] = [step for step in readiness_of(town) if step.key == "roster"]

    assert step.url.endswith("?woche=2026-11-30#roster")
