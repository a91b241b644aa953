# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tokens change under way and calls run in parallel."""

import pytest
from django.utils.timezone import now

from accounts.models import AuditEntry
from channels_mgmt.connectors.contract import NeedsReconnect
from channels_mgmt.connectors.mastodon.connector import Mastodon
from channels_mgmt.connectors.practice.connector import Practice
from channels_mgmt.models import Channel, Credential
from channels_mgmt.services.connections import connector_of, note_broken_access, save_tokens
from channels_mgmt.services.publishing import publish_delivery


@pytest.fixture
def channel(town):
    return Channel.objects.create(
        municipality=town,
        platform="mastodon",
        connector="mastodon",
        name="Mastodon",
        base_url="https://social.example",
        account_id="7",
    )


@pytest.fixture
def credential(channel):
    return Credential.objects.create(channel=channel, tokens={"access": "a1", "refresh": "r1"})


def stored(credential):
    return Credential.objects.get(pk=credential.pk)


def test_a_connector_speaks_for_its_channel(channel, credential):
    connector = connector_of(channel)

    assert isinstance(connector, Mastodon)
    assert connector.account.tokens == {"access": "a1", "refresh": "r1"}
    assert connector.account.remote_id == "7"


def test_an_unconnected_channel_says_so(channel):
    with pytest.raises(NeedsReconnect):
        connector_of(channel)


def test_the_practice_platform_needs_no_tokens(live):
    assert isinstance(connector_of(live.channel), Practice)


def test_renewed_tokens_are_stored(credential):
    save_tokens(credential, {"access": "a2", "refresh": "r2"})

    assert stored(credential).tokens == {"access": "a2", "refresh": "r2"}
    assert stored(credential).revision == 1


def test_an_empty_token_never_replaces_a_working_one(credential):
    """Removal: skipping empty values in save_tokens."""
    save_tokens(credential, {"access": "a2", "refresh": ""})
    save_tokens(credential, {})

    assert stored(credential).tokens == {"access": "a2", "refresh": "r1"}


def test_older_tokens_never_replace_newer_ones(credential):
    """Removal: the revision in save_tokens' compare-and-set."""
    slow = stored(credential)
    save_tokens(credential, {"access": "new", "refresh": "new"})

    save_tokens(slow, {"access": "old", "refresh": "old"})

    assert stored(credential).tokens == {"access": "new", "refresh": "new"}


def test_a_refused_access_is_told_once(channel, credential):
    """Removal: broken_since in the compare-and-set (a notice per poll otherwise)."""
    for _ in range(3):
        again = Channel.objects.get(pk=channel.pk)
        note_broken_access(again, connector_of(again))

    assert stored(credential).broken_since is not None
    assert AuditEntry.objects.get(action="channels_mgmt.access_refused").object_id == str(channel.pk)


def test_a_refusal_of_replaced_tokens_breaks_nothing(channel, credential):
    """Removal: comparing the tokens that were used with those that are stored."""
    used = connector_of(channel)
    save_tokens(stored(credential), {"access": "a2", "refresh": "r2"})

    note_broken_access(channel, used)

    assert stored(credential).broken_since is None


def test_nothing_is_sent_with_an_access_that_is_known_to_be_dead(live, credential):
    """Removal: the broken access in the claim."""
    Credential.objects.filter(pk=credential.pk).update(broken_since=now())
    delivery = live.delivery()
    Channel.objects.filter(pk=live.channel.pk).update(state="closed", live_slot=None)
    Channel.objects.filter(pk=credential.channel_id).update(state="live", live_slot=1)
    delivery.post.targets.update(channel=credential.channel)
    live.approve_as_it_stands(delivery.post)
    type(delivery).objects.filter(pk=delivery.pk).update(channel=credential.channel)

    publish_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == "scheduled"
    assert delivery.attempts == 0
    assert "connect" in delivery.error or "verbinden" in delivery.error
