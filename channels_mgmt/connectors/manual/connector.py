# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing here talks to a platform: people publish what is due."""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.utils.translation import gettext as _

from channels_mgmt.connectors.account import AccountConnector
from channels_mgmt.connectors.contract import Cursor, Identity, Limits, OutgoingPost, Published, Rejected, RemoteRef
from channels_mgmt.connectors.manual.profile import PROFILE
from channels_mgmt.connectors.pages import Page


class Manual(AccountConnector):
    """An account that only people use."""

    profile = PROFILE

    def read_limits(self) -> Limits:
        return self.limits

    def prepare(self, key: UUID, created_at: datetime) -> dict[str, str]:
        return {}

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
        raise Rejected(_("This channel is not connected to the platform. Please do it there by hand."))
