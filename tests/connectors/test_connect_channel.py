# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Connecting a channel to an account on a running server."""

import pytest
from django.db import connection
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from channels_mgmt.models import Channel, Credential
from channels_mgmt.queries import is_connected
from channels_mgmt.services.channels import connect_channel
from core.errors import Refused
from tests.channels_mgmt.factories import ChannelFactory
from tests.connectors.bluesky_peer import PASSWORD
from tests.factories import person


@pytest.fixture
def officer(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def channel(town, mastodon):
    return ChannelFactory(municipality=town, connector="mastodon", base_url=mastodon.account.base_url)


def test_a_mastodon_channel_learns_its_account_and_the_limits_of_its_server(channel, officer, mastodon):
    connect_channel(channel, actor=officer, secret="ada_token")

    channel.refresh_from_db()
    assert channel.account_id == str(mastodon.me.id)
    assert channel.handle.startswith("@ada@")
    assert channel.limits["characters"] == 500
    assert is_connected(channel)


def test_the_access_is_encrypted_and_in_no_record(channel, officer):
    connect_channel(channel, actor=officer, secret="ada_token")

    with connection.cursor() as cursor:
        cursor.execute("SELECT tokens FROM channels_mgmt_credential")
        (stored,) = cursor.fetchone()
    assert "ada_token" not in stored
    assert Credential.objects.get().tokens == {"access": "ada_token"}
    assert "ada_token" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_a_refused_access_changes_nothing(channel, officer):
    with pytest.raises(Refused):
        connect_channel(channel, actor=officer, secret="made up")

    assert Channel.objects.get().account_id == ""
    assert not Credential.objects.exists()


def test_another_account_is_not_accepted_in_its_place(channel, officer):
    """The wrong-account guard: a post must never go out under somebody else's name."""
    connect_channel(channel, actor=officer, secret="ada_token")

    with pytest.raises(Refused):
        connect_channel(Channel.objects.get(), actor=officer, secret="grace_token")

    assert Credential.objects.get().tokens == {"access": "ada_token"}


def test_renewed_access_mends_a_broken_channel(channel, officer):
    connect_channel(channel, actor=officer, secret="ada_token")
    Credential.objects.update(broken_since=now())

    connect_channel(Channel.objects.get(), actor=officer, secret="ada_token")

    assert is_connected(channel)
    assert Credential.objects.get().revision == 1


@pytest.mark.peers
def test_of_a_bluesky_app_password_only_session_tokens_are_kept(town, officer, bluesky):
    channel = ChannelFactory(
        municipality=town, platform="bluesky", connector="bluesky", base_url=bluesky.account.base_url
    )

    connect_channel(channel, actor=officer, secret=PASSWORD, handle=f"@{bluesky.account.handle}")

    assert channel.account_id == bluesky.account.remote_id
    tokens = Credential.objects.get().tokens
    assert set(tokens) == {"access", "refresh"}
    assert PASSWORD not in tokens.values()
