# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What all connectors have in common: one account, and the head of their folder."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import Abilities, Account, Figures, Limits, Rejected, RemoteRef, Tokens
from channels_mgmt.connectors.profile import Profile


class AccountConnector:
    """Base of connectors: answers from ``profile`` and from what is stored with the account, without a request."""

    profile: ClassVar[Profile]

    def __init__(self, account: Account) -> None:
        self.account = account

    @property
    def kind(self) -> str:
        return self.profile.code

    @property
    def abilities(self) -> Abilities:
        return self.profile.abilities

    @property
    def settle_seconds(self) -> int:
        return self.profile.settle_seconds

    @property
    def finds_by_key(self) -> bool:
        return self.profile.finds_by_key

    @property
    def limits(self) -> Limits:
        return self.account.limits or self.profile.limits

    def count(self, text: str, reply_to: RemoteRef | None = None) -> int:
        return self.profile.length(text, self.limits)

    def renew_access(self) -> Tokens | None:
        return None

    def is_there(self, remote_id: str) -> bool:
        raise Rejected(_("Dorflinde cannot ask this platform whether a comment still stands there."))

    def delete_comment(self, ref: RemoteRef) -> str:
        """Most platforms leave a comment to its author."""
        raise Rejected(_("This platform lets nobody delete the comments of others. Nothing was changed."))

    def restrict(self, ref: RemoteRef, *, is_block: bool) -> str:
        raise Rejected(_("Dorflinde has no way to do this on this platform. Please do it there by hand."))

    def lift(self, ref: RemoteRef, *, is_block: bool) -> str:
        raise Rejected(_("Dorflinde has no way to do this on this platform. Please do it there by hand."))

    def metrics(self, remote_id: str) -> Figures | None:
        """A platform that counts nothing for us; the profile then names no figures either."""
        return {}

    def audience(self) -> Figures:
        return {}
