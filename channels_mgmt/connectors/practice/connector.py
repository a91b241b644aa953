# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The practice platform, a social network inside this installation (docs/adr/0005).

Runs inside the town's scope. It keeps the limits of the platform its account emulates and can be
told to fail like a real one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from channels_mgmt.connectors.account import AccountConnector
from channels_mgmt.connectors.contents import Audience, Contents, Medium
from channels_mgmt.connectors.contract import (
    Cursor,
    Figures,
    Identity,
    IncomingComment,
    Limits,
    NeedsReconnect,
    OutcomeUnknown,
    OutgoingPost,
    Published,
    Rejected,
    RemoteRef,
    TryLater,
    refuse_gaps,
    refuse_other_account,
)
from channels_mgmt.connectors.figures import REPLIES
from channels_mgmt.connectors.pages import Page
from channels_mgmt.connectors.practice.profile import PROFILE
from channels_mgmt.connectors.registry import practised_limits
from core.text import read_number
from practice import queries, services
from practice.domain import platform as practice_platform
from practice.models import PracticeAccount, PracticePost

PAGE = 500


class Practice(AccountConnector):
    """One account on the practice platform. ``remote_id``: the account's number."""

    profile = PROFILE

    @property
    def limits(self) -> Limits:
        return self.account.limits or self.read_limits()

    def read_limits(self) -> Limits:
        with _translated():
            return practised_limits(self._open().emulates)

    def prepare(self, key: UUID, created_at: datetime) -> dict[str, str]:
        return {"key": str(key)}

    def publish(self, post: OutgoingPost) -> Published:
        with _translated():
            account = services.open_to_publish(self.account.remote_id, key=post.client_key["key"])
        refuse_gaps(self._within(practised_limits(account.emulates)), post)
        images = [practice_platform.Upload(i.content, i.media_type, i.alt_text, i.width, i.height) for i in post.images]
        reply_to = post.reply_to.remote_id if post.reply_to else ""
        film = (
            practice_platform.FilmUpload(
                post.video.read, post.video.alt_text, post.video.width, post.video.height, post.video.captions
            )
            if post.video
            else None
        )
        with _translated():
            stored = services.publish_post(
                account,
                key=post.client_key["key"],
                text=post.text,
                images=images,
                film=film,
                reply_to=reply_to,
                is_private=post.reply_to is not None and post.reply_to.is_private,
            )
        return _published(stored)

    def read_back(self, post: OutgoingPost) -> Published | None:
        with _translated():
            stored = services.find_post(self._open(), key=post.client_key["key"])
        return _published(stored) if stored else None

    def fetch_comments(self, cursor: Cursor) -> Page:
        with _translated():
            account = self._open()
        after = int(cursor.get("after", 0))
        found = list(queries.addressed_to(account, after=after)[:PAGE])
        newest = max([after, *(post.pk for post in found)])
        return Page([_comment(post) for post in found], {"after": newest}, is_last=len(found) < PAGE)

    def fetch_thread(self, remote_id: str) -> Page:
        with _translated():
            account = self._open()
        root = read_number(remote_id)
        found = [] if root is None else queries.replies_below(account, root)
        return Page([_comment(post) for post in found], {}, is_whole=root is not None)

    def parent_of(self, remote_id: str) -> str | None:
        with _translated():
            self._open()
        number = read_number(remote_id)
        found = None if number is None else PracticePost.objects.filter(pk=number, deleted_at=None).first()
        return None if found is None else str(found.reply_to_id or "")

    def is_there(self, remote_id: str) -> bool:
        return self.parent_of(remote_id) is not None

    def hide(self, ref: RemoteRef, reason: str = "") -> str:
        with _translated():
            services.hide_reply(self._open(), remote_id=ref.remote_id)
        return "hidden"

    def unhide(self, ref: RemoteRef) -> str:
        with _translated():
            services.show_reply(self._open(), remote_id=ref.remote_id)
        return "shown"

    def delete_comment(self, ref: RemoteRef) -> str:
        with _translated():
            services.delete_reply(self._open(), remote_id=ref.remote_id)
        return "deleted"

    def restrict(self, ref: RemoteRef, *, is_block: bool) -> str:
        if not is_block:
            return super().restrict(ref, is_block=is_block)
        with _translated():
            services.block_account(self._open(), remote_id=ref.author_id, is_blocked=True)
        return "blocked"

    def lift(self, ref: RemoteRef, *, is_block: bool) -> str:
        if not is_block:
            return super().lift(ref, is_block=is_block)
        with _translated():
            services.block_account(self._open(), remote_id=ref.author_id, is_blocked=False)
        return "unblocked"

    def delete(self, remote_id: str) -> None:
        with _translated():
            services.delete_post(self._open(), remote_id=remote_id)

    def verify(self) -> Identity:
        with _translated():
            account = self._open()
        identity = Identity(str(account.pk), account.handle, account.display_name, _timeline_url(account))
        return refuse_other_account(self.account, identity)

    def metrics(self, remote_id: str) -> Figures | None:
        with _translated():
            account = self._open()
        number = read_number(remote_id)
        if number is None or not PracticePost.objects.filter(pk=number, account=account, deleted_at=None).exists():
            return None
        return {REPLIES: queries.replies_below(account, number).count()}

    def _within(self, limits: Limits) -> Practice:
        """The same connector, which asks for no limits any more."""
        return self if self.account.limits else Practice(replace(self.account, limits=limits))

    def _open(self) -> PracticeAccount:
        return services.open_session(self.account.remote_id)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except practice_platform.AccessExpired as error:
        raise NeedsReconnect(
            _("The practice platform no longer accepts the stored access. Please connect the channel again.")
        ) from error
    except practice_platform.Throttled as error:
        raise TryLater(_("The practice platform asks us to wait."), error.retry_after) from error
    except practice_platform.NoSuchPost as error:
        raise Rejected(_("The comment no longer exists on the platform.")) from error
    except practice_platform.PlatformTrouble as error:
        raise OutcomeUnknown(_("The practice platform did not answer in time.")) from error


def _published(post: PracticePost) -> Published:
    return Published(remote_id=str(post.pk), url=_post_url(post))


def _comment(post: PracticePost) -> IncomingComment:
    return IncomingComment(
        remote_id=str(post.pk),
        parent_id=str(post.reply_to_id or ""),
        root_id=str(post.root_id or ""),
        author_id=str(post.account_id),
        author_handle=post.account.handle,
        author_name=post.account.display_name,
        text=post.text,
        created_at=post.created_at,
        url=_post_url(post),
        is_private=post.is_private,
        contents=Contents(
            audience=Audience.DIRECT if post.is_private else Audience.PUBLIC,
            warning=post.warning,
            media=tuple(
                Medium("video" if i.is_film else "image", i.alt_text, key=f"image-{i.pk}") for i in post.images.all()
            ),
            poll=tuple(post.poll_options),
        ),
    )


def _timeline_url(row: PracticeAccount | PracticePost) -> str:
    return reverse("practice:timeline", args=[row.municipality.slug])


def _post_url(post: PracticePost) -> str:
    """On the page of its thread, however many replies there are."""
    thread = reverse("practice:thread", args=[post.municipality.slug, post.root_id or post.pk])
    return f"{thread}?antwort={post.pk}#beitrag-{post.pk}" if post.root_id else f"{thread}#beitrag-{post.pk}"
