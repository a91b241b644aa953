# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mastodon and servers that speak its API.

Mastodon keeps an Idempotency-Key for an hour, but only from the moment the post is stored, and other software of this
family ignores it without a sign. So the key protects only young repetitions on real Mastodon; everywhere else
``publish`` looks first whether the post is there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from channels_mgmt.connectors.account import AccountConnector
from channels_mgmt.connectors.contract import (
    FETCH_SECONDS,
    UPLOAD_SECONDS,
    Account,
    ConnectorError,
    Cursor,
    Figures,
    Identity,
    Image,
    Limits,
    OutcomeUnknown,
    OutgoingPost,
    Published,
    Rejected,
    RemoteRef,
    TryLater,
    Video,
    refuse_gaps,
    refuse_other_account,
)
from channels_mgmt.connectors.counting import comparable, length_with_links
from channels_mgmt.connectors.figures import FOLLOWERS, LIKES, REPLIES, SHARES, counted
from channels_mgmt.connectors.mastodon.comments import comment_of
from channels_mgmt.connectors.mastodon.contents import answer_visibility
from channels_mgmt.connectors.mastodon.people import People
from channels_mgmt.connectors.mastodon.profile import LINK_LENGTH, PROFILE
from channels_mgmt.connectors.mastodon.reading import author_of, id_order, read_notifications, read_thread
from channels_mgmt.connectors.mastodon.server import account_domain, instance, limits_in, software
from channels_mgmt.connectors.mastodon.text import plain_text
from channels_mgmt.connectors.media import described
from channels_mgmt.connectors.pages import Page
from channels_mgmt.connectors.transport import Reply, Session, distrustful

COUNTS_OF_A_POST = {LIKES: "favourites_count", SHARES: "reblogs_count", REPLIES: "replies_count"}
GONE = (404, 410)
KEY_LIFETIME = timedelta(minutes=50)
CLOCK_TOLERANCE = timedelta(minutes=2)
PAGES, PAGES_BACK = 10, 5
"""Pages of 40 that one search for a post looks through."""
SOURCES = 10
"""How many originals one search asks for, where the server shows another text than was sent."""
REQUESTS_PER_SEARCH = PAGES_BACK + SOURCES
"""The most one ``read_back`` costs, of the 300 requests in five minutes that a server grants."""


class Mastodon(People, AccountConnector):
    """One account on a server with Mastodon's API. ``tokens``: ``access``."""

    profile = PROFILE

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._identity: Identity | None = None

    @cached_property
    def http(self) -> Session:
        """Opened at the first request: counting and limits need none."""
        return Session(self.account)

    @distrustful
    def read_limits(self) -> Limits:
        return limits_in(instance(self.http, self._token), software(self.http))

    def prepare(self, key: UUID, created_at: datetime) -> dict[str, str]:
        return {"idempotency_key": str(key), "created_at": created_at.astimezone(UTC).isoformat()}

    def count(self, text: str, reply_to: RemoteRef | None = None) -> int:
        return length_with_links(_addressed(text, reply_to), self.limits.link_length or LINK_LENGTH)

    def publish(self, post: OutgoingPost) -> Published:
        with self.http.all_within(post.seconds):
            return self._publish(post)

    def _publish(self, post: OutgoingPost) -> Published:
        refuse_gaps(self, post)
        self._own()
        if post.is_repetition and not self._server_remembers(post) and (found := self.read_back(post)):
            return found
        status: dict[str, Any] = {
            "status": _addressed(post.text, post.reply_to),
            "language": post.language,
            "visibility": "public",
        }
        if post.reply_to:
            parent = self._status(post.reply_to.remote_id)
            status |= _reply_fields(post, parent)
        if post.images:
            status["media_ids"] = [self._upload(image) for image in post.images]
        if post.video:
            status["media_ids"] = [self._upload_video(post.video)]
        answer = self.http.tell(
            "POST",
            "/api/v1/statuses",
            token=self._token,
            headers={"Idempotency-Key": post.client_key["idempotency_key"]},
            json=status,
            ok=(422,),
        )
        if answer.status == 422:
            self._refuse_unless_processing(answer, status.get("media_ids", ()))
        published = self._published(answer.json, may_have_happened=True)
        if post.reply_to and post.reply_to.is_private and answer.entry("visibility") not in (None, "direct"):
            self._take_back_what_everybody_reads(published)
        return published

    def _take_back_what_everybody_reads(self, published: Published) -> None:
        """A server that knows no private messages has shown it: it goes at once."""
        try:
            self.delete(published.remote_id)
        except ConnectorError as error:
            words = _("The server shows a private message to everybody. Please delete it there at once: %(url)s")
            raise OutcomeUnknown(words % {"url": published.url}) from error
        raise Rejected(_("The server showed a private message to everybody; it was deleted there at once."))

    def _refuse_unless_processing(self, answer: Reply, media_ids: Sequence[str]) -> None:
        """A refusal because an image is not ready yet passes by itself; its words depend on the account's language."""
        for media_id in media_ids:
            if self.http.ask("GET", f"/api/v1/media/{_path(media_id)}", token=self._token, ok=(404,)).status == 206:
                raise self._still_processing(answer.retry_after)
        raise self.http.refusal(answer)

    @distrustful
    def read_back(self, post: OutgoingPost) -> Published | None:
        """Search our own posts since ``prepare``; the server's clock decides, not ours.

        What is booked for another row is never taken. Where a server shows another text than was sent, the originals
        of the most similar ones are compared. Raises ``OutcomeUnknown`` when there are too many newer posts.
        """
        text = comparable(_addressed(post.text, post.reply_to))
        parent = post.reply_to.remote_id if post.reply_to else None
        unlike: list[tuple[float, dict[str, Any]]] = []
        is_complete = False
        for statuses, is_last in self._own_pages_since(datetime.fromisoformat(post.client_key["created_at"])):
            is_complete = is_last
            alike = [s for s in statuses if s.get("in_reply_to_id") == parent and _pictures(s) == post.attached]
            booked = post.booked([str(status["id"]) for status in alike]) if alike else ()
            for status in sorted((s for s in alike if str(s["id"]) not in booked), key=_age_order):
                shown = comparable(plain_text(str(status.get("content", ""))))
                if shown == text:
                    return self._published(status, may_have_happened=True)
                unlike.append((SequenceMatcher(None, shown, text).ratio(), status))
        for _likeness, status in sorted(unlike, key=lambda found: -found[0])[:SOURCES]:
            if self._source(status["id"]) == text:
                return self._published(status, may_have_happened=True)
        if not is_complete:
            raise OutcomeUnknown(_("There are too many newer posts to find out whether this one was published."))
        return None

    @distrustful
    def fetch_comments(self, cursor: Cursor) -> Page:
        with self.http.all_within(FETCH_SECONDS):
            return read_notifications(self._notifications, comment_of, self._own_id(), cursor)

    @distrustful
    def fetch_thread(self, remote_id: str) -> Page:
        path = f"/api/v1/statuses/{_path(remote_id)}/context"
        with self.http.all_within(FETCH_SECONDS):
            answer = self.http.ask("GET", path, token=self._token, ok=(404,))
            context = None if answer.status == 404 else self._checked(answer, dict)
            return read_thread(context, comment_of, self._own_id(), remote_id)

    @distrustful
    def parent_of(self, remote_id: str) -> str | None:
        path = f"/api/v1/statuses/{_path(remote_id)}"
        with self.http.all_within(FETCH_SECONDS):
            answer = self.http.ask("GET", path, token=self._token, ok=(404,))
        return None if answer.status == 404 else str(self._checked(answer, dict, "id").get("in_reply_to_id") or "")

    @distrustful
    def is_there(self, remote_id: str) -> bool:
        path = f"/api/v1/statuses/{_path(remote_id)}"
        with self.http.all_within(FETCH_SECONDS):
            answer = self.http.ask("GET", path, token=self._token, ok=GONE)
            if answer.status in GONE:
                # With a dead key we are anybody, who reads no private words.
                self._own()
                # Whoever blocks us hides their words from us alone: what anybody may read is there.
                answer = self.http.ask("GET", path, ok=(401, 403, *GONE))
        return answer.status == 200 and bool(self._checked(answer, dict, "id"))

    def hide(self, ref: RemoteRef, reason: str = "") -> str:
        """Report the reply to the moderators of our own server (``reported``)."""
        author = ref.author_id or author_of(self._status(ref.remote_id))
        report: dict[str, Any] = {"account_id": author, "status_ids": [ref.remote_id], "comment": reason[:1000]}
        report |= {"category": "other", "forward": False}
        self.http.ask("POST", "/api/v1/reports", token=self._token, json=report)
        return "reported"

    def unhide(self, ref: RemoteRef) -> str:
        raise Rejected(_("A report cannot be withdrawn. Please write to the moderators of your server."))

    def delete(self, remote_id: str) -> None:
        self.http.ask("DELETE", f"/api/v1/statuses/{_path(remote_id)}", token=self._token, ok=(404,))

    @distrustful
    def verify(self) -> Identity:
        found = self._own()
        username = found.handle.split("@")[1]
        return replace(found, handle=f"@{username}@{account_domain(self.http, self._token, username)}")

    @distrustful
    def metrics(self, remote_id: str) -> Figures | None:
        path = f"/api/v1/statuses/{_path(remote_id)}"
        answer = self.http.ask("GET", path, token=self._token, ok=(404,))
        return None if answer.status == 404 else counted(self._checked(answer, dict, "id"), COUNTS_OF_A_POST)

    @distrustful
    def audience(self) -> Figures:
        answer = self.http.ask("GET", "/api/v1/accounts/verify_credentials", token=self._token)
        if self.account.remote_id and str(answer.json["id"]) != self.account.remote_id:
            self._identify()
        return counted(answer.json, {FOLLOWERS: "followers_count"})

    @distrustful
    def _identify(self) -> Identity:
        answer = self.http.ask("GET", "/api/v1/accounts/verify_credentials", token=self._token)
        remote_id, username = answer.entry("id"), answer.entry("username")
        if not remote_id or not username:
            raise self.http.unreadable(may_have_happened=False)
        found = Identity(
            remote_id=str(remote_id),
            handle=f"@{username}@{self.http.host}",
            name=str(answer.entry("display_name") or username),
            url=str(answer.entry("url") or ""),
        )
        self._identity = refuse_other_account(self.account, found)
        return self._identity

    @property
    def _token(self) -> str:
        return self.account.tokens.get("access", "")

    def _own_id(self) -> str:
        """Reading needs no proof of whose account it is: it costs a request each time."""
        return self.account.remote_id or self._own().remote_id

    def _own(self) -> Identity:
        return self._identity or self._identify()

    def _server_remembers(self, post: OutgoingPost) -> bool:
        """Whether the server itself still recognises a repetition of this post."""
        age = datetime.now(UTC) - datetime.fromisoformat(post.client_key["created_at"])
        return self.limits.software == "mastodon" and age < KEY_LIFETIME

    def _upload(self, image: Image) -> str:
        suffix = image.media_type.partition("/")[2]
        answer = self.http.ask(
            "POST",
            "/api/v2/media",
            token=self._token,
            files={"file": (f"image.{suffix}", image.content, image.media_type)},
            data={"description": image.alt_text},
        )
        return self._taken(answer)

    def _upload_video(self, video: Video) -> str:
        """Stored first and processed afterwards. The words go out with the description: there are no caption files."""
        parts: dict[str, Any] = {"thumbnail": ("poster.jpg", video.poster, "image/jpeg")} if video.poster else {}
        with video.read() as content:
            answer = self.http.ask(
                "POST",
                "/api/v2/media",
                token=self._token,
                files={"file": ("video.mp4", content, video.media_type), **parts},
                data={"description": described(video, self.limits.video.alt_text)},
                seconds=UPLOAD_SECONDS,
            )
        return self._taken(answer)

    def _taken(self, answer: Reply) -> str:
        media_id = answer.entry("id")
        if not media_id:
            raise self.http.unreadable(may_have_happened=False)
        if answer.status == 202:
            self._await_processing(str(media_id))
        return str(media_id)

    def _await_processing(self, media_id: str) -> None:
        """Large images are processed after the upload; the server answers 206 until it is done."""
        pause = 0.25
        while self.http.ask("GET", f"/api/v1/media/{_path(media_id)}", token=self._token).status == 206:
            if self.http.seconds_left() < self.account.timeouts.total + pause:
                raise self._still_processing(None)
            time.sleep(pause)
            pause = min(pause * 2, 4)

    def _still_processing(self, wish: int | None) -> TryLater:
        return TryLater(_("%(host)s is still processing the image or video.") % {"host": self.http.host}, wish or 60)

    def _published(self, status: Any, *, may_have_happened: bool) -> Published:
        if not isinstance(status, dict) or not status.get("id"):
            raise self.http.unreadable(may_have_happened=may_have_happened)
        return Published(remote_id=str(status["id"]), url=str(status.get("url") or status.get("uri") or ""))

    def _status(self, remote_id: str) -> dict[str, Any]:
        answer = self.http.ask("GET", f"/api/v1/statuses/{_path(remote_id)}", token=self._token, ok=(404,))
        if answer.status == 404:
            raise Rejected(_("The comment no longer exists on the platform."))
        status: dict[str, Any] = self._checked(answer, dict, "id")
        return status

    def _source(self, status_id: str) -> str:
        """The text as it was sent, for servers that rewrite it for display."""
        path = f"/api/v1/statuses/{_path(status_id)}/source"
        answer = self.http.ask("GET", path, token=self._token, ok=(403, 404, 405, 501))
        return comparable(str(answer.entry("text") or "")) if answer.status == 200 else ""

    def _own_pages_since(self, prepared_at: datetime) -> Iterator[tuple[list[dict[str, Any]], bool]]:
        """Our posts since that moment, newest page first, and whether that page is the last of them."""
        path = f"/api/v1/accounts/{_path(self.account.remote_id or self._own().remote_id)}/statuses"
        page: dict[str, Any] = {"limit": 40, "exclude_reblogs": "true"}
        for _page in range(PAGES_BACK):
            answer = self.http.ask("GET", path, token=self._token, params=page)
            since = prepared_at + _clock_difference(answer) - CLOCK_TOLERANCE
            statuses = self._checked(answer, list)
            is_last = not statuses or min(_when(status) for status in statuses) < since
            yield [status for status in statuses if _when(status) >= since], is_last
            if is_last:
                return
            page["max_id"] = min((str(status["id"]) for status in statuses), key=id_order)

    def _notifications(self, query: dict[str, Any]) -> Any:
        answer = self.http.ask("GET", "/api/v1/notifications", token=self._token, params=query)
        return self._checked(answer, list)

    def _checked(self, answer: Reply, kind: type, *needed: str) -> Any:
        if isinstance(answer.json, kind) and all(answer.entry(name) for name in needed):
            return answer.json
        raise self.http.unreadable(may_have_happened=False)


def _addressed(text: str, reply_to: RemoteRef | None) -> str:
    """An answer must name its addressee, or nobody is notified."""
    if reply_to is None or not reply_to.author_handle:
        return text
    mention = f"@{reply_to.author_handle.lstrip('@')}"
    # "@anna" is not named by "@annabell": a private answer would reach the wrong person.
    is_named = re.search(rf"(?<![\w@]){re.escape(mention)}(?![\w@-]|\.\w)", text, re.IGNORECASE)
    return text if is_named else f"{mention} {text}"


def _reply_fields(post: OutgoingPost, parent: dict[str, Any]) -> dict[str, Any]:
    """An answer to something not meant for everybody stays as private as that was."""
    is_private = post.reply_to is not None and post.reply_to.is_private
    return {"in_reply_to_id": str(parent["id"]), "visibility": answer_visibility(parent, is_private=is_private)}


def _when(status: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(str(status["created_at"])).astimezone(UTC)


def _clock_difference(answer: Reply) -> timedelta:
    """How far the server's clock is ahead of ours."""
    try:
        return parsedate_to_datetime(answer.headers["date"]) - datetime.now(UTC)
    except (KeyError, ValueError, TypeError):
        return timedelta(0)


def _age_order(status: dict[str, Any]) -> tuple[datetime, tuple[int, str]]:
    return _when(status), id_order(str(status["id"]))


def _pictures(status: dict[str, Any]) -> int:
    return len(status.get("media_attachments", []))


def _path(remote_id: str) -> str:
    """An id as one path segment; ids are letters, digits, dashes."""
    if not remote_id or not all(c.isalnum() or c in "-_" for c in remote_id):
        raise Rejected(_("The comment no longer exists on the platform."))
    return remote_id
