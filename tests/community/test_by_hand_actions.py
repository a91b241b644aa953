# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""On a channel that no software is connected to, what was decided is handed over to a person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from channels_mgmt.models import Channel
from community.models import Comment, Decision, PlatformAction
from community.queries import QueueFilter, queue_page
from community.services.actions import carry_out_action, recover_action, sweep_actions
from community.services.comment_import import enter_comment
from community.services.decisions import hide_comment, reply_to_comment
from community.services.settling import give_up_action, settle_action
from tests.community.factories import clause, moderator, netiquette_in_force

State = PlatformAction.State


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma")


@pytest.fixture
def comment(town, alma):
    channel = Channel.objects.create(
        municipality=town,
        platform="tiktok",
        connector="manual",
        name="TikTok",
        handle="tiktok.com/@stadt",
        account_id="https://www.tiktok.com/@stadt",
        state="live",
        live_slot=2,
    )
    return enter_comment(
        channel, actor=alma, author="Anna", text="Wie teuer?", posted_at=now(), url="https://www.tiktok.com/@a/1"
    )[0]


def due(decision: Decision) -> PlatformAction:
    PlatformAction.objects.filter(decision=decision).update(due_at=now())
    action = PlatformAction.objects.get(decision=decision)
    carry_out_action(action.pk)
    return PlatformAction.objects.get(decision=decision)


def test_an_answer_is_handed_over_and_nothing_is_sent(comment, alma):
    """Removal: by_hand_until in the errand of answers."""
    action = due(reply_to_comment(comment, actor=alma, text="Fünf Euro."))

    assert (action.state, action.attempts) == (State.HANDED_OVER, 0)
    assert action.next_attempt_at > now() + timedelta(hours=23)


def test_what_is_handed_over_stands_in_the_list_of_what_needs_a_person(town, comment, alma):
    action = due(reply_to_comment(comment, actor=alma, text="Fünf Euro."))

    page = queue_page(town, alma, QueueFilter(tab="person"))

    assert [row.problem for row in page.rows] == [action]


def test_the_page_gives_the_words_for_copying_and_takes_the_confirmation(town, comment, alma):
    action = due(reply_to_comment(comment, actor=alma, text="Fünf Euro."))
    client = Client()
    client.force_login(alma, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(reverse("dialog:comment", args=[town.slug, comment.pk])).content.decode()
    assert 'data-copy="Fünf Euro."' in page
    assert 'value="done"' in page
    assert 'value="retry"' not in page

    url = "https://www.tiktok.com/@stadt/2"
    client.post(reverse("dialog:settle", args=[town.slug, action.pk]), {"outcome": "done", "url": url})

    action.refresh_from_db()
    assert (action.state, action.remote_url) == (State.PUBLISHED, url)


def test_a_measure_by_hand_hides_the_comment_only_once_a_person_says_so(town, comment, alma):
    netiquette = netiquette_in_force(town)
    action = due(hide_comment(comment, actor=alma, clause=clause(netiquette), rationale="Beleidigt."))
    assert not Comment.objects.get().is_hidden

    settle_action(action, actor=alma, was_carried_out=True)

    assert Comment.objects.get().is_hidden


def test_taken_back_it_is_open_again(comment, alma):
    action = due(reply_to_comment(comment, actor=alma, text="Fünf Euro."))

    give_up_action(action, actor=alma)

    assert Comment.objects.get().state == Comment.State.CLAIMED
    assert PlatformAction.objects.get().state == State.WITHDRAWN


def test_confirmed_by_nobody_it_is_missed_and_can_still_be_confirmed(comment, alma):
    """Removal: what is past its hand-over in sweep_actions."""
    action = due(reply_to_comment(comment, actor=alma, text="Fünf Euro."))
    PlatformAction.objects.update(next_attempt_at=now() - timedelta(seconds=1))

    assert [item.pk for item in sweep_actions(now())] == [action.pk]
    recover_action(action.pk)
    action.refresh_from_db()
    assert action.state == State.MISSED

    settle_action(action, actor=alma, was_carried_out=True)
    assert PlatformAction.objects.get().state == State.PUBLISHED
