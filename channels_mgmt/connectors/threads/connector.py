# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account on Threads. Written for version v1.0 of its interface, from Meta's documentation (as of 2026-04) only.

Posts and answers alike are containers that are published once, so the container is the key of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import (
    FETCH_SECONDS,
    Cursor,
    Figures,
    Identity,
    IncomingComment,
    OutgoingPost,
    Published,
    Rejected,
    RemoteRef,
    Tokens,
    TryLater,
    refuse_gaps,
)
from channels_mgmt.connectors.counting import comparable
from channels_mgmt.connectors.entries import claimed, instant, named, sort_out
from channels_mgmt.connectors.figures import FOLLOWERS, LIKES, QUOTES, REPLIES, SHARES, VIEWS
from channels_mgmt.connectors.media import described
from channels_mgmt.connectors.meta.account import CLOCK_TOLERANCE, FULL_REST, ContainerAccount, since_prepared
from channels_mgmt.connectors.meta.containers import PUBLISHED, address_for
from channels_mgmt.connectors.meta.graph import Graph, after_in, data_in, path_of
from channels_mgmt.connectors.meta.insights import insights_of
from channels_mgmt.connectors.pages import FIRST_READING, Page
from channels_mgmt.connectors.threads.profile import NAME, PROFILE
from channels_mgmt.connectors.transport import Reply, distrustful

REPLY = "id,text,timestamp,username,permalink,replied_to,root_post,is_reply_owned_by_me,hide_status"
POSTS_AT_ONCE, MOST_PAGES = 25, 20
HIDDEN = ("HIDDEN", "HUSHED")
ALT_TEXT = 1_000
COUNTS_OF_A_POST = {LIKES: "likes", SHARES: "reposts", REPLIES: "replies", QUOTES: "quotes", VIEWS: "views"}


class Threads(ContainerAccount):
    """One account. ``tokens``: ``access``."""

    profile = PROFILE
    name = NAME
    version = "v1.0"
    calls = ("threads", "threads_publish", "status")
    picture_fields = {"media_type": "IMAGE"}

    def publish(self, post: OutgoingPost) -> Published:
        with self.graph.all_within(post.seconds):
            refuse_gaps(self, post)
            own = self._own().remote_id
            if found := self.read_back(post):
                return found
            self._refuse_when_full(own, is_reply=post.reply_to is not None)
            return self._published(self._containers.publish(post, lambda: self._build(post)))

    @distrustful
    def read_back(self, post: OutgoingPost) -> Published | None:
        """Only a published container stands for a post; without one nothing can be public."""
        container = post.client_key.get("container", "")
        if not container or self._containers.state_of(container) != PUBLISHED:
            return None
        since = since_prepared(post)
        edge = "replies" if post.reply_to else "threads"
        query = {"fields": "id,text,timestamp,permalink", "limit": 50, "since": int(since.timestamp())}
        entries = data_in(self.graph.ask("GET", f"{path_of(self._own_id())}/{edge}", params=query))
        alike = [entry for entry in entries if comparable(str(entry.get("text") or "")) == comparable(post.text)]
        booked = post.booked([str(entry["id"]) for entry in alike]) if alike else ()
        for entry in sorted(alike, key=lambda entry: str(entry.get("timestamp"))):
            if str(entry["id"]) not in booked:
                return Published(str(entry["id"]), str(entry.get("permalink") or ""))
        raise TryLater(_("Threads has published the post but does not list it yet."))

    @distrustful
    def fetch_comments(self, cursor: Cursor) -> Page:
        """One step: the list of our posts of the last thirty days, or the replies below one of them. One request."""
        with self.graph.all_within(FETCH_SECONDS):
            return self._step(dict(cursor))

    @distrustful
    def fetch_thread(self, remote_id: str) -> Page:
        with self.graph.all_within(FETCH_SECONDS):
            pages = list(self._conversation(remote_id))
        if None in pages:
            return Page([], {})
        entries = [entry for page in pages for entry in page or ()]
        comments, unreadable = sort_out(entries, lambda entry: _comment(entry, remote_id))
        above = {comment.remote_id: comment.parent_id for comment in comments}
        others = [c for c in comments if not c.raw.get("is_ours")]
        depth = max((_level(c.remote_id, above) for c in comments), default=0)
        return Page(others, {}, unreadable, depth=depth, is_whole=len(pages) < MOST_PAGES)

    @distrustful
    def parent_of(self, remote_id: str) -> str | None:
        with self.graph.all_within(FETCH_SECONDS):
            answer = self.graph.find(path_of(remote_id), params={"fields": "id,replied_to"})
        if answer is None:
            return None
        parent = answer.entry("replied_to")
        return str(parent["id"]) if isinstance(parent, dict) else ""

    @distrustful
    def metrics(self, remote_id: str) -> Figures | None:
        if self.graph.find(path_of(remote_id), params={"fields": "id"}) is None:
            return None
        return insights_of(self.graph, f"{path_of(remote_id)}/insights", COUNTS_OF_A_POST)

    @distrustful
    def audience(self) -> Figures:
        path = f"{path_of(self._own_id())}/threads_insights"
        return insights_of(self.graph, path, {FOLLOWERS: "followers_count"})

    @distrustful
    def renew_access(self) -> Tokens:
        """For sixty days from now; only a key that is a day old and has not ended yet is renewed.

        Meta documents this with the key in the address only (docs/adr/0054).
        """
        given = {"grant_type": "th_refresh_token", "access_token": self.account.tokens.get("access", "")}
        return lasting_tokens(self.graph, self.graph.ask("GET", "/refresh_access_token", params=given))

    def _set_hidden(self, ref: RemoteRef, *, is_hidden: bool) -> str:
        path = path_of(ref.remote_id)
        reply = self._reply(path)
        if is_hidden and not self._is_top_level(reply):
            raise Rejected(
                _("Threads hides only replies directly below your post. This one is still visible to everybody.")
            )
        if (reply.entry("hide_status") in HIDDEN) is not is_hidden:
            self.graph.ask("POST", f"{path}/manage_reply", data={"hide": str(is_hidden).lower()})
            if (self._reply(path).entry("hide_status") in HIDDEN) is not is_hidden:
                raise Rejected(
                    _("Threads accepted this, but the reply is shown as before. Please look there yourself.")
                )
        return "hidden" if is_hidden else "shown"

    def _read_identity(self) -> Identity:
        answer = self.graph.ask("GET", "me", params={"fields": "id,username,name"})
        remote_id, username = answer.entry("id"), answer.entry("username")
        if not remote_id or not username:
            raise self.graph.unreadable(may_have_happened=False)
        url, name = f"https://www.threads.com/@{username}", str(answer.entry("name") or username)
        return Identity(str(remote_id), f"@{username}", name, url)

    def _refuse_when_full(self, own: str, *, is_reply: bool) -> None:
        """Threads takes 250 posts and 1,000 replies a day."""
        counted = ("reply_quota_usage", "reply_config") if is_reply else ("quota_usage", "config")
        if self._is_full(f"{path_of(own)}/threads_publishing_limit", *counted):
            raise TryLater(_("Threads takes no more posts today."), FULL_REST)

    def _build(self, post: OutgoingPost) -> str:
        common = {"text": post.text} | ({"reply_to_id": post.reply_to.remote_id} if post.reply_to else {})
        if post.video:
            film = {"video_url": address_for(post.video, self.name), "alt_text": described(post.video, ALT_TEXT)}
            return self._containers.make(media_type="VIDEO", **film, **common)
        if not post.images:
            return self._containers.make(media_type="TEXT", **common)
        if len(post.images) == 1:
            return self._containers.make(**self._picture(post.images[0]), **common)
        return self._carousel(post.images, **common)

    def _step(self, cursor: Cursor) -> Page:
        begun = str(cursor.setdefault("begun", datetime.now(UTC).isoformat()))
        since = instant(cursor.get("since")) or datetime.now(UTC) - FIRST_READING
        comments: list[IncomingComment] = []
        unreadable: list[Any] = []
        if cursor.get("posts"):
            post, after = cursor["posts"][0]
            listed = self._listed(post, after)
            found = data_in(listed) if listed else []
            comments, unreadable = sort_out(found, lambda entry: _comment(entry, post))
            is_new = bool(comments) and comments[0].created_at >= since - CLOCK_TOLERANCE
            more = after_in(listed.json) if listed else ""
            cursor["posts"] = [*([[post, more]] if more and is_new else []), *cursor["posts"][1:]]
        else:
            first = datetime.now(UTC) - FIRST_READING
            query: dict[str, Any] = {"fields": "id,timestamp", "limit": 100, "since": int(first.timestamp())}
            if after := cursor.pop("after", ""):
                query["after"] = after
            listed = self.graph.ask("GET", f"{path_of(self._own_id())}/threads", params=query)
            cursor["posts"] = [[named(post, "id"), ""] for post in data_in(listed)]
            if after := after_in(listed.json):
                cursor["after"] = after
        comments = [c for c in comments if not c.raw.get("is_ours") and c.created_at >= since - CLOCK_TOLERANCE]
        if cursor.get("posts") or cursor.get("after"):
            return Page(comments, cursor, unreadable, is_last=False)
        return Page(comments, {"since": begun}, unreadable)

    def _listed(self, post: str, after: str) -> Reply | None:
        query = {"fields": REPLY, "reverse": "true", "limit": 100} | ({"after": after} if after else {})
        return self.graph.find(f"{path_of(post)}/conversation", params=query)

    def _conversation(self, post: str) -> Iterator[list[Any] | None]:
        after = ""
        for _step in range(MOST_PAGES):
            listed = self._listed(post, after)
            yield None if listed is None else data_in(listed)
            if listed is None or not (after := after_in(listed.json)):
                return

    def _reply(self, path: str) -> Reply:
        answer = self.graph.find(path, params={"fields": "id,hide_status,replied_to,root_post"})
        if answer is None:
            raise Rejected(_("The comment no longer exists on the platform."))
        return answer

    def _is_top_level(self, reply: Reply) -> bool:
        return bool(reply.entry("replied_to") == reply.entry("root_post"))


def lasting_tokens(graph: Graph, reply: Reply) -> Tokens:
    """The key in ``reply`` and when it ends, where that is said."""
    token, seconds = reply.entry("access_token"), reply.entry("expires_in")
    if not isinstance(token, str) or not token:
        raise graph.unreadable(may_have_happened=False)
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 < seconds < 10**9:
        return {"access": token}
    return {"access": token, "ends_at": (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()}


def _level(remote_id: str, above: dict[str, str]) -> int:
    """How many replies lie between a post and this one, itself included."""
    level = 0
    while remote_id in above and level <= len(above):
        remote_id, level = above[remote_id], level + 1
    return level


def _comment(entry: Any, root: str) -> IncomingComment:
    username = str(entry.get("username") or "")
    parent = entry.get("replied_to")
    return IncomingComment(
        remote_id=named(entry, "id"),
        parent_id=str(parent["id"]) if isinstance(parent, dict) else root,
        root_id=root,
        author_id=username,
        author_handle=username,
        author_name=username,
        text=str(entry.get("text") or ""),
        created_at=claimed(entry.get("timestamp")),
        url=str(entry.get("permalink") or ""),
        author_url=f"https://www.threads.com/@{username}" if username else "",
        raw={"is_ours": entry.get("is_reply_owned_by_me") is True, "is_hidden": entry.get("hide_status") in HIDDEN},
    )
