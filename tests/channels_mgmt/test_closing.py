# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Closing a public channel: every line settled by somebody, signed where the strategy names it, then carried out."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEntry, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt.models import Channel, ChannelClosing, ClosingStep, Credential, Delivery
from channels_mgmt.services.channels import close_channel
from channels_mgmt.services.closing import (
    abandon_closing,
    begin_closing,
    carry_out_closing,
    settle_step,
    sign_closing,
)
from core.errors import AlreadyChanged, Refused
from tests.channels_mgmt.factories import draft, give_mandate, live_channel
from tests.factories import person


@pytest.fixture
def officer(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def head(town):
    return person(town, Role.LEADERSHIP)


@pytest.fixture
def channel(town):
    channel = live_channel(town, connector="mastodon", base_url="https://social.example")
    Credential.objects.create(channel=channel, tokens={"access": "t"})
    return channel


@pytest.fixture
def closing(channel, officer, town):
    begun = begin_closing(channel, actor=officer, reason="Zu wenige Menschen erreicht", answers_until=town.local_day())
    ChannelClosing.objects.update(answers_until=town.local_day() - timedelta(days=1))
    begun.refresh_from_db()
    return begun


def settle_all(closing, officer):
    for key in ClosingStep.Key.values:
        settle_step(closing, actor=officer, key=key, answer="done")


def test_a_public_channel_is_not_closed_by_one_button(channel, officer):
    """Removal: the question in ``close_channel``."""
    with pytest.raises(Refused):
        close_channel(channel, actor=officer, reason="Ende")

    assert Channel.objects.get().is_live


def test_a_settled_closing_ends_the_channel_and_its_access(closing, channel, officer):
    settle_all(closing, officer)

    carry_out_closing(closing, actor=officer)

    channel.refresh_from_db()
    assert channel.is_closed
    assert channel.pause_reason == "Zu wenige Menschen erreicht"
    assert channel.live_slot is None
    assert not Credential.objects.exists()
    assert ChannelClosing.objects.get().state == "done"


@pytest.mark.parametrize("lacks", ["a step", "the day", "the signature", "a post"])
def test_nothing_is_closed_while_something_is_missing(closing, channel, officer, town, lacks):
    """Removal: any gap of ``missing_for_closing``."""
    settle_all(closing, officer)
    if lacks == "a step":
        ClosingStep.objects.filter(key="archive").delete()
    if lacks == "the day":
        ChannelClosing.objects.update(answers_until=town.local_day())
    if lacks == "the signature":
        give_mandate(town, "mastodon")
    if lacks == "a post":
        Delivery.objects.create(post=draft(town), channel=channel, due_at=town.created_at)
    closing = ChannelClosing.objects.get()

    with pytest.raises(Refused):
        carry_out_closing(closing, actor=officer)

    assert Channel.objects.get().is_live
    assert Credential.objects.exists()
    assert ChannelClosing.objects.get().is_open


def test_where_the_strategy_names_the_platform_the_head_signs(closing, officer, head, town):
    give_mandate(town, "mastodon")
    settle_all(closing, officer)

    sign_closing(closing, actor=head)
    carry_out_closing(closing, actor=officer)

    assert Channel.objects.get().is_closed
    assert ChannelClosing.objects.get().signed_by == head


def test_nobody_signs_what_is_not_settled_or_what_they_began(closing, officer, head, channel, town):
    with pytest.raises(Refused):
        sign_closing(closing, actor=head)
    settle_all(closing, officer)
    both = person(town, Role.COMMUNICATIONS, Role.LEADERSHIP)
    ChannelClosing.objects.update(begun_by=both)
    with pytest.raises(NotPermitted):
        sign_closing(ChannelClosing.objects.get(), actor=both)
    with pytest.raises(NotPermitted):
        sign_closing(closing, actor=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChannelClosing.objects.update(signed_by=both)


def test_what_was_signed_changes_no_more(closing, officer, head):
    settle_all(closing, officer)
    sign_closing(closing, actor=head)

    with pytest.raises(AlreadyChanged):
        settle_step(ChannelClosing.objects.get(), actor=officer, key="archive", answer="not_needed", note="doch nicht")

    assert ClosingStep.objects.get(key="archive").answer == "done"


def test_leaving_a_line_out_needs_a_reason(closing, officer):
    with pytest.raises(Refused):
        settle_step(closing, actor=officer, key="archive", answer="not_needed", note=" ")
    with pytest.raises(Refused):
        settle_step(closing, actor=officer, key="erfunden", answer="done")

    settle_step(closing, actor=officer, key="archive", answer="not_needed", note="Das Archiv hat verzichtet")
    assert ClosingStep.objects.get().note == "Das Archiv hat verzichtet"


def test_one_closing_at_a_time_and_another_after_it_was_given_up(closing, channel, officer, town):
    with pytest.raises(AlreadyChanged):
        begin_closing(channel, actor=officer, reason="Noch einmal", answers_until=town.local_day())

    abandon_closing(closing, actor=officer)
    begin_closing(channel, actor=officer, reason="Nun doch", answers_until=town.local_day())

    assert Channel.objects.get().is_live
    assert ChannelClosing.objects.count() == 2


@pytest.mark.parametrize("change", [{"reason": " "}, {"answers_until": -1}, {"channel": "practice"}])
def test_a_closing_that_makes_no_sense_does_not_begin(channel, officer, town, change):
    if change.pop("channel", None):
        Channel.objects.update(connector="practice")
        channel.refresh_from_db()
    given = {"reason": "Ende", "answers_until": 0} | change
    given["answers_until"] = town.local_day() + timedelta(days=given["answers_until"])

    with pytest.raises(Refused):
        begin_closing(channel, actor=officer, **given)

    assert not ChannelClosing.objects.exists()


def test_the_page_leads_through_keeps_what_was_typed_and_ends(client, channel, officer, head, town):
    give_mandate(town, "mastodon")
    client.force_login(officer)
    page = reverse("channels:channel_closing", args=[town.slug, channel.pk])
    refused = client.post(page, {"reason": "", "answers_until": "2026-12-24"})
    assert refused.status_code == 422
    assert "2026-12-24" in refused.content.decode()
    client.post(page, {"reason": "Zu wenige", "answers_until": town.local_day()})
    closing = ChannelClosing.objects.get()
    step = reverse("channels:closing_step", args=[town.slug, closing.pk])
    refused = client.post(step, {"key": "archive", "answer": "erfunden", "note": "Notiz bleibt"})
    assert refused.status_code == 422
    assert "Notiz bleibt" in refused.content.decode()
    for key in ClosingStep.Key.values:
        assert client.post(step, {"key": key, "answer": "done"}).url == f"{page}#{key}"
    ChannelClosing.objects.update(answers_until=town.local_day() - timedelta(days=1))
    decide = reverse("channels:closing_decide", args=[town.slug, closing.pk])
    client.post(decide, {"answer": "carry_out"})
    assert Channel.objects.get().is_live
    assert client.post(decide, {"answer": "sign"}).status_code == 403
    client.force_login(head)
    assert "Schließung unterzeichnen" in client.get(page).content.decode()
    client.post(decide, {"answer": "sign"})
    client.force_login(officer)
    client.post(decide, {"answer": "carry_out"})

    assert Channel.objects.get().is_closed
    assert {"channels.closing_begun", "channels.closing_signed", "channels.closed"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )
