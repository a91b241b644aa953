# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A professional profile on Instagram, through the Graph, with the token of its page.

Pictures are fetched by Meta from an address of ours. The container is the key of a post; an answer to a comment has
none and is found again by its words.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import (
    FETCH_SECONDS,
    Cursor,
    Figures,
    Identity,
    NeedsReconnect,
    OutgoingPost,
    Published,
    Rejected,
    RemoteRef,
    TryLater,
    refuse_gaps,
)
from channels_mgmt.connectors.counting import comparable
from channels_mgmt.connectors.entries import instant
from channels_mgmt.connectors.figures import FOLLOWERS, LIKES, REPLIES, SHARES, VIEWS, counted
from channels_mgmt.connectors.instagram.profile import NAME, PROFILE
from channels_mgmt.connectors.instagram.reading import read_comments, read_thread
from channels_mgmt.connectors.meta.account import FULL_REST, ContainerAccount, since_prepared
from channels_mgmt.connectors.meta.containers import PUBLISHED, address_for
from channels_mgmt.connectors.meta.graph import data_in, path_of
from channels_mgmt.connectors.meta.insights import insights_of, joined, told
from channels_mgmt.connectors.pages import Page
from channels_mgmt.connectors.transport import Reply, distrustful


class Instagram(ContainerAccount):
    """One profile. ``tokens``: ``access``, that of the page to which it belongs."""

    profile = PROFILE
    name = NAME
    calls = ("media", "media_publish", "status_code")

    def publish(self, post: OutgoingPost) -> Published:
        with self.graph.all_within(post.seconds):
            refuse_gaps(self, post)
            own = self._own().remote_id
            if (post.client_key.get("container") or post.is_repetition) and (found := self.read_back(post)):
                return found
            if post.reply_to:
                return self._answer(post, post.reply_to)
            self._refuse_when_full(own)
            return self._published(self._containers.publish(post, lambda: self._build(post)))

    @distrustful
    def read_back(self, post: OutgoingPost) -> Published | None:
        """Only a published container stands for a post; without one nothing can be public."""
        if post.reply_to:
            return self._answer_there(post, post.reply_to)
        if self._containers.state_of(post.client_key.get("container", "")) != PUBLISHED:
            return None
        query = {"fields": "id,caption,timestamp,permalink", "limit": 50}
        media = data_in(self.graph.ask("GET", f"{path_of(self._own_id())}/media", params=query))
        if found := self._mine(post, media, "caption"):
            return Published(str(found["id"]), str(found.get("permalink") or ""))
        raise TryLater(_("Instagram has published the post but does not list it yet."))

    @distrustful
    def fetch_comments(self, cursor: Cursor) -> Page:
        with self.graph.all_within(FETCH_SECONDS):
            return read_comments(self.graph, self._own_id(), cursor)

    @distrustful
    def fetch_thread(self, remote_id: str) -> Page:
        with self.graph.all_within(FETCH_SECONDS):
            return read_thread(self.graph, self._own_id(), remote_id)

    @distrustful
    def parent_of(self, remote_id: str) -> str | None:
        """Media answer nothing; the Graph refuses to say of them what only comments have."""
        with self.graph.all_within(FETCH_SECONDS):
            if self.graph.find(path_of(remote_id), params={"fields": "id"}) is None:
                return None
            try:
                comment = self._comment(remote_id, "id,parent_id,media")
            except NeedsReconnect:
                raise
            except Rejected:
                return ""
        media = comment.entry("media")
        return str(comment.entry("parent_id") or (media["id"] if isinstance(media, dict) else ""))

    @distrustful
    def metrics(self, remote_id: str) -> Figures | None:
        found = self.graph.find(path_of(remote_id), params={"fields": "id,like_count,comments_count"})
        if found is None:
            return None
        seen = insights_of(self.graph, f"{path_of(remote_id)}/insights", {VIEWS: "views", SHARES: "shares"})
        return joined(told(found.json, {LIKES: "like_count", REPLIES: "comments_count"}), seen)

    @distrustful
    def audience(self) -> Figures:
        answer = self.graph.ask("GET", path_of(self._own_id()), params={"fields": "id,followers_count"})
        return counted(answer.json, {FOLLOWERS: "followers_count"})

    def _set_hidden(self, ref: RemoteRef, *, is_hidden: bool) -> str:
        if self._comment(ref.remote_id, "id,hidden").entry("hidden") is not is_hidden:
            self.graph.ask("POST", path_of(ref.remote_id), data={"hide": str(is_hidden).lower()})
            if self._comment(ref.remote_id, "id,hidden").entry("hidden") is not is_hidden:
                raise Rejected(
                    _("Instagram accepted this, but the comment is shown as before. Please look there yourself.")
                )
        return "hidden" if is_hidden else "shown"

    def _read_identity(self) -> Identity:
        """Of the profile that the token's page has."""
        answer = self.graph.ask("GET", "me", params={"fields": "id,instagram_business_account{id,username,name}"})
        found = answer.entry("instagram_business_account")
        if not isinstance(found, dict) or not found.get("id"):
            raise NeedsReconnect(_("The profile no longer belongs to the page. Please connect the channel again."))
        username = str(found.get("username") or found["id"])
        url = f"https://www.instagram.com/{username}/"
        return Identity(str(found["id"]), f"@{username}", str(found.get("name") or username), url)

    def _refuse_when_full(self, own: str) -> None:
        if self._is_full(f"{path_of(own)}/content_publishing_limit"):
            raise TryLater(_("Instagram takes no more posts today."), FULL_REST)

    def _build(self, post: OutgoingPost) -> str:
        if post.video:
            address = address_for(post.video, self.name)
            return self._containers.make(media_type="REELS", video_url=address, caption=post.text, share_to_feed="true")
        if len(post.images) == 1:
            return self._containers.make(caption=post.text, **self._picture(post.images[0]))
        return self._carousel(post.images, caption=post.text)

    def _comment(self, remote_id: str, fields: str) -> Reply:
        answer = self.graph.find(path_of(remote_id), params={"fields": fields})
        if answer is None:
            raise Rejected(_("The comment no longer exists on the platform."))
        return answer

    def _answered(self, ref: RemoteRef) -> str:
        """Below what an answer to ``ref`` stands: answers have no answers of their own."""
        return str(self._comment(ref.remote_id, "id,parent_id").entry("parent_id") or ref.remote_id)

    def _answer(self, post: OutgoingPost, ref: RemoteRef) -> Published:
        path = f"{path_of(self._answered(ref))}/replies"
        return Published(self._number_in(self.graph.tell("POST", path, data={"message": post.text})), ref.url)

    def _answer_there(self, post: OutgoingPost, ref: RemoteRef) -> Published | None:
        query = {"fields": "id,text,timestamp,username,from", "limit": 100}
        replies = data_in(self.graph.ask("GET", f"{path_of(self._answered(ref))}/replies", params=query))
        own = [r for r in replies if isinstance(r.get("from"), dict) and r["from"].get("id") == self._own_id()]
        found = self._mine(post, own, "text")
        return Published(str(found["id"]), ref.url) if found else None

    def _mine(self, post: OutgoingPost, entries: list[dict[str, Any]], words: str) -> dict[str, Any] | None:
        since = since_prepared(post)
        wanted = comparable(post.text)
        alike = [
            entry
            for entry in entries
            if comparable(str(entry.get(words) or "")) == wanted
            and ((at := instant(entry.get("timestamp"))) is None or at >= since)
        ]
        booked = post.booked([str(entry["id"]) for entry in alike]) if alike else ()
        free = [entry for entry in alike if str(entry["id"]) not in booked]
        return min(free, key=lambda entry: str(entry.get("timestamp"))) if free else None
