# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What servers say about themselves when a channel is connected; nothing optional ever prevents it."""

import json
from dataclasses import replace

import pytest

from accounts.models import Role
from channels_mgmt.connectors.contract import Account, NeedsReconnect
from channels_mgmt.connectors.mastodon.connector import Mastodon
from channels_mgmt.connectors.mastodon.profile import DEFAULT_LIMITS
from channels_mgmt.services.channels import connect_channel
from core.platforms import Platform
from tests.channels_mgmt.factories import ChannelFactory
from tests.connectors.peers import QUICK
from tests.connectors.proxy import FaultProxy
from tests.factories import person

V1, V2, NODEINFO = "/api/v1/instance", "/api/v2/instance", "/nodeinfo/2.0"
IDENTITY, WEBFINGER = "/api/v1/accounts/verify_credentials", "/.well-known/webfinger"


def answer(body: object, status: int = 200) -> tuple[int, dict[str, str], bytes]:
    return status, {}, json.dumps(body).encode()


@pytest.fixture
def connector(misbehaving: FaultProxy) -> Mastodon:
    account = Account(
        base_url=misbehaving.url, handle="", tokens={"access": "x"}, allow_local=True, timeouts=QUICK, remote_id="1"
    )
    return Mastodon(account)


@pytest.fixture
def own(misbehaving: FaultProxy) -> None:
    misbehaving.arm("GET", IDENTITY, answer({"id": "1", "username": "stadt", "acct": "stadt"}))


@pytest.mark.parametrize(
    ("body", "characters"),
    [
        ({"max_toot_chars": 5000}, 5000),
        ({"max_toot_chars": "5000"}, 5000),
        ({"configuration": {"statuses": {"max_characters": 700}}, "max_toot_chars": 5000}, 700),
        ({"configuration": {"statuses": {}}, "max_toot_chars": 1337}, 1337),
        ({"max_toot_chars": -1}, 500),
        ({"max_toot_chars": 10**30}, 999_999),
        ({"max_toot_chars": "²"}, 500),
        ({"max_toot_chars": True}, 500),
        ({}, 500),
    ],
)
def test_the_limit_is_found_where_older_servers_name_it(misbehaving, connector, body, characters):
    misbehaving.arm("GET", V2, answer({}, 404))
    misbehaving.arm("GET", V1, answer(body))
    misbehaving.arm("GET", NODEINFO, answer({"software": {"name": "pleroma"}}))

    assert connector.read_limits().characters == characters


@pytest.mark.parametrize("trouble", [500, 401, 403, answer([]), answer({"software": 7}), (200, {}, b"<html>")])
def test_a_server_that_hides_its_software_keeps_its_limits(misbehaving, connector, trouble):
    """Removal: the except around the optional question."""
    misbehaving.arm("GET", V2, answer({"configuration": {"statuses": {"max_characters": 700}}}))
    misbehaving.arm("GET", NODEINFO, trouble)

    limits = connector.read_limits()

    assert (limits.characters, limits.software) == (700, "")


def test_limited_federation_is_told_who_asks(misbehaving, connector):
    """Removal: the token with the server's description."""
    misbehaving.arm("GET", V2, answer({}))
    misbehaving.arm("GET", NODEINFO, answer({}))

    connector.read_limits()

    asked = {path.partition("?")[0]: headers for _method, path, headers in misbehaving.requests}
    assert asked[V2]["authorization"] == "Bearer x"


def test_the_account_has_the_domain_that_webfinger_names(misbehaving, connector, own):
    """LOCAL_DOMAIN and WEB_DOMAIN differ: the server is social.stadt.example, the account @stadt@stadt.example."""
    misbehaving.arm("GET", WEBFINGER, answer({"subject": "acct:stadt@stadt.example"}))

    assert connector.verify().handle == "@stadt@stadt.example"


@pytest.mark.parametrize(
    "described", [{"domain": "stadt.example"}, {"uri": "https://stadt.example/"}, {"uri": "Stadt.Example"}]
)
def test_the_account_has_the_domain_that_the_server_names(misbehaving, connector, own, described):
    misbehaving.arm("GET", WEBFINGER, 404)
    misbehaving.arm("GET", V2, answer(described))

    assert connector.verify().handle == "@stadt@stadt.example"


@pytest.mark.parametrize("subject", ["acct:jemand@stadt.example", "stadt", 7, "acct:stadt@<b>", "acct:stadt@a b"])
def test_a_name_that_makes_no_sense_leaves_the_servers_host(misbehaving, connector, own, subject):
    misbehaving.arm("GET", WEBFINGER, answer({"subject": subject}))
    misbehaving.arm("GET", V2, 500)

    assert connector.verify().handle == "@stadt@127.0.0.1"


def test_another_domain_is_no_other_account(misbehaving, connector, own):
    """The guard compares the account's lasting number, not its name."""
    known = Mastodon(replace(connector.account, handle="@stadt@stadt.example"))

    assert known._own().remote_id == "1"
    stranger = Mastodon(replace(connector.account, remote_id="2"))
    misbehaving.arm("GET", IDENTITY, answer({"id": "1", "username": "stadt"}))
    with pytest.raises(NeedsReconnect):
        stranger.verify()


@pytest.mark.parametrize("trouble", [500, 401, 403, 404, answer([]), answer({"configuration": [1]})])
def test_a_server_that_says_nothing_about_itself_is_connected_with_the_usual_limits(town, misbehaving, own, trouble):
    """Removal: the except around the limits when connecting."""
    channel = ChannelFactory(
        municipality=town, platform="mastodon", connector=Platform.MASTODON, base_url=misbehaving.url
    )
    for path in (V2, V2, V1, V1):
        misbehaving.arm("GET", path, trouble)

    connect_channel(channel, actor=person(town, Role.COMMUNICATIONS), secret="geheim")

    channel.refresh_from_db()
    assert (channel.account_id, channel.handle) == ("1", "@stadt@127.0.0.1")
    assert channel.limits["characters"] == DEFAULT_LIMITS.characters
