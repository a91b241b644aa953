# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A running AT Protocol network, with the atproto SDK as the citizen's client.

``make test-peers`` starts the network and names it in the environment.
"""

import base64
import hashlib
import hmac
import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from atproto import Client, client_utils, models
from atproto.exceptions import BadRequestError

from channels_mgmt.connectors.bluesky.access import sign_in
from channels_mgmt.connectors.contract import Account, RemoteRef
from tests.connectors.peers import PATIENT, Seen, WirePeer
from tests.connectors.proxy import FaultProxy
from tests.waiting import wait_for

PASSWORD = "ein-langes-kennwort"
JWT_SECRET = b"jwt-secret"


def network_url() -> str:
    """Where the personal data server listens; fails with the mending command."""
    url = os.environ.get("BLUESKY_PDS_URL", "")
    if not url:
        pytest.fail("No AT Protocol network is running. Start these tests with: make test-peers")
    return url


def indexed(fact: Callable[[], Any], seconds: float = 15) -> Any:
    """Wait for the AppView, which indexes a little later than the data server stores."""
    return wait_for(fact, "the AppView has indexed this", seconds)


class Network:
    """A town and a citizen on the network, made anew: each handle once per run."""

    def __init__(self, town: str, citizen: str) -> None:
        self.url = network_url()
        self.town = self._account(town)
        self.citizen = self._account(citizen)

    def _account(self, handle: str) -> Client:
        client = Client(base_url=f"{self.url}/xrpc")
        client.com.atproto.server.create_account(
            {"handle": handle, "email": f"{handle}@example.org", "password": PASSWORD}
        )
        indexed(lambda: self._signed_in(client, handle), seconds=60)
        return client

    @staticmethod
    def _signed_in(client: Client, handle: str) -> bool:
        """The SDK reads the profile at once, which the AppView of a busy machine may not know yet."""
        try:
            client.login(handle, PASSWORD)
        except BadRequestError:
            return False
        return True


class BlueskyPeer(WirePeer):
    kind = "bluesky"
    anybody_may_ask_what_stands = True
    create = ("POST", "/xrpc/com.atproto.repo.putRecord")

    def __init__(self, network: Network, proxy: FaultProxy) -> None:
        self.network, self.proxy = network, proxy
        self.town, self.citizen = network.town, network.citizen
        self.saved: list[dict[str, str]] = []
        blank = Account(
            base_url=proxy.url,
            handle=self.town.me.handle,
            allow_local=True,
            timeouts=PATIENT,
            save_tokens=self.saved.append,
        )
        self.account = sign_in(blank, PASSWORD)

    def public_posts(self, text: str) -> list[Seen]:
        query = models.ComAtprotoRepoListRecords.Params(
            repo=self.account.remote_id, collection="app.bsky.feed.post", limit=100
        )
        return [
            Seen(
                record.value.text,
                tuple(image.alt for image in getattr(record.value.embed, "images", ())),
                record.value.reply.parent.uri if record.value.reply else None,
            )
            for record in self.citizen.com.atproto.repo.list_records(query).records
            if text in record.value.text
        ]

    def public_film(self, text: str) -> tuple[str, str]:
        query = models.ComAtprotoRepoListRecords.Params(
            repo=self.account.remote_id, collection="app.bsky.feed.post", limit=100
        )
        records = self.citizen.com.atproto.repo.list_records(query).records
        (film,) = [record.value.embed for record in records if text in record.value.text]
        assert film.video.mime_type == "video/mp4"
        (captions,) = film.captions
        params = {"did": self.account.remote_id, "cid": captions.file.ref.link}
        return film.alt, self.citizen.com.atproto.sync.get_blob(params).decode()

    def citizen_replies(self, remote_id: str, text: str) -> str:
        root = indexed(lambda: self.citizen.app.bsky.feed.get_posts({"uris": [remote_id]}).posts)[0]
        reference = models.ComAtprotoRepoStrongRef.Main(uri=root.uri, cid=root.cid)
        words: Any = text
        mention = f"@{self.account.handle}"
        if text.startswith(mention):
            words = client_utils.TextBuilder().mention(mention, self.account.remote_id).text(text.removeprefix(mention))
        reply = models.AppBskyFeedPost.ReplyRef(parent=reference, root=reference)
        uri = str(self.citizen.send_post(words, reply_to=reply).uri)
        indexed(lambda: uri in [n.uri for n in self.town.app.bsky.notification.list_notifications().notifications])
        return uri

    def citizen_deletes(self, remote_id: str) -> None:
        self.citizen.delete_post(remote_id)

    def has_taken_measures(self, ref: RemoteRef) -> bool:
        gates = self.citizen.com.atproto.repo.list_records(
            models.ComAtprotoRepoListRecords.Params(
                repo=self.account.remote_id, collection="app.bsky.feed.threadgate", limit=100
            )
        )
        return any(ref.remote_id in (gate.value.hidden_replies or []) for gate in gates.records)

    def lose_access(self, how: str = "revoked") -> Account:
        spoilt = expired if how == "expired" else forged
        return replace(self.account, tokens={name: spoilt(self.account.tokens[name]) for name in ("access", "refresh")})


def expired(token: str) -> str:
    """The same token as the network would have issued it, run out an hour ago."""
    head, payload, _signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    claims["exp"] = int(time.time()) - 3600
    signed = f"{head}.{_base64(json.dumps(claims).encode())}"
    return f"{signed}.{_base64(hmac.new(JWT_SECRET, signed.encode(), hashlib.sha256).digest())}"


def forged(token: str) -> str:
    """The same token with a signature that the network never made."""
    return token.rpartition(".")[0] + "." + _base64(b"x" * 32)


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
