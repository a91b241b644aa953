# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The main job's outside on a real AT Protocol network, seen through the network's own SDK."""

from uuid import uuid4

from atproto import models

from tests.connectors.bluesky_peer import Network as Peers
from tests.waiting import wait_for


class BlueskyNetwork:
    platform = "bluesky"

    def __init__(self, peers: Peers) -> None:
        self.citizen, self.town = peers.citizen, peers.town
        self.form: dict[str, object] = {"base_url": peers.url}
        made = self.town.com.atproto.server.create_app_password({"name": f"dorflinde-{uuid4().hex[:8]}"})
        self.access = {"handle": self.town.me.handle, "secret": made.password}

    def _records(self, words: str, of: str, collection: str = "app.bsky.feed.post") -> list:
        query = models.ComAtprotoRepoListRecords.Params(repo=of, collection=collection, limit=100)
        found = self.citizen.com.atproto.repo.list_records(query).records
        return [r for r in found if words in getattr(r.value, "text", "")]

    def posts(self, words: str) -> list[tuple[str, list[str]]]:
        """Text and alternative texts of the town's posts with these words."""
        records = self._records(words, self.town.me.did)
        return [(r.value.text, [i.alt for i in r.value.embed.images] if r.value.embed else []) for r in records]

    def images(self, words: str) -> list[bytes]:
        return [
            self.citizen.com.atproto.sync.get_blob({"did": self.town.me.did, "cid": image.image.ref.link})
            for record in self._records(words, self.town.me.did)
            if record.value.embed
            for image in record.value.embed.images
        ]

    def reply(self, words: str, text: str) -> None:
        [record] = self._records(words, self.town.me.did)
        # The AppView indexes a little later than the data server stores.
        indexed = lambda: self.citizen.app.bsky.feed.get_posts({"uris": [record.uri]}).posts  # noqa: E731
        [post] = wait_for(indexed, "Indexing the post")
        root = models.ComAtprotoRepoStrongRef.Main(uri=post.uri, cid=post.cid)
        self.citizen.send_post(text, reply_to=models.AppBskyFeedPost.ReplyRef(parent=root, root=root))

    def answers_below(self, text: str) -> list[str]:
        """What the town wrote below the citizen's reply."""
        mine = {r.uri for r in self._records(text, self.citizen.me.did)}
        ours = self._records("", self.town.me.did)
        return [r.value.text for r in ours if r.value.reply and r.value.reply.parent.uri in mine]

    def is_hidden(self, text: str) -> bool:
        mine = {r.uri for r in self._records(text, self.citizen.me.did)}
        query = models.ComAtprotoRepoListRecords.Params(
            repo=self.town.me.did, collection="app.bsky.feed.threadgate", limit=100
        )
        gates = self.citizen.com.atproto.repo.list_records(query).records
        return bool(mine & {uri for gate in gates for uri in gate.value.hidden_replies or []})
