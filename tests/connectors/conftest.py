# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Servers start once per session, on free ports, and are stopped at its end."""

import os
from collections.abc import Iterator

import pytest

from tests.connectors.bluesky_peer import BlueskyPeer, Network
from tests.connectors.graph_peers import FacebookPeer, InstagramPeer, ThreadsPeer
from tests.connectors.mastodon_peer import MastodonPeer, People, running_mastodon
from tests.connectors.peers import Peer
from tests.connectors.practice_peer import PracticePeer
from tests.connectors.proxy import FaultProxy
from tests.fake_graph import FakeGraph
from tests.fake_threads import FakeThreads


@pytest.fixture(scope="session")
def mastodon_url() -> Iterator[str]:
    with running_mastodon() as url:
        yield url


@pytest.fixture(scope="session")
def mastodon_proxy(mastodon_url: str) -> Iterator[FaultProxy]:
    proxy = FaultProxy(mastodon_url)
    yield proxy
    proxy.stop()


@pytest.fixture(scope="session")
def mastodon_people(mastodon_url: str) -> People:
    return People(mastodon_url)


@pytest.fixture
def mastodon(mastodon_people: People, mastodon_proxy: FaultProxy) -> MastodonPeer:
    mastodon_proxy.reset()
    return MastodonPeer(mastodon_people, mastodon_proxy)


@pytest.fixture(scope="session")
def bluesky_network() -> Network:
    process = os.environ.get("PYTEST_XDIST_WORKER", "gw")
    return Network(f"musterstadt-{process}.test", f"beispiel-{process}.test")


@pytest.fixture(scope="session")
def bluesky_proxy(bluesky_network: Network) -> Iterator[FaultProxy]:
    proxy = FaultProxy(bluesky_network.url)
    yield proxy
    proxy.stop()


@pytest.fixture
def bluesky(bluesky_network: Network, bluesky_proxy: FaultProxy) -> BlueskyPeer:
    bluesky_proxy.reset()
    return BlueskyPeer(bluesky_network, bluesky_proxy)


@pytest.fixture
def graph() -> Iterator[FakeGraph]:
    found = FakeGraph()
    yield found
    found.close()


@pytest.fixture
def graph_proxy(graph: FakeGraph) -> Iterator[FaultProxy]:
    proxy = FaultProxy(graph.url)
    yield proxy
    proxy.stop()


@pytest.fixture
def facebook(graph: FakeGraph, graph_proxy: FaultProxy) -> FacebookPeer:
    return FacebookPeer(graph, graph_proxy)


@pytest.fixture
def instagram(graph: FakeGraph, graph_proxy: FaultProxy) -> InstagramPeer:
    return InstagramPeer(graph, graph_proxy)


@pytest.fixture
def threads() -> Iterator[ThreadsPeer]:
    server = FakeThreads()
    proxy = FaultProxy(server.url)
    yield ThreadsPeer(server, proxy)
    proxy.stop()
    server.close()


@pytest.fixture
def misbehaving() -> Iterator[FaultProxy]:
    """A server without anything behind it: it only answers what a test arms."""
    proxy = FaultProxy()
    yield proxy
    proxy.stop()


@pytest.fixture(
    params=[
        "mastodon",
        "facebook",
        "instagram",
        "threads",
        "practice",
        pytest.param("bluesky", marks=pytest.mark.peers),
    ]
)
def peer(request: pytest.FixtureRequest, db: None) -> Peer:
    """Every platform in turn; Bluesky with `make test-peers`."""
    if request.param == "practice":
        return PracticePeer(request.getfixturevalue("town"))
    return request.getfixturevalue(request.param)
