# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The platforms of tools/bench_faults.py: a real AT Protocol network, a Mastodon API that knows repetitions, one that
does not. A door stands before each (tests/gateway.py), which waits, delays and swallows answers as it is told.
"""

from __future__ import annotations

import contextlib
import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

WORDINGS = 40
PASSWORD = "nur-für-messungen"
NETWORK, NETWORK_FAKE = "AT Protocol, the real network", "AT Protocol, own keys"
MASTODON, KEYLESS = "Mastodon's API with keys", "Mastodon's API without keys"


@dataclass(frozen=True)
class Peer:
    """A platform to publish on: ``connect`` a town's channel, what is ``public``, the ``words`` of the nth post."""

    name: str
    door: Any
    connect: Callable[[Any, str], None]
    words: Callable[[int], str]
    public: Callable[[], list[str]]


def call(url: str, body: dict[str, Any] | None = None, token: str = "") -> Any:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=60) as answer:
        return json.load(answer)


@contextlib.contextmanager
def network(url: str = ""):
    """An account of its own on the network at ``url``; without one a small server that keeps keys as a PDS does."""
    from channels_mgmt.models import Channel, Credential
    from tests.channels_mgmt.live import connect_to_pds
    from tests.fake_pds import FakePds
    from tests.gateway import Gateway

    fake = None if url else FakePds()
    door = Gateway(
        fake.url if fake else url, writing="/xrpc/com.atproto.repo.putRecord", before="/xrpc/com.atproto.identity"
    )
    if not url:
        yield Peer(NETWORK_FAKE, door, connect_to_pds, mentioning("alma.example"), lambda: list(fake.records.values()))
        door.close()
        fake.close()
        return
    made = [
        call(
            f"{url}/xrpc/com.atproto.server.createAccount",
            {"handle": handle, "email": f"{handle}@example.org", "password": PASSWORD},
        )
        for handle in ("messstadt.test", "alma.test")
    ]

    def connect(live: Any, address: str) -> None:
        connect_to_pds(live, address)
        Channel.objects.filter(pk=live.channel.pk).update(account_id=made[0]["did"])
        live.channel.refresh_from_db()
        tokens = {"access": made[0]["accessJwt"], "refresh": made[0]["refreshJwt"]}
        Credential.objects.get(channel=live.channel).delete()
        Credential.objects.create(channel=live.channel, tokens=tokens)

    def public() -> list[str]:
        texts, cursor = [], ""
        while True:
            query = {"repo": made[0]["did"], "collection": "app.bsky.feed.post", "limit": 100}
            page = call(f"{url}/xrpc/com.atproto.repo.listRecords?{urlencode(query)}&cursor={quote(cursor)}")
            texts += [record["value"]["text"] for record in page["records"]]
            cursor = page.get("cursor") or ""
            if not page["records"] or not cursor:
                return texts

    try:
        yield Peer(NETWORK, door, connect, mentioning("alma.test"), public)
    finally:
        door.close()


@contextlib.contextmanager
def mastodon():
    """A server that keeps an Idempotency-Key, as Mastodon does."""
    from channels_mgmt.connectors.mastodon.profile import DEFAULT_LIMITS
    from channels_mgmt.connectors.mastodon.text import plain_text
    from channels_mgmt.models import Channel, Credential
    from tests.connectors.mastodon_peer import running_mastodon
    from tests.gateway import Gateway

    with running_mastodon() as url:
        account = call(f"{url}/api/v1/accounts/verify_credentials", token="ada_token")["id"]
        door = Gateway(url, writing="/api/v1/statuses", before="/api/v1/accounts/verify_credentials")

        limits = replace(DEFAULT_LIMITS, software="mastodon").as_json()

        def connect(live: Any, address: str) -> None:
            Channel.objects.filter(pk=live.channel.pk).update(
                connector="mastodon", base_url=address, account_id=str(account), limits=limits
            )
            live.channel.refresh_from_db()
            Credential.objects.create(channel=live.channel, tokens={"access": "ada_token"})

        def public() -> list[str]:
            texts, before = [], ""
            while True:
                page = call(f"{url}/api/v1/accounts/{account}/statuses?limit=40{before}", token="grace_token")
                if not page:
                    return texts
                texts += [plain_text(status["content"]) for status in page]
                before = f"&max_id={page[-1]['id']}"

        already = set(public())
        try:
            yield Peer(
                MASTODON, door, connect, "Die Brücke ist wieder offen, Nachricht {}.".format,
                lambda: [text for text in public() if text not in already],
            )  # fmt: skip
        finally:
            door.close()


@contextlib.contextmanager
def without_keys():
    """A server of Mastodon's family that keeps no keys, and posts in wordings that repeat: the hardest case."""
    from tests.channels_mgmt.live import connect_to_mastodon
    from tests.fake_mastodon import FakeMastodon
    from tests.gateway import Gateway

    fake = FakeMastodon()
    door = Gateway(fake.url, writing="/api/v1/statuses", before="/api/v1/accounts/verify_credentials")
    yield Peer(KEYLESS, door, connect_to_mastodon, lambda number: f"Meldung {number % WORDINGS}.", lambda: fake.texts)
    door.close()
    fake.close()


def mentioning(handle: str) -> Callable[[int], str]:
    """Texts that make the connector look somebody up before it writes."""
    return lambda number: f"Danke an @{handle} für Foto {number}."
