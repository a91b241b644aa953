# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything is stopped by one switch; what came due meanwhile waits for a person."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from accounts.models import AuditEntry, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt import tasks
from channels_mgmt.models import Delivery, Post, PublishingStop
from channels_mgmt.services import publishing
from channels_mgmt.services.at_once import publish_in_ten_seconds
from channels_mgmt.services.publishing import publish_delivery, reschedule_delivery
from channels_mgmt.services.stops import resume_publishing, stop_publishing
from core.errors import AlreadyChanged, Refused
from core.localtime import to_wall
from tests.channels_mgmt.live import make_live_town
from tests.e2e.browser import signed_in
from tests.factories import MunicipalityFactory, person
from tests.racing import race

State = Delivery.State
WHY = "Unfall am Bahnhof"


@pytest.fixture
def officer(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def stopped(live, town, officer):
    return stop_publishing(town, actor=officer, reason=WHY)


def test_a_post_that_comes_due_in_the_stop_waits_for_a_person_with_the_reason(live, stopped):
    delivery = live.delivery()

    publish_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.MISSED, 0)
    assert WHY in delivery.error
    assert delivery.needs_a_person


def test_what_was_to_be_tried_again_and_what_is_published_by_hand_waits_as_well(live, stopped):
    again = live.delivery(state=State.RETRY_WAIT, next_attempt_at=now() - timedelta(seconds=1), attempts=1)

    publish_delivery(again.pk)

    again.refresh_from_db()
    assert again.state == State.MISSED


def test_going_on_publishes_what_is_planned_for_later_and_nothing_that_was_held_back(live, town, officer, stopped):
    held, later = live.delivery(), live.delivery(due_at=now() + timedelta(hours=1))
    publish_delivery(held.pk)

    assert resume_publishing(town, actor=officer) == 1

    assert [row.pk for row in Delivery.objects.due(now() + timedelta(hours=2))] == [later.pk]
    held.refresh_from_db()
    wall = to_wall(now() + timedelta(minutes=5), town.timezone)
    reschedule_delivery(held, actor=officer, wall=wall)
    assert held.state == State.SCHEDULED


def test_a_stop_of_one_town_holds_no_other_up(live, stopped):
    neighbour = MunicipalityFactory()
    with scope(municipality=neighbour):
        delivery = make_live_town(neighbour).delivery()

        publish_delivery(delivery.pk)

        delivery.refresh_from_db()
        assert delivery.state == State.PUBLISHED


def test_nothing_is_claimed_once_the_stop_stands_however_late_it_came(live, town, officer, monkeypatch):
    """Removal: the stop in the conditions of the claim."""
    delivery = live.delivery()
    obstacle = publishing.DeliveryErrand.obstacle

    def stop_meanwhile(self, row):
        found = obstacle(self, row)
        stop_publishing(town, actor=officer, reason=WHY)
        return found

    monkeypatch.setattr(publishing.DeliveryErrand, "obstacle", stop_meanwhile)
    publish_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.SCHEDULED, 0)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_ten_people_who_stop_at_once_one_does(officer, town):
    results = race(town, [lambda: stop_publishing(town, actor=officer, reason=WHY)] * 10)

    assert sum(isinstance(result, PublishingStop) for result in results) == 1
    assert sum(isinstance(result, AlreadyChanged) for result in results) == 9
    with scope(municipality=town):
        assert AuditEntry.objects.filter(action="channels_mgmt.publishing_stopped").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_let_it_go_on_one_is_on_record(officer, town):
    with scope(municipality=town):
        stop_publishing(town, actor=officer, reason=WHY)

    results = race(town, [lambda: resume_publishing(town, actor=officer)] * 2)

    assert sorted(map(str, map(type, results))) == sorted(map(str, [int, AlreadyChanged]))


def test_it_ends_by_itself_at_its_end_and_not_before(live, town, officer):
    stop_publishing(town, actor=officer, reason=WHY, wall=to_wall(now() + timedelta(hours=2), town.timezone))
    tasks.sweep_deliveries()
    assert PublishingStop.objects.exists()
    PublishingStop.objects.update(started_at=now() - timedelta(hours=2), until=now() - timedelta(seconds=1))

    with scopes_disabled():
        tasks.sweep_deliveries()
        tasks.sweep_deliveries()

    assert not PublishingStop.objects.exists()
    assert AuditEntry.objects.filter(action="channels_mgmt.publishing_resumed").count() == 1


def test_it_is_refused_without_a_reason_and_with_an_end_that_has_passed(town, officer):
    with pytest.raises(Refused, match="warum"):
        stop_publishing(town, actor=officer, reason="  \n ")
    with pytest.raises(Refused, match="vorbei"):
        stop_publishing(town, actor=officer, reason=WHY, wall=to_wall(now() - timedelta(hours=1), town.timezone))
    assert not PublishingStop.objects.exists()


def test_the_database_keeps_one_stop_for_a_town_with_a_reason_and_an_end_after_its_start(town, officer, stopped):
    common = {"municipality": MunicipalityFactory(), "started_by": officer, "started_at": now()}
    for broken in ({"reason": ""}, {"reason": WHY, "until": common["started_at"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublishingStop.objects.create(**common | broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishingStop.objects.create(**common | {"municipality": town, "reason": WHY})


@pytest.mark.parametrize(
    ("role", "may_stop", "may_resume"),
    [
        (Role.EDITOR, True, False),
        (Role.MODERATOR, True, False),
        (Role.LEADERSHIP, True, True),
        (Role.COMMUNICATIONS, True, True),
        (Role.ADMINISTRATOR, True, True),
        (Role.DEPARTMENT, False, False),
        (Role.EXTERNAL, False, False),
        (Role.READER, False, False),
    ],
)
def test_more_people_may_stop_than_let_it_go_on(town, role, may_stop, may_resume):
    actor = person(town, role)

    with nullcontext() if may_stop else pytest.raises(NotPermitted):
        stop_publishing(town, actor=actor, reason=WHY)
    if not may_stop:
        stop_publishing(town, actor=person(town, Role.EDITOR), reason=WHY)
    with nullcontext() if may_resume else pytest.raises(NotPermitted):
        resume_publishing(town, actor=actor)


def test_nobody_publishes_at_one_click_meanwhile(live, town, officer, stopped):
    post = Post.objects.get(pk=live.delivery().post_id)

    with pytest.raises(Refused, match=WHY):
        publish_in_ten_seconds(post, actor=officer)


def test_the_page_stops_says_so_everywhere_and_lets_it_go_on(live, town, officer):
    client = signed_in(officer)
    page = reverse("planning:stop", args=[town.slug])

    client.post(page, {"reason": WHY})
    held = live.delivery()
    publish_delivery(held.pk)
    shown = client.get(page).content.decode()

    assert WHY in client.get(reverse("today:today", args=[town.slug])).content.decode()
    assert held.post.title in shown
    answer = client.post(reverse("planning:resume", args=[town.slug]), follow=True).content.decode()
    assert "1 Beitrag" in answer
    assert held.post.title in answer
    assert WHY not in client.get(reverse("team:team", args=[town.slug])).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": ""},
        {"reason": WHY, "day": "2026-12-01"},
        {"reason": WHY, "time": "10:00"},
        {"reason": WHY, "day": "2020-01-01", "time": "10:00"},
        {"reason": WHY, "day": "31.02.2027", "time": "10:00"},
        {"reason": "x" * 201},
    ],
)
def test_bad_input_stops_nothing_and_keeps_what_was_typed(town, officer, typed):
    answer = signed_in(officer).post(reverse("planning:stop", args=[town.slug]), typed)

    assert not PublishingStop.objects.exists()
    page = answer.content.decode()
    assert "error" in page
    assert all(value in page for value in typed.values())
