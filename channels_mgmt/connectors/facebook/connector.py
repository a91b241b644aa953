# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page on Facebook, through the Graph.

The Graph keeps no key of ours, and an answer that reports a fault may stand for a post that was stored. So every
repetition looks first whether the post is there, by its words and its time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import (
    FETCH_SECONDS,
    PUBLISH_SECONDS,
    Cursor,
    Figures,
    Identity,
    Image,
    OutcomeUnknown,
    OutgoingPost,
    Published,
    Rejected,
    RemoteRef,
    Video,
    refuse_gaps,
)
from channels_mgmt.connectors.counting import comparable, links
from channels_mgmt.connectors.entries import instant
from channels_mgmt.connectors.facebook.profile import NAME, PROFILE
from channels_mgmt.connectors.facebook.reading import read_comments, read_thread
from channels_mgmt.connectors.facebook.videos import post_of_film, publish_film, still_working, uploads_of
from channels_mgmt.connectors.figures import FOLLOWERS, LIKES, REPLIES, SHARES, VIEWS, counted
from channels_mgmt.connectors.meta.account import GraphAccount, since_prepared
from channels_mgmt.connectors.meta.graph import after_in, data_in, entry_in, path_of
from channels_mgmt.connectors.meta.insights import insights_of, joined, told
from channels_mgmt.connectors.pages import Page
from channels_mgmt.connectors.transport import Reply, distrustful

PAGES_BACK = 5
PHOTOS_LAST = timedelta(hours=12)
"""How long an unpublished photo is taken for usable; Meta deletes it after about a day."""
SITE = "https://www.facebook.com"


class FacebookPage(GraphAccount):
    """One page. ``tokens``: ``access``, the page's own."""

    profile = PROFILE
    name = NAME

    def publish(self, post: OutgoingPost) -> Published:
        if post.video:
            return self._publish_film(post, post.video)
        with self.graph.all_within(PUBLISH_SECONDS):
            return self._publish(post)

    def _publish_film(self, post: OutgoingPost, video: Video) -> Published:
        refuse_gaps(self, post)
        page = self._own().remote_id
        if (post.client_key.get("video") or post.is_repetition) and (found := self.read_back(post)):
            return found
        number = publish_film(uploads_of(self.account), page, post, video)
        return self._post_of(number) or self._not_listed()

    def _post_of(self, number: str) -> Published | None:
        post = post_of_film(self.graph, self._own_id(), number)
        if post is None:
            return None
        return Published(post, f"{SITE}/{post}") if post else self._not_listed()

    def _not_listed(self) -> Published:
        raise still_working()

    def _publish(self, post: OutgoingPost) -> Published:
        refuse_gaps(self, post)
        page = self._own().remote_id
        if post.is_repetition and (found := self.read_back(post)):
            return found
        if post.reply_to:
            path = f"{self._answered(post.reply_to)}/comments"
            return self._published(self.graph.tell("POST", path, data={"message": post.text}))
        body: dict[str, str] = {"message": post.text, "published": "true"}
        if post.images:
            body["attached_media"] = json.dumps([{"media_fbid": photo} for photo in self._photos(post, page)])
        elif found_links := links(post.text):
            start, end = found_links[0]
            body["link"] = post.text[start:end]
        return self._published(self.graph.tell("POST", f"{path_of(page)}/feed", data=body))

    @distrustful
    def read_back(self, post: OutgoingPost) -> Published | None:
        """Search what was published since ``prepare`` for the same words; what is booked for another row is not ours.

        Raises ``OutcomeUnknown`` when there is too much to go through.
        """
        if post.video:
            number = post.client_key.get("video", "")
            return self._post_of(number) if number else None
        since = since_prepared(post)
        wanted = comparable(post.text)
        for entries, is_last in self._said_since(post, since):
            alike = [e for e in entries if comparable(str(e.get("message") or "")) == wanted and _is_since(e, since)]
            booked = post.booked([str(entry["id"]) for entry in alike]) if alike else ()
            for entry in sorted(alike, key=lambda entry: str(entry["created_time"])):
                if str(entry["id"]) not in booked:
                    return self._seen(entry)
            if is_last:
                return None
        raise OutcomeUnknown(_("There are too many newer posts to find out whether this one was published."))

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
        """A comment's number begins with that of the post it stands below, a post's with that of the page."""
        with self.graph.all_within(FETCH_SECONDS):
            page = self._own_id()
            is_post = remote_id.startswith(f"{page}_")
            fields = "id" if is_post else "id,parent{id}"
            answer = self.graph.find(path_of(remote_id), params={"fields": fields})
        if answer is None:
            return None
        if is_post:
            return ""
        parent = answer.entry("parent")
        return str(parent["id"]) if parent else f"{page}_{remote_id.partition('_')[0]}"

    @distrustful
    def metrics(self, remote_id: str) -> Figures | None:
        """Reactions of every kind count as likes, as Facebook shows them in one number."""
        fields = "id,shares,reactions.limit(0).summary(total_count),comments.filter(stream).limit(0).summary(true)"
        found = self.graph.find(path_of(remote_id), params={"fields": fields})
        if found is None:
            return None
        said = {
            LIKES: entry_in(entry_in(found.entry("reactions")).get("summary")).get("total_count"),
            REPLIES: entry_in(entry_in(found.entry("comments")).get("summary")).get("total_count"),
            SHARES: entry_in(found.entry("shares")).get("count"),
        }
        seen = insights_of(self.graph, f"{path_of(remote_id)}/insights", {VIEWS: "post_media_view"})
        return joined(told(said, {name: name for name in said}), seen)

    @distrustful
    def audience(self) -> Figures:
        answer = self.graph.ask("GET", path_of(self._own_id()), params={"fields": "id,followers_count"})
        return counted(answer.json, {FOLLOWERS: "followers_count"})

    def _set_hidden(self, ref: RemoteRef, *, is_hidden: bool) -> str:
        path = path_of(ref.remote_id)
        state = self._comment(path)
        if state.entry("is_hidden") is not is_hidden:
            if is_hidden and state.entry("can_hide") is False:
                raise Rejected(_("Facebook does not let this comment be hidden. It is still visible to everybody."))
            self.graph.ask("POST", path, data={"is_hidden": str(is_hidden).lower()})
            if self._comment(path).entry("is_hidden") is not is_hidden:
                raise Rejected(
                    _("Facebook accepted this, but the comment is shown as before. Please look there yourself.")
                )
        return "hidden" if is_hidden else "shown"

    def _read_identity(self) -> Identity:
        answer = self.graph.ask("GET", "me", params={"fields": "id,name,username,link"})
        remote_id, name = answer.entry("id"), answer.entry("name")
        if not remote_id or not name:
            raise self.graph.unreadable(may_have_happened=False)
        handle, url = str(answer.entry("username") or name), str(answer.entry("link") or f"{SITE}/{remote_id}")
        return Identity(str(remote_id), handle, str(name), url)

    def _comment(self, path: str) -> Reply:
        answer = self.graph.find(path, params={"fields": "id,is_hidden,can_hide"})
        if answer is None:
            raise Rejected(_("The comment no longer exists on the platform."))
        return answer

    def _answered(self, ref: RemoteRef) -> str:
        """Below what an answer to ``ref`` stands: Facebook has two levels only."""
        path = path_of(ref.remote_id)
        answer = self.graph.find(path, params={"fields": "id,parent{id}"})
        if answer is None:
            raise Rejected(_("The comment no longer exists on the platform."))
        parent = answer.entry("parent")
        return path_of(str(parent["id"])) if isinstance(parent, dict) and parent.get("id") else path

    def _photos(self, post: OutgoingPost, page: str) -> list[str]:
        """The photos' numbers; uploaded without being public, and remembered, so that no attempt uploads them again."""
        known = [number for number in post.client_key.get("photos", "").split(",") if number]
        uploaded_at = instant(post.client_key.get("photos_at"))
        is_usable = uploaded_at is not None and uploaded_at > datetime.now(UTC) - PHOTOS_LAST
        if len(known) == len(post.images) and is_usable:
            return known
        photos = [self._upload(image, page) for image in post.images]
        post.remember({"photos": ",".join(photos), "photos_at": datetime.now(UTC).isoformat()})
        return photos

    def _upload(self, image: Image, page: str) -> str:
        suffix = image.media_type.partition("/")[2]
        answer = self.graph.ask(
            "POST",
            f"{path_of(page)}/photos",
            files={"source": (f"image.{suffix}", image.content, image.media_type)},
            data={"published": "false", "alt_text_custom": image.alt_text},
        )
        if not answer.entry("id"):
            raise self.graph.unreadable(may_have_happened=False)
        return str(answer.entry("id"))

    def _published(self, answer: Reply) -> Published:
        remote_id = self._number_in(answer)
        return Published(remote_id, f"{SITE}/{remote_id}")

    def _seen(self, entry: dict[str, Any]) -> Published:
        return Published(str(entry["id"]), f"{SITE}/{entry['id']}")

    def _said_since(self, post: OutgoingPost, since: datetime) -> Iterator[tuple[list[dict[str, Any]], bool]]:
        """Our posts since then, or our answers below a comment, page by page, and whether that was the last page."""
        query: dict[str, Any] = {"fields": "id,message,created_time", "limit": 100}
        if post.reply_to:
            path, query["fields"] = f"{self._answered(post.reply_to)}/comments", "id,message,created_time,from"
        else:
            path, query["since"] = f"{path_of(self._own_id())}/published_posts", int(since.timestamp())
        for _step in range(PAGES_BACK):
            answer = self.graph.ask("GET", path, params=query)
            entries = data_in(answer)
            own = [e for e in entries if not post.reply_to or (e.get("from") or {}).get("id") == self._own_id()]
            query["after"] = after_in(answer.json)
            yield own, not query["after"]


def _is_since(entry: dict[str, Any], since: datetime) -> bool:
    at = instant(entry.get("created_time"))
    return at is None or at >= since
