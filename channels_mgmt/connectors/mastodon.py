# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mastodon and servers that speak its API.

Mastodon keeps an Idempotency-Key for an hour, but only from the moment the post is stored, and
other software of this family ignores it without a sign. So the key protects only young
repetitions on real Mastodon; everywhere else ``publish`` looks first whether the post is there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.base import (
    FETCH_SECONDS,
    PUBLISH_SECONDS,
    Abilities,
    Account,
    Cursor,
    Identity,
    Image,
    IncomingComment,
    Limits,
    OutcomeUnknown,
    OutgoingPost,
    Published,
    Rejected,
    RemoteRef,
    TryLater,
    refuse_gaps,
    refuse_other_account,
)
from channels_mgmt.connectors.counting import MASTODON_LINK_LENGTH, mastodon_length
from channels_mgmt.connectors.entries import claimed
from channels_mgmt.connectors.mastodon_reading import author_of, id_order, read_notifications, read_thread
from channels_mgmt.connectors.mastodon_text import comparable, plain_text
from channels_mgmt.connectors.pages import Page
from channels_mgmt.connectors.transport import Reply, Session, distrustful

KEY_LIFETIME = timedelta(minutes=50)
CLOCK_TOLERANCE = timedelta(minutes=2)
PAGES = 10

DEFAULT_LIMITS = Limits(
    characters=500,
    images=4,
    image_bytes=16_000_000,
    alt_text=1500,
    link_length=MASTODON_LINK_LENGTH,
    image_types=("image/jpeg", "image/png", "image/webp"),
)


class Mastodon:
    """One account on a server with Mastodon's API. ``tokens``: ``access``."""

    kind: ClassVar[str] = "mastodon"
    settle_seconds: ClassVar[int] = 60
    abilities: ClassVar[Abilities] = Abilities(
        hide=False,
        unhide=False,
        hide_means=gettext_lazy(
            "Mastodon cannot hide a single reply. Instead this reply is reported to the moderators of your "
            "server. It stays visible to everybody until they decide, and a report cannot be withdrawn."
        ),
    )

    def __init__(self, account: Account) -> None:
        self.account = account
        self._identity: Identity | None = None

    @cached_property
    def http(self) -> Session:
        """Opened at the first request: counting and limits need none."""
        return Session(self.account)

    @property
    def limits(self) -> Limits:
        return self.account.limits or DEFAULT_LIMITS

    @distrustful
    def read_limits(self) -> Limits:
        answer = self.http.ask("GET", "/api/v2/instance", ok=(404,))
        if answer.status == 404:
            answer = self.http.ask("GET", "/api/v1/instance")
        configuration = self._checked(answer, dict).get("configuration") or {}
        statuses = configuration.get("statuses") or {}
        media = configuration.get("media_attachments") or {}
        types = [t for t in media.get("supported_mime_types") or [] if t in DEFAULT_LIMITS.image_types]
        return Limits(
            characters=_positive(statuses.get("max_characters"), DEFAULT_LIMITS.characters),
            images=_positive(statuses.get("max_media_attachments"), DEFAULT_LIMITS.images),
            image_bytes=_positive(media.get("image_size_limit"), DEFAULT_LIMITS.image_bytes),
            alt_text=_positive(media.get("description_limit"), DEFAULT_LIMITS.alt_text or 1500),
            link_length=_positive(statuses.get("characters_reserved_per_url"), MASTODON_LINK_LENGTH),
            image_types=tuple(types) or DEFAULT_LIMITS.image_types,
            software=self._software(),
        )

    def _software(self) -> str:
        answer = self.http.ask("GET", "/nodeinfo/2.0", ok=(404, 406))
        software = answer.entry("software")
        return str(software.get("name", "")).lower() if isinstance(software, dict) else ""

    def prepare(self, key: UUID, created_at: datetime) -> dict[str, str]:
        return {"idempotency_key": str(key), "created_at": created_at.astimezone(UTC).isoformat()}

    def count(self, text: str, reply_to: RemoteRef | None = None) -> int:
        return mastodon_length(_addressed(text, reply_to), self.limits.link_length or MASTODON_LINK_LENGTH)

    def publish(self, post: OutgoingPost) -> Published:
        with self.http.all_within(PUBLISH_SECONDS):
            return self._publish(post)

    def _publish(self, post: OutgoingPost) -> Published:
        refuse_gaps(self, post)
        self._own()
        if not self._server_remembers(post) and (found := self.read_back(post)):
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
        answer = self.http.tell(
            "POST",
            "/api/v1/statuses",
            token=self._token,
            headers={"Idempotency-Key": post.client_key["idempotency_key"]},
            json=status,
        )
        return self._published(answer.json, may_have_happened=True)

    @distrustful
    def read_back(self, post: OutgoingPost) -> Published | None:
        """Search our own posts since ``prepare``; the server's clock decides, not ours.

        Raises ``OutcomeUnknown`` when there are too many newer posts to look through.
        """
        text = comparable(_addressed(post.text, post.reply_to))
        parent = post.reply_to.remote_id if post.reply_to else None
        for status in self._own_statuses_since(datetime.fromisoformat(post.client_key["created_at"])):
            if status.get("in_reply_to_id") != parent or len(status.get("media_attachments", [])) != len(post.images):
                continue
            shown = comparable(plain_text(str(status.get("content", ""))))
            if text == shown or text == self._source(status["id"]):
                return self._published(status, may_have_happened=True)
        return None

    @distrustful
    def fetch_comments(self, cursor: Cursor) -> Page:
        with self.http.all_within(FETCH_SECONDS):
            return read_notifications(self._notifications, _comment, self._own_id(), cursor)

    @distrustful
    def fetch_thread(self, remote_id: str) -> Page:
        path = f"/api/v1/statuses/{_path(remote_id)}/context"
        with self.http.all_within(FETCH_SECONDS):
            answer = self.http.ask("GET", path, token=self._token, ok=(404,))
            context = {} if answer.status == 404 else self._checked(answer, dict)
            return read_thread(context, _comment, self._own_id(), remote_id)

    @distrustful
    def parent_of(self, remote_id: str) -> str | None:
        path = f"/api/v1/statuses/{_path(remote_id)}"
        with self.http.all_within(FETCH_SECONDS):
            answer = self.http.ask("GET", path, token=self._token, ok=(404,))
        return None if answer.status == 404 else str(self._checked(answer, dict, "id").get("in_reply_to_id") or "")

    def hide(self, ref: RemoteRef, reason: str = "") -> str:
        """Report the reply to the moderators of our own server (``reported``)."""
        author = ref.author_id or author_of(self._status(ref.remote_id))
        report = {
            "account_id": author,
            "status_ids": [ref.remote_id],
            "comment": reason[:1000],
            "category": "other",
            "forward": False,
        }
        self.http.ask("POST", "/api/v1/reports", token=self._token, json=report)
        return "reported"

    def unhide(self, ref: RemoteRef) -> str:
        raise Rejected(_("A report cannot be withdrawn. Please write to the moderators of your server."))

    def delete(self, remote_id: str) -> None:
        self.http.ask("DELETE", f"/api/v1/statuses/{_path(remote_id)}", token=self._token, ok=(404,))

    @distrustful
    def verify(self) -> Identity:
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
        return self._identity or self.verify()

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
                raise TryLater(_("%(host)s is still processing the image.") % {"host": self.http.host}, 60)
            time.sleep(pause)
            pause = min(pause * 2, 4)

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

    def _own_statuses_since(self, prepared_at: datetime) -> Iterator[dict[str, Any]]:
        path = f"/api/v1/accounts/{_path(self._own().remote_id)}/statuses"
        page: dict[str, Any] = {"limit": 40, "exclude_reblogs": "true"}
        for _page in range(PAGES):
            answer = self.http.ask("GET", path, token=self._token, params=page)
            since = prepared_at + _clock_difference(answer) - CLOCK_TOLERANCE
            statuses = self._checked(answer, list)
            for status in statuses:
                if _when(status) >= since:
                    yield status
            if not statuses or min(_when(status) for status in statuses) < since:
                return
            page["max_id"] = min((str(status["id"]) for status in statuses), key=id_order)
        raise OutcomeUnknown(_("There are too many newer posts to find out whether this one was published."))

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
    return text if mention.lower() in text.lower() else f"{mention} {text}"


def _reply_fields(post: OutgoingPost, parent: dict[str, Any]) -> dict[str, Any]:
    """An answer to something not meant for everybody stays as private as that was."""
    fields: dict[str, Any] = {"in_reply_to_id": str(parent["id"])}
    if parent.get("visibility") in ("private", "direct"):
        fields["visibility"] = "direct"
    return fields


def _comment(status: dict[str, Any]) -> IncomingComment:
    account = status.get("account") or {}
    return IncomingComment(
        remote_id=str(status["id"]),
        parent_id=str(status.get("in_reply_to_id") or ""),
        root_id="",
        author_id=str(account.get("id", "")),
        author_handle=str(account.get("acct") or account.get("username") or account.get("id", "")),
        author_name=str(account.get("display_name") or account.get("username") or ""),
        text=plain_text(str(status.get("content", ""))),
        created_at=claimed(status.get("created_at")),
        url=str(status.get("url") or status.get("uri") or ""),
        author_url=str(account.get("url") or ""),
        is_private=status.get("visibility") == "direct",
        raw={
            "visibility": status.get("visibility"),
            "language": status.get("language"),
            "edited_at": status.get("edited_at"),
            "spoiler_text": status.get("spoiler_text") or "",
            "media": [
                {"type": m.get("type"), "url": m.get("url"), "alt": m.get("description")}
                for m in status.get("media_attachments") or []
            ],
        },
    )


def _when(status: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(str(status["created_at"])).astimezone(UTC)


def _clock_difference(answer: Reply) -> timedelta:
    """How far the server's clock is ahead of ours."""
    try:
        return parsedate_to_datetime(answer.headers["date"]) - datetime.now(UTC)
    except (KeyError, ValueError, TypeError):
        return timedelta(0)


def _path(remote_id: str) -> str:
    """An id as one path segment; ids are letters, digits, dashes."""
    if not remote_id or not all(c.isalnum() or c in "-_" for c in remote_id):
        raise Rejected(_("The comment no longer exists on the platform."))
    return remote_id


def _positive(value: Any, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else default
