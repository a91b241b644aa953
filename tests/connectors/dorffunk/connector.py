# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from channels_mgmt.connectors.account import AccountConnector
from channels_mgmt.connectors.contract import Identity, Limits
from channels_mgmt.connectors.dorffunk.profile import PROFILE  # type: ignore[import-not-found]  # where it is copied to


class Dorffunk(AccountConnector):
    profile = PROFILE

    def read_limits(self) -> Limits:
        return self.profile.limits

    def verify(self) -> Identity:
        account = self.account
        return Identity(account.remote_id, account.handle, account.handle, account.base_url)
