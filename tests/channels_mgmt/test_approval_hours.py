# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters that ask for an approval leave in the town's service hours, unless waiting would be too late."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.mail.letters import send_letter
from accounts.models import Letter
from channels_mgmt.models import ApprovalRequest, Post
from channels_mgmt.services.approval_requests import remind_of_approvals
from channels_mgmt.services.planning import approve_post, edit_post, recall_post, return_post, submit_post
from staffing.models import ServiceHours
from staffing.queries import is_open
from tests.channels_mgmt.factories import draft

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY_EVENING = datetime(2026, 11, 27, 19, 30, tzinfo=BERLIN)
FRIDAY_MORNING = datetime(2026, 11, 27, 9, 30, tzinfo=BERLIN)
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=BERLIN)


def submitted(live, *, wall=None, **fields) -> Post:
    post = draft(live.town, live.author, [live.channel], **{"risk": Post.Risk.SENSITIVE} | fields)
    if wall is not None:
        edit_post(post, actor=live.author, wall=wall)
    return submit_post(post, actor=live.author)


def asked(post) -> Letter:
    request = ApprovalRequest.objects.get(post=post)
    return Letter.objects.get(key__startswith=f"approval:{request.pk}:asked:")


def send(letter) -> str:
    send_letter(letter.pk)
    letter.refresh_from_db()
    return letter.state


def test_a_letter_of_friday_evening_leaves_on_monday_morning(live):
    with time_machine.travel(FRIDAY_EVENING, tick=False):
        letter = asked(submitted(live))
        assert send(letter) == Letter.State.DUE
    with time_machine.travel(MONDAY - timedelta(seconds=1), tick=False):
        assert send(letter) == Letter.State.DUE

    with time_machine.travel(MONDAY, tick=False):
        assert is_open(live.town, MONDAY)
        assert send(letter) == Letter.State.SENT


def test_a_letter_within_the_service_hours_leaves_at_once(live):
    with time_machine.travel(FRIDAY_MORNING, tick=False):
        letter = asked(submitted(live))
        assert letter.due_at == FRIDAY_MORNING
        assert send(letter) == Letter.State.SENT


def test_the_town_s_own_service_hours_count(live):
    ServiceHours.objects.create(municipality=live.town, weekday=5, opens=time(10), closes=time(12))

    with time_machine.travel(FRIDAY_EVENING, tick=False):
        letter = asked(submitted(live))

    assert letter.due_at == datetime(2026, 11, 28, 10, 0, tzinfo=BERLIN)


@pytest.mark.parametrize("urgent", [{"risk": Post.Risk.CRISIS}, {"kind": Post.Kind.WARNING}], ids=["crisis", "warning"])
def test_what_is_urgent_does_not_wait(live, urgent):
    with time_machine.travel(FRIDAY_EVENING, tick=False):
        assert asked(submitted(live, **urgent)).due_at == FRIDAY_EVENING


@pytest.mark.parametrize(
    ("wall", "leaves_at"),
    [
        (datetime(2026, 11, 28, 12, 0), FRIDAY_EVENING),
        (datetime(2026, 11, 30, 9, 0), FRIDAY_EVENING),
        (datetime(2026, 11, 30, 9, 1), MONDAY),
    ],
    ids=["saturday", "due as the hours begin", "due after"],
)
def test_what_is_due_before_the_service_hours_begin_does_not_wait(live, wall, leaves_at):
    """Detects a letter that arrives when it is too late to decide: due is an hour before the planned time."""
    with time_machine.travel(FRIDAY_EVENING, tick=False):
        assert asked(submitted(live, wall=wall)).due_at == leaves_at


@pytest.mark.parametrize("step", ["approve", "return", "recall", "edit"])
def test_what_is_decided_in_the_meantime_is_not_asked_for_on_monday(live, step):
    with time_machine.travel(FRIDAY_EVENING, tick=False):
        post = submitted(live)
        letter = asked(post)
        if step == "approve":
            approve_post(post, actor=live.approver, seen_hash=post.current_hash())
        elif step == "return":
            return_post(post, actor=live.approver, reason="Bitte kürzer.")
        elif step == "recall":
            recall_post(post, actor=live.author)
        else:
            edit_post(post, actor=live.author, text="Ein ganz anderer Text.")

    with time_machine.travel(MONDAY, tick=False):
        assert send(letter) == Letter.State.DISCARDED


def test_who_asks_again_after_a_change_is_asked_for_on_monday(live):
    with time_machine.travel(FRIDAY_EVENING, tick=False):
        post = submitted(live)
        recall_post(post, actor=live.author)
    with time_machine.travel(FRIDAY_EVENING + timedelta(minutes=5), tick=False):
        submit_post(post, actor=live.author)
        letter = Letter.objects.filter(key__contains=":asked:").latest("pk")

    with time_machine.travel(MONDAY, tick=False):
        assert send(letter) == Letter.State.SENT


def test_reminders_and_the_letter_to_the_head_come_within_the_service_hours(live):
    with time_machine.travel(FRIDAY_EVENING, tick=False):
        post = submitted(live)
    request = ApprovalRequest.objects.get(post=post)

    for at in (request.half_at, request.due_at):
        with time_machine.travel(at, tick=False):
            remind_of_approvals(at)

    later = Letter.objects.filter(key__startswith=f"approval:{request.pk}:").exclude(key__contains=":asked:")
    assert later.exists()
    assert all(is_open(live.town, letter.due_at) or letter.due_at == request.due_at for letter in later)
