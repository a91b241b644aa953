# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A notice goes to one person alone, once, where the platform can carry it; else its words are there to paste."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from channels_mgmt.models import Channel
from channels_mgmt.services.publishing import publish_delivery
from community.models import Comment, Decision, Notice, NoticeMessage, PlatformAction
from community.queries.notices import notices_to_settle
from community.services.actions import carry_out_action
from community.services.notice_messages import (
    carry_out_notice,
    recover_notice,
    send_notice,
    settle_notice,
    take_notice_back,
    why_only_by_hand,
)
from community.services.reading import sync_channel
from core.errors import AlreadyChanged, Refused
from netiquette.models import Clause
from practice.models import Fault, PracticePost
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import decision_on, moderator
from tests.community.test_intake import reply

State = NoticeMessage.State


@pytest.fixture
def live(town):
    return make_live_town(town)


@pytest.fixture
def comment(live):
    publish_delivery(live.delivery().pk)
    reply(live)
    sync_channel(live.channel.pk)
    return Comment.objects.get()


@pytest.fixture
def alma(live):
    return moderator(live.town, name="Alma Beispiel")


@pytest.fixture
def measure(comment, alma):
    """A comment that is hidden on the platform."""
    decision_on(comment, alma, "hide", clause=Clause.objects.get(), rationale="Beleidigung eines Nachbarn")
    PlatformAction.objects.update(due_at=now() - timedelta(seconds=1))
    carry_out_action(PlatformAction.objects.get().pk)
    return Decision.objects.get()


@pytest.fixture
def message(measure, alma):
    """Sent off, and its ten seconds are over."""
    found = send_notice(measure, actor=alma)
    NoticeMessage.objects.update(due_at=now() - timedelta(seconds=1))
    return found


def messages_on_the_platform(live):
    return list(PracticePost.objects.filter(account=live.account, reply_to__isnull=False))


def test_the_notice_arrives_once_privately_and_is_noted(live, comment, measure, message):
    for _ in range(3):
        carry_out_notice(message.pk)

    (arrived,) = messages_on_the_platform(live)
    assert arrived.is_private
    assert str(arrived.reply_to_id) == comment.remote_id
    assert "/beschwerde/" in arrived.text or "/bescheid/" in arrived.text
    assert Notice.objects.get().decision == measure


def test_the_message_says_nothing_but_town_and_link(live, comment, measure, message, alma):
    carry_out_notice(message.pk)

    text = messages_on_the_platform(live)[0].text
    words = [comment.text, comment.author.name, comment.author.handle, alma.name, measure.rationale]
    assert [word for word in words if word in text] == []


def test_nothing_leaves_within_ten_seconds_and_it_can_be_taken_back(live, measure, alma):
    message = send_notice(measure, actor=alma)
    carry_out_notice(message.pk)
    assert messages_on_the_platform(live) == []

    take_notice_back(message, actor=alma)

    NoticeMessage.objects.update(due_at=now() - timedelta(seconds=1))
    carry_out_notice(message.pk)
    assert messages_on_the_platform(live) == []


def test_it_is_sent_off_once_and_again_only_after_taking_back(measure, alma):
    """Removal: one_notice_message_per_decision."""
    first = send_notice(measure, actor=alma)
    with pytest.raises(AlreadyChanged):
        send_notice(measure, actor=alma)

    take_notice_back(first, actor=alma)

    assert send_notice(measure, actor=alma).pk != first.pk


def test_a_message_that_arrived_unseen_is_found(live, measure, message):
    live.misbehave(Fault.TIMEOUT_AFTER, count=1)

    carry_out_notice(message.pk)
    recover_notice(message.pk)

    assert len(messages_on_the_platform(live)) == 1
    assert NoticeMessage.objects.get().is_published


def test_what_stays_in_doubt_waits_for_a_person_who_says_what_became_of_it(live, measure, message, alma):
    NoticeMessage.objects.update(state=State.UNCERTAIN, attempts=1, client_key={"key": str(message.key)})
    message.refresh_from_db()
    assert list(notices_to_settle(live.town)) == [message]
    assert not Notice.objects.exists()

    settle_notice(message, actor=alma, outcome="done")

    assert not notices_to_settle(live.town).exists()
    assert Notice.objects.get().given_by == alma


def test_looking_again_sends_what_is_not_there_and_nothing_twice(live, measure, message, alma):
    NoticeMessage.objects.update(state=State.UNCERTAIN, attempts=1, client_key={"key": str(message.key)})
    message.refresh_from_db()

    settle_notice(message, actor=alma, outcome="look")
    recover_notice(message.pk)
    carry_out_notice(message.pk)

    assert len(messages_on_the_platform(live)) == 1


def test_a_notice_of_a_measure_that_was_taken_back_is_not_sent(live, measure, message):
    Decision.objects.update(undone_at=now())

    carry_out_notice(message.pk)

    assert messages_on_the_platform(live) == []
    assert NoticeMessage.objects.get().state == State.WITHDRAWN


def test_before_the_measure_is_carried_out_nothing_is_said(comment, alma):
    decision = decision_on(comment, alma, "hide", clause=Clause.objects.get(), rationale="Beleidigung")

    with pytest.raises(Refused):
        send_notice(decision, actor=alma)


def public_only(monkeypatch):
    from dataclasses import replace

    from channels_mgmt.connectors.practice.connector import Practice

    monkeypatch.setattr(Practice, "abilities", replace(Practice.profile.abilities, private_messages=False))


def test_where_everybody_would_read_it_only_the_words_to_paste_are_given(measure, alma, monkeypatch):
    public_only(monkeypatch)

    assert "Privatnachricht" in why_only_by_hand(measure) or "private message" in why_only_by_hand(measure)
    with pytest.raises(Refused):
        send_notice(measure, actor=alma)
    assert not NoticeMessage.objects.exists()


def test_a_platform_that_would_show_it_publicly_is_never_called(live, measure, message, monkeypatch):
    """Removal: private_messages in the gaps of the contract."""
    public_only(monkeypatch)

    carry_out_notice(message.pk)

    assert messages_on_the_platform(live) == []
    assert NoticeMessage.objects.get().state == State.REJECTED


def test_a_comment_that_is_gone_gets_no_answer(measure, alma):
    Comment.objects.update(gone_at=now())
    measure.comment.refresh_from_db()

    with pytest.raises(Refused):
        send_notice(measure, actor=alma)


def page_of(client, measure, **given):
    url = reverse("dialog:give_notice", args=[measure.comment.municipality.slug, measure.pk])
    return client.post(url, given, follow=True) if given else client.get(url)


def test_the_page_sends_it_off_and_says_how_it_stands(client, live, measure, alma):
    client.force_login(alma)
    assert 'value="send"' in page_of(client, measure).content.decode()

    page_of(client, measure, act="send")
    page = page_of(client, measure).content.decode()
    assert 'value="send"' not in page and 'value="undo"' in page

    NoticeMessage.objects.update(due_at=now() - timedelta(seconds=1))
    carry_out_notice(NoticeMessage.objects.get().pk)
    assert "badge--success" in page_of(client, measure).content.decode()


def test_the_page_offers_paste_only_where_the_software_cannot_send(client, measure, alma, monkeypatch):
    public_only(monkeypatch)
    client.force_login(alma)

    page = page_of(client, measure).content.decode()

    assert 'value="send"' not in page and 'value="note"' in page


def test_a_stuck_message_is_work_for_a_person_on_its_page(client, live, measure, message, alma):
    NoticeMessage.objects.update(state=State.REJECTED, error="Abgelehnt.")
    client.force_login(alma)

    page = page_of(client, measure).content.decode()
    assert "Abgelehnt." in page

    page_of(client, measure, act="undo")
    assert NoticeMessage.objects.get().state == State.WITHDRAWN


def test_a_paused_channel_keeps_no_reasons_from_the_citizen(live, measure, message):
    Channel.objects.update(state=Channel.State.PAUSED, pause_reason="Hochwasser")

    carry_out_notice(message.pk)

    assert len(messages_on_the_platform(live)) == 1
