# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Muting and blocking an account. A block is a public record of ours; a mute stays between us and our server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from channels_mgmt.connectors.bluesky.records import split_uri, timestamp
from channels_mgmt.connectors.contract import RemoteRef
from channels_mgmt.connectors.transport import Reply, distrustful

BLOCK = "app.bsky.graph.block"
#: A block whose answer got lost was written twice; more than this are nobody's accident.
MOST = 5
#: Success of a procedure whose lexicon names no output: the answer has no body.
NOTHING_SAID = (200,)


class People:
    """Part of the connector that changes how we stand to an account."""

    _ask: Callable[..., Reply]

    @property
    def _did(self) -> str:
        raise NotImplementedError

    @distrustful
    def restrict(self, ref: RemoteRef, *, is_block: bool) -> str:
        if not is_block:
            self._ask("POST", "app.bsky.graph.muteActor", ok=NOTHING_SAID, json={"actor": ref.author_id})
            return "muted"
        if not self._blocking(ref):
            record = {"$type": BLOCK, "subject": ref.author_id, "createdAt": timestamp(None)}
            body = {"repo": self._did, "collection": BLOCK, "record": record}
            self._ask("POST", "com.atproto.repo.createRecord", json=body)
        return "blocked"

    @distrustful
    def lift(self, ref: RemoteRef, *, is_block: bool) -> str:
        if not is_block:
            self._ask("POST", "app.bsky.graph.unmuteActor", ok=NOTHING_SAID, json={"actor": ref.author_id})
            return "unmuted"
        for record in self._blocks_of(ref.author_id):
            did, collection, rkey = split_uri(record)
            body = {"repo": did, "collection": collection, "rkey": rkey}
            self._ask("POST", "com.atproto.repo.deleteRecord", json=body)
        return "unblocked"

    def _blocking(self, ref: RemoteRef) -> bool:
        return bool(self._blocks_of(ref.author_id))

    def _blocks_of(self, did: str) -> list[str]:
        """Our own records say it at once, while what the network derives from them comes later."""
        found: list[str] = []
        cursor = ""
        while len(found) < MOST:
            params: dict[str, Any] = {"repo": self._did, "collection": BLOCK, "limit": 100}
            answer = self._ask(
                "GET", "com.atproto.repo.listRecords", params=params | ({"cursor": cursor} if cursor else {})
            )
            records = answer.json["records"]
            found += [str(entry["uri"]) for entry in records if (entry.get("value") or {}).get("subject") == did]
            cursor = str(answer.json.get("cursor") or "")
            if not cursor or not records:
                break
        return found
