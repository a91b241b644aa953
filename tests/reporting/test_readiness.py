# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Startklar*: facts, not ticks; every gap leads there or names whom to ask."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.frame.readiness import SOURCES, Facts
from accounts.models import Municipality, Role
from accounts.queries import changes_counted, people_of
from channels_mgmt.models import ChannelCheck
from netiquette.queries import published_netiquette
from reporting.presenters.readiness import groups_for, shown_to
from reporting.queries import readiness
from reporting.queries.readiness import readiness_of
from staffing.models import DutyShift, ServiceHours, WorkingShare
from strategy.models import RoleAssignment, Strategy
from strategy.queries import strategy_in_force
from tests.channels_mgmt.factories import checked_document, give_mandate, live_channel, make_ready
from tests.factories import person, secure
from tests.strategy.factories import submitted_strategy

APPS_WITH_STEPS = {"accounts", "channels_mgmt", "netiquette", "staffing", "strategy"}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def open_steps(town) -> set[str]:
    return {step.key for step in readiness_of(town) if not step.is_done}


def step(town, key):
    return next(step for step in readiness_of(town) if step.key == key)


def complete(town) -> None:
    """Everything a town needs, so that nothing is left open."""
    give_mandate(town, "mastodon")
    strategy = Strategy.objects.get()
    head, deputy = person(town, Role.LEADERSHIP), person(town, Role.LEADERSHIP)
    for kind in RoleAssignment.CRISIS_KINDS:
        RoleAssignment.objects.create(strategy=strategy, kind=kind, person=head, deputy=deputy)
    Strategy.objects.update(answer_promise_hours=24, answer_deputy=deputy)
    Strategy.objects.update(signed_hash=Strategy.objects.get().current_hash())
    Municipality.objects.filter(pk=town.pk).update(
        imprint_url="https://stadt.example/impressum", contact_email="social@stadt.example"
    )
    town.refresh_from_db()
    make_ready(live_channel(town, connector="manual"))
    checked_document(town, "accessibility")
    for _ in range(2):
        person(town, Role.ADMINISTRATOR)
    ServiceHours.objects.create(municipality=town, weekday=0, opens=time(8), closes=time(16))
    cover(town)
    for membership in town.memberships.filter(role__in=[Role.ADMINISTRATOR, Role.LEADERSHIP]):
        secure(membership.user)


def cover(town, *, days: int = 9) -> None:
    zone = ZoneInfo(town.timezone)
    today = localdate(timezone=zone)
    start = datetime.combine(today, time(), zone)
    DutyShift.objects.create(
        municipality=town, person=person(town, Role.EDITOR), starts_at=start, ends_at=start + timedelta(days=days)
    )


def test_a_complete_town_has_no_open_step(town):
    complete(town)

    assert open_steps(town) == set()


def test_a_new_town_sees_every_area_and_how_far_it_is(town):
    reader = person(town, Role.ADMINISTRATOR)
    shown = groups_for(readiness_of(town), reader, town)

    assert [str(group.group) for group in shown] == ["mandate", "rules", "people", "crisis", "channels", "security"]
    assert sum(group.done for group in shown) < sum(len(group.steps) for group in shown)


def test_each_step_is_registered_by_the_app_it_belongs_to(town):
    """The left registers, the right never lists; a step of an area that no source names would be counted unseen."""
    homes = [source.steps.__module__ for source in SOURCES]

    assert all(re.fullmatch(r"\w+\.frame\.\w+", home) for home in homes)
    assert {home.split(".")[0] for home in homes} == APPS_WITH_STEPS
    assert len({source.position for source in SOURCES}) == len(SOURCES)
    give_mandate(town, "mastodon")
    live_channel(town, connector="manual")
    for source in SOURCES:
        assert {step.group for step in source.steps(Facts(town))} == {source.group.key}


def test_what_several_apps_ask_of_a_town_is_read_once(town, django_assert_num_queries):
    """Detects a second reading of the signed text for the channels, and of the people for the second factors."""
    facts = Facts(town)
    read = facts.read(people_of), facts.read(published_netiquette), facts.read(strategy_in_force)

    with django_assert_num_queries(0):
        again = facts.read(people_of), facts.read(published_netiquette), facts.read(strategy_in_force)

    assert again == read


def test_the_order_is_that_a_town_takes(town):
    give_mandate(town, "mastodon")
    channel = live_channel(town, connector="manual")

    keys = [step.key for step in readiness_of(town) if not step.key.startswith(f"{channel.pk}:")]

    assert keys == [
        *("strategy", "review", "promise", "deputy"),
        *("netiquette", "imprint", "contact", "accessibility"),
        *("head", "hours", "service_hours", "roster", "on_call"),
        "crisis_roles",
        *("administrators", "second_factor_administrator", "second_factor_leadership"),
    ]


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (lambda town: Strategy.objects.update(budget_per_year=1), "strategy"),
        (lambda town: Strategy.objects.update(state="retired"), "strategy"),
        (lambda town: town.memberships.filter(role=Role.ADMINISTRATOR).first().delete(), "administrators"),
        (lambda town: Authenticator.objects.all().delete(), "second_factor_administrator"),
        (lambda town: Authenticator.objects.all().delete(), "second_factor_leadership"),
        (lambda town: ServiceHours.objects.all().delete(), "service_hours"),
        (lambda town: DutyShift.objects.all().delete(), "roster"),
        (lambda town: DutyShift.objects.update(ends_at=F("ends_at") - timedelta(days=3)), "on_call"),
        (lambda town: WorkingShare.objects.all().delete(), "hours"),
        (lambda town: town.memberships.filter(role=Role.LEADERSHIP).delete(), "head"),
        (lambda town: town.memberships.filter(role=Role.LEADERSHIP).delete(), "deputy"),
        (lambda town: RoleAssignment.objects.update(deputy=None), "crisis_roles"),
    ],
)
def test_each_fact_that_is_lost_opens_its_step(town, spoil, key):
    """Detects a step that is done by a tick or by another fact than its own."""
    complete(town)

    spoil(town)

    assert key in open_steps(town)


@pytest.mark.parametrize(
    ("check", "key"), [("imprint", "imprint"), ("two_factor", "two_factor"), ("alternative", "checks")]
)
def test_each_point_of_a_channels_checklist_counts(town, check, key):
    complete(town)

    ChannelCheck.objects.filter(key=check).delete()

    assert {k.split(":")[-1] for k in open_steps(town)} == {key}


def test_a_void_signature_is_named_as_such(town):
    complete(town)
    Strategy.objects.update(budget_per_year=1)

    assert "Unterschrift" in step(town, "strategy").note


def test_a_submitted_strategy_waits_for_the_head_and_leads_to_the_signature(town):
    strategy = submitted_strategy(town)
    mayor, press = person(town, Role.LEADERSHIP), person(town, Role.COMMUNICATIONS)

    found = step(town, "strategy")

    assert found.who == (Role.LEADERSHIP,)
    (for_mayor,) = shown_to([found], mayor, town)
    (for_press,) = shown_to([found], press, town)
    assert signed_in(mayor).get(for_mayor.url).status_code == 200
    assert str(strategy.pk) in for_mayor.url
    assert for_press.url == ""
    assert str(mayor) in for_press.ask


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.EXTERNAL, Role.DEPARTMENT}))
def test_every_link_leads_to_a_page_this_role_may_open(town, role):
    """Detects a gap that leads to a refusal; the empty and the half-ready town together show every step."""
    reader = person(town, role)
    client = signed_in(reader)
    urls = {shown.url for shown in shown_to(readiness_of(town), reader, town)}
    give_mandate(town, "mastodon")
    live_channel(town, connector="manual")
    urls |= {shown.url for shown in shown_to(readiness_of(town), reader, town)}

    wrong = {url: client.get(url, follow=True).status_code for url in urls - {""}}

    assert set(wrong.values()) <= {200}, wrong


def test_names_of_people_without_second_factor_are_for_those_who_may_see_people(town):
    it, editor = person(town, Role.ADMINISTRATOR, name="Ida Informatik"), person(town, Role.EDITOR)
    secure(person(town, Role.ADMINISTRATOR, name="Theo Technik"))
    found = step(town, "second_factor_administrator")

    (for_it,), (for_editor,) = shown_to([found], it, town), shown_to([found], editor, town)

    assert found.note.startswith("1 von 2")
    assert for_it.url == reverse("mfa_index")
    assert for_it.ask == "Ida Informatik"
    assert (for_editor.url, for_editor.ask) == ("", "Administration")
    page = signed_in(editor).get(reverse("today:readiness", args=[town.slug])).content.decode()
    assert "Ida Informatik" not in page


def test_the_page_costs_the_same_for_one_and_three_people(town, django_assert_max_num_queries):
    press = person(town, Role.COMMUNICATIONS)
    client, url = signed_in(press), reverse("today:readiness", args=[town.slug])
    person(town, Role.ADMINISTRATOR)
    client.get(url)
    with django_assert_max_num_queries(100) as with_one:
        client.get(url)
    for _ in range(2):
        person(town, Role.ADMINISTRATOR)

    with django_assert_max_num_queries(len(with_one)):
        client.get(url)


def test_a_complete_town_is_not_asked_again_for_a_minute(town, django_assert_num_queries):
    complete(town)
    changes = changes_counted(town)
    assert [s.label for s in readiness.standing_unless_complete(town, changes).steps if not s.is_done] == []

    with django_assert_num_queries(0):
        assert readiness.standing_unless_complete(town, changes) == readiness.COMPLETE


def test_an_incomplete_town_is_read_once_until_something_is_changed(town, django_assert_num_queries):
    """Detects a start page that reads the whole town again at each visit, or that shows old gaps."""
    from staffing.services import agree_hours

    press = person(town, Role.COMMUNICATIONS)
    before = readiness.standing_unless_complete(town, changes_counted(town)).steps
    with django_assert_num_queries(1):
        assert readiness.standing_unless_complete(town, changes_counted(town)).steps == before

    agree_hours(town, actor=press, person=press, hours_per_week=5, task="Planung")

    after = readiness.standing_unless_complete(town, changes_counted(town)).steps
    assert {s.key for s in before if s.is_done} ^ {s.key for s in after if s.is_done} == {"hours"}
