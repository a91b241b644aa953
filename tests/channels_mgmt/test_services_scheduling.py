# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Role
from channels_mgmt.models import Channel, Delivery, Post
from channels_mgmt.services.planning import (
    approve_post,
    publish_now,
    schedule_post,
    submit_post,
    withdraw_post,
)
from core.errors import AlreadyChanged, Refused
from core.localtime import NoSuchLocalTime, to_wall
from tests.channels_mgmt.factories import draft, live_channel
from tests.factories import MunicipalityFactory, person

State = Post.State


@pytest.fixture
def channel(town):
    return live_channel(town)


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def post(town, editor, channel):
    return draft(town, editor, [channel])


@pytest.fixture
def approved(post, editor, officer):
    submit_post(post, actor=editor)
    return approve_post(post, actor=officer, seen_hash=post.current_hash())


def in_hours(town, hours) -> datetime:
    return to_wall(now() + timedelta(hours=hours), town.timezone).replace(second=0, microsecond=0)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))


# -- scheduling


def test_a_post_is_scheduled_in_local_time(town, approved, editor):
    with time_machine.travel("2026-06-01T10:00Z", tick=False):
        schedule_post(approved, actor=editor, wall=datetime(2026, 7, 1, 9, 0))

    assert approved.planned_wall == datetime(2026, 7, 1, 9, 0)
    assert approved.planned_at.isoformat() == "2026-07-01T07:00:00+00:00"
    assert [d.due_at for d in Delivery.objects.all()] == [approved.planned_at]


def test_the_hour_that_summer_time_skips_is_refused(approved, editor):
    with time_machine.travel("2026-03-01T10:00Z", tick=False), pytest.raises(NoSuchLocalTime):
        schedule_post(approved, actor=editor, wall=datetime(2026, 3, 29, 2, 30))

    assert not Delivery.objects.exists()


def test_the_past_is_refused(town, approved, editor):
    with pytest.raises(Refused):
        schedule_post(approved, actor=editor, wall=in_hours(town, -1))


def test_now_is_not_the_past(approved, editor):
    publish_now(approved, actor=editor)

    assert Delivery.objects.get().due_at <= now()


def test_an_unapproved_post_is_not_scheduled(town, post, editor):
    with pytest.raises(Refused):
        schedule_post(post, actor=editor, wall=in_hours(town, 2))


def test_content_changed_past_the_services_is_not_scheduled(town, approved, editor):
    Post.objects.filter(pk=approved.pk).update(text="Am Dienst vorbei")
    approved.refresh_from_db()

    with pytest.raises(Refused):
        schedule_post(approved, actor=editor, wall=in_hours(town, 2))


def test_a_channel_that_is_not_live_is_named(town, approved, editor, channel):
    Channel.objects.update(state="paused")

    with pytest.raises(Refused, match=channel.name):
        schedule_post(approved, actor=editor, wall=in_hours(town, 2))


def test_a_scheduled_post_can_be_moved(town, approved, editor):
    schedule_post(approved, actor=editor, wall=in_hours(town, 2))

    schedule_post(approved, actor=editor, wall=in_hours(town, 30))

    assert [d.due_at for d in Delivery.objects.exclude(state="withdrawn")] == [approved.planned_at]
    assert approved.planned_wall == in_hours(town, 30)


def test_a_withdrawn_post_stays_approved_and_leaves_the_calendar(town, approved, editor):
    schedule_post(approved, actor=editor, wall=in_hours(town, 2))

    withdraw_post(approved, actor=editor)

    assert (approved.state, approved.planned_at) == (State.APPROVED, None)
    assert [d.state for d in Delivery.objects.all()] == ["withdrawn"]


def test_every_step_leaves_its_entry(town, approved, editor):
    schedule_post(approved, actor=editor, wall=in_hours(town, 2))

    steps = [action for action in actions() if action.startswith("planning.")]
    assert steps == ["planning.post_submitted", "planning.post_approved", "planning.post_scheduled"]


# -- races


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_the_same_moment_one_counts():
    """Detects an approval without compare-and-set: both would be recorded."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        author = person(town, Role.EDITOR)
        approvers = [person(town, Role.COMMUNICATIONS), person(town, Role.LEADERSHIP)]
        post = draft(town, author, [live_channel(town)])
        submit_post(post, actor=author)
        seen = post.current_hash()
    barrier, outcomes = Barrier(2), []

    def approve(actor):
        with scope(municipality=town):
            mine = Post.objects.get(pk=post.pk)
            barrier.wait()
            try:
                approve_post(mine, actor=actor, seen_hash=seen)
                outcomes.append("approved")
            except AlreadyChanged:
                outcomes.append("too late")
        connection.close()

    threads = [Thread(target=approve, args=[actor]) for actor in approvers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["approved", "too late"]
    with scope(municipality=town):
        assert AuditEntry.objects.filter(action="planning.post_approved").count() == 1
