# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers and measures that a dead worker left in the middle are found again; otherwise they would hang for ever."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from community import tasks
from community.models import PlatformAction
from community.services.actions import carry_out_action, recover_action, sweep_actions
from config.celery import app
from practice.models import PracticePost
from tests.community.test_actions import answer, comment, hiding, live, reread  # noqa: F401  fixtures

State = PlatformAction.State


@pytest.fixture
def at_once():
    """Messages are worked on where they are sent: the alarm clock and what it wakes, without a broker."""
    before, app.conf.task_always_eager = app.conf.task_always_eager, True
    yield
    app.conf.task_always_eager = before


@pytest.fixture(params=["answer", "hiding"])
def left(request):
    """Claimed by a worker that died before or in the middle of the call; its lease is over."""
    action = request.getfixturevalue(request.param)
    PlatformAction.objects.filter(pk=action.pk).update(
        state=State.SENDING, attempts=1, lease_until=now() - timedelta(seconds=1), client_key={"key": str(action.key)}
    )
    return reread(action)


def test_the_sweep_sees_what_is_past_its_lease_and_what_is_in_doubt(left):
    """Detects a sweep without one of its two halves."""
    assert [item.pk for item in sweep_actions(now())] == [left.pk]
    PlatformAction.objects.filter(pk=left.pk).update(
        state=State.UNCERTAIN, lease_until=None, uncertain_since=now(), next_attempt_at=now()
    )
    assert [item.pk for item in sweep_actions(now())] == [left.pk]


def test_what_is_still_being_sent_is_left_alone(left):
    PlatformAction.objects.filter(pk=left.pk).update(lease_until=now() + timedelta(seconds=30))

    assert sweep_actions(now()) == []


def test_the_alarm_brings_it_to_its_end(live, left, at_once):  # noqa: F811
    """Detects an alarm that shares out what is due and forgets what was left."""
    for _ in range(4):
        tasks.carry_out_due_actions()
        PlatformAction.objects.filter(pk=left.pk).exclude(next_attempt_at=None).update(next_attempt_at=now())

    assert reread(left).state == State.PUBLISHED


def test_an_answer_that_arrived_before_the_worker_died_is_not_sent_again(live, comment, answer):  # noqa: F811
    carry_out_action(answer.pk)
    PlatformAction.objects.filter(pk=answer.pk).update(
        state=State.SENDING, published_at=None, remote_id="", lease_until=now() - timedelta(seconds=1)
    )

    for _ in range(2):
        recover_action(answer.pk)
        PlatformAction.objects.filter(pk=answer.pk).exclude(next_attempt_at=None).update(next_attempt_at=now())

    assert reread(answer).state == State.PUBLISHED
    assert PracticePost.objects.filter(account=live.account, reply_to_id=comment.remote_id).count() == 1
