# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post is moved in the plan: with its schedule, without its approval suffering, and back."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse
from django_scopes import scope

from accounts.models import AuditEntry, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt.models import Delivery, Post
from channels_mgmt.services.moving import move_post
from channels_mgmt.services.planning import approve_post, submit_post
from channels_mgmt.services.stops import stop_publishing
from core.errors import AlreadyChanged, Refused
from tests.channels_mgmt.factories import draft, election_in, live_channel
from tests.factories import MunicipalityFactory, person
from tests.racing import race

SEEN = datetime(2026, 11, 25, 10)
LATER = datetime(2026, 11, 27, 10)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=True):
        yield


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def post(town, editor):
    post = draft(town, editor, channels=[live_channel(town)])
    return move_post(post, actor=editor, seen=None, wall=SEEN)


@pytest.fixture
def scheduled(town, editor, post):
    submit_post(post, actor=editor)
    return approve_post(post, actor=person(town, Role.COMMUNICATIONS), seen_hash=post.current_hash())


def due(post):
    return [delivery.due_at for delivery in post.deliveries.exclude(state=Delivery.State.WITHDRAWN)]


def test_moving_a_draft_changes_its_plan_alone(editor, post):
    revision = post.revision

    move_post(post, actor=editor, seen=SEEN, wall=LATER)

    post.refresh_from_db()
    assert (post.planned_wall, post.revision, post.state) == (LATER, revision, Post.State.DRAFT)
    assert AuditEntry.objects.filter(action="planning.post_moved").count() == 2


def test_moving_a_post_that_waits_for_approval_leaves_what_was_asked(town, editor, post):
    submit_post(post, actor=editor)
    asked = post.current_hash()

    move_post(post, actor=editor, seen=SEEN, wall=LATER)

    assert post.waits_for_approval
    approve_post(post, actor=person(town, Role.COMMUNICATIONS), seen_hash=asked)
    assert [moment.isoformat() for moment in due(post)] == ["2026-11-27T09:00:00+00:00"]


def test_moving_a_scheduled_post_moves_its_deliveries(editor, scheduled):
    move_post(scheduled, actor=editor, seen=SEEN, wall=LATER)

    assert [moment.isoformat() for moment in due(scheduled)] == ["2026-11-27T09:00:00+00:00"]


def test_a_scheduled_post_put_back_to_no_date_leaves_the_schedule(editor, scheduled):
    move_post(scheduled, actor=editor, seen=SEEN, wall=None, puts_back=True)

    assert due(scheduled) == []
    assert scheduled.is_approved


def test_whoever_moves_what_a_colleague_has_moved_meanwhile_is_told(editor, scheduled):
    same = Post.objects.get(pk=scheduled.pk)
    move_post(same, actor=editor, seen=SEEN, wall=LATER)

    with pytest.raises(AlreadyChanged):
        move_post(scheduled, actor=editor, seen=SEEN, wall=datetime(2026, 11, 30, 10))

    same.refresh_from_db()
    assert same.planned_wall == LATER


def test_what_is_public_is_not_moved(editor, scheduled):
    Post.objects.filter(pk=scheduled.pk).update(state=Post.State.PUBLISHED)
    scheduled.refresh_from_db()

    with pytest.raises(Refused):
        move_post(scheduled, actor=editor, seen=SEEN, wall=LATER)


@pytest.mark.parametrize("role", [Role.READER, Role.MODERATOR, Role.DEPARTMENT])
def test_who_may_not_schedule_moves_no_scheduled_post(town, scheduled, role):
    with pytest.raises(NotPermitted):
        move_post(scheduled, actor=person(town, role), seen=SEEN, wall=LATER)


def move(client, town, post, **fields):
    return client.post(reverse("planning:move", args=[town.slug, post.pk]), fields, follow=True)


def test_the_plan_says_what_was_moved_and_puts_it_back(client, town, editor, post):
    client.force_login(editor)

    page = move(client, town, post, gesehen="2026-11-25T10:00", tag="2026-11-27").content.decode()
    post.refresh_from_db()
    assert post.planned_wall == LATER
    assert "Fr., 27.11.2026" in page
    assert 'name="zurueck" value="2026-11-25T10:00"' in page

    page = move(client, town, post, gesehen="2026-11-27T10:00", zurueck="2026-11-25T10:00").content.decode()
    post.refresh_from_db()
    assert post.planned_wall == SEEN
    assert "steht wieder, wo er stand" in page
    assert 'name="zurueck"' not in page


def test_a_post_without_a_date_gets_the_usual_hour_and_goes_back_to_none(client, town, editor):
    client.force_login(editor)
    post = draft(town, editor)

    move(client, town, post, gesehen="", tag="2026-11-27")
    post.refresh_from_db()
    assert post.planned_wall == LATER

    move(client, town, post, gesehen="2026-11-27T10:00", zurueck="")
    post.refresh_from_db()
    assert post.planned_day is None


@pytest.mark.parametrize("day", ["2026-11-20", "", "2026-02-30", "morgen"])
def test_no_post_is_moved_to_the_past_or_to_what_is_no_day(client, town, editor, post, day):
    client.force_login(editor)

    page = move(client, town, post, gesehen="2026-11-25T10:00", tag=day).content.decode()

    post.refresh_from_db()
    assert post.planned_day == date(2026, 11, 25)
    assert "Dieser Tag ist vorbei" in page


def test_a_post_of_another_town_is_no_page(client, town, editor):
    other = MunicipalityFactory()
    client.force_login(editor)
    with scope(municipality=other):
        foreign = draft(other)

    assert move(client, town, foreign, tag="2026-11-27").status_code == 404


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_at_the_same_moment_one_is_told(town, editor, post):
    def mover(wall):
        return lambda: move_post(Post.objects.get(pk=post.pk), actor=editor, seen=SEEN, wall=wall)

    results = race(town, [mover(LATER), mover(datetime(2026, 11, 30, 10))])

    assert sorted(type(result).__name__ for result in results) == ["AlreadyChanged", "Post"]


def test_who_moves_a_post_onto_a_holiday_a_stop_or_another_post_is_told_and_it_moves(town, client, editor, post):
    client.force_login(editor)
    other = draft(town, editor, channels=[post.targets.get().channel], title="Gemeinderat")
    elsewhere = draft(town, editor, title="Bücherei")
    for row in (other, elsewhere):
        move_post(row, actor=editor, seen=None, wall=datetime(2026, 12, 25, 10))

    page = move(client, town, post, gesehen="2026-11-25T10:00", tag="2026-12-25").content.decode()

    assert "Dieser Tag ist ein Feiertag: Erster Weihnachtstag" in page
    assert "„Gemeinderat“ ist für dieselbe Zeit auf demselben Kanal geplant" in page
    assert "Bücherei“ ist für dieselbe Zeit" not in page
    post.refresh_from_db()
    assert post.planned_day == date(2026, 12, 25)

    stop_publishing(town, actor=editor, reason="Unfall am Bahnhof")
    page = move(client, town, post, gesehen="2026-12-25T10:00", tag="2026-12-28").content.decode()
    assert "An diesem Tag ist das Veröffentlichen angehalten (Unfall am Bahnhof)" in page


def test_who_moves_a_draft_into_an_election_window_is_told_and_it_moves(town, client, editor, post):
    client.force_login(editor)
    election_in(town, person(town, Role.COMMUNICATIONS), ahead=40)

    page = move(client, town, post, gesehen="2026-11-25T10:00", tag="2027-01-02").content.decode()

    assert "An diesem Tag gilt ein Wahlfenster: " in page
    post.refresh_from_db()
    assert post.planned_day == date(2027, 1, 2)


def test_a_quiet_move_says_nothing_besides(town, client, editor, post):
    client.force_login(editor)

    page = move(client, town, post, gesehen="2026-11-25T10:00", tag="2026-11-27").content.decode()

    assert "Feiertag" not in page
    assert "dieselbe Zeit" not in page
    assert "An diesem Tag ist das Veröffentlichen" not in page
