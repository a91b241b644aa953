# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Platforms without a connector: a person publishes, and the link to the post is the proof.

Nothing here talks to a platform. What is known of one are the hosts its posts live on and, for some, how long a
text may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, NoReturn
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import (
    Abilities,
    Account,
    Cursor,
    Identity,
    Limits,
    OutgoingPost,
    Published,
    Rejected,
    RemoteRef,
)
from channels_mgmt.connectors.counting import graphemes, mastodon_length
from channels_mgmt.connectors.pages import Page
from core.platforms import Platform

#: Where posts of a platform live; hosts below them count as well.
HOSTS: Mapping[str, tuple[str, ...]] = {
    Platform.FACEBOOK: ("facebook.com", "fb.com", "fb.watch"),
    Platform.INSTAGRAM: ("instagram.com",),
    Platform.YOUTUBE: ("youtube.com", "youtu.be"),
    Platform.TIKTOK: ("tiktok.com",),
    Platform.WHATSAPP: ("whatsapp.com", "wa.me"),
    Platform.LINKEDIN: ("linkedin.com", "lnkd.in"),
    Platform.X: ("x.com", "twitter.com"),
    Platform.SNAPCHAT: ("snapchat.com",),
    Platform.PINTEREST: ("pinterest.com", "pinterest.de", "pin.it"),
    Platform.TELEGRAM: ("t.me", "telegram.me"),
    Platform.NEBENAN: ("nebenan.de",),
    Platform.THREADS: ("threads.com", "threads.net"),
}

UNKNOWN = Limits(characters=1_000_000, images=10, image_bytes=25_000_000)
"""For platforms of which no figure is known; ``Limits.names_a_length`` tells. 10 images are the editor's own limit."""

KNOWN: Mapping[str, Limits] = {
    Platform.FACEBOOK: Limits(characters=63_206, images=10, image_bytes=4_000_000),
    Platform.INSTAGRAM: Limits(characters=2_200, images=10, image_bytes=8_000_000),
    Platform.X: Limits(characters=280, images=4, image_bytes=5_000_000, link_length=23),
    Platform.THREADS: Limits(characters=500, images=10, image_bytes=8_000_000),
    Platform.LINKEDIN: Limits(characters=3_000, images=10, image_bytes=5_000_000),
    Platform.TELEGRAM: Limits(characters=4_096, images=10, image_bytes=10_000_000),
}


class Manual:
    """An account that only people use."""

    kind: ClassVar[str] = "manual"
    settle_seconds: ClassVar[int] = 0
    finds_by_key: ClassVar[bool] = True
    abilities: ClassVar[Abilities] = Abilities(
        hide=False,
        unhide=False,
        hide_means=gettext_lazy(
            "This software has no connection to the platform. Please do it there by hand; nothing happens by itself."
        ),
        delete_own=False,
        reply=False,
    )

    def __init__(self, account: Account) -> None:
        self.account = account

    @property
    def limits(self) -> Limits:
        return self.account.limits or UNKNOWN

    def read_limits(self) -> Limits:
        return self.limits

    def prepare(self, key: UUID, created_at: datetime) -> dict[str, str]:
        return {}

    def count(self, text: str, reply_to: RemoteRef | None = None) -> int:
        limits = self.limits
        return mastodon_length(text, limits.link_length) if limits.link_length else graphemes(text)

    def publish(self, post: OutgoingPost) -> Published:
        self._refuse()

    def read_back(self, post: OutgoingPost) -> Published | None:
        self._refuse()

    def fetch_comments(self, cursor: Cursor) -> Page:
        return Page([], cursor)

    def fetch_thread(self, remote_id: str) -> Page:
        return Page([], {})

    def parent_of(self, remote_id: str) -> str | None:
        return None

    def hide(self, ref: RemoteRef, reason: str = "") -> str:
        self._refuse()

    def unhide(self, ref: RemoteRef) -> str:
        self._refuse()

    def delete(self, remote_id: str) -> None:
        self._refuse()

    def verify(self) -> Identity:
        return Identity(self.account.remote_id, self.account.handle, self.account.handle, self.account.remote_id)

    def _refuse(self) -> NoReturn:
        raise Rejected(_("This software has no connection to the platform. Please do it there by hand."))


def limits_by_hand(platform: str) -> Limits:
    """What is known of the platform's limits."""
    return KNOWN.get(platform, UNKNOWN)


def is_on(platform: str, url: str) -> bool:
    """Whether ``url`` leads to a page of ``platform``."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
        has_path = len(parts.path.strip("/")) > 0 or bool(parts.query)
    except ValueError:
        return False
    if parts.scheme not in ("https", "http") or parts.username or parts.password or not has_path:
        return False
    return any(host == known or host.endswith(f".{known}") for known in HOSTS.get(platform, ()))
