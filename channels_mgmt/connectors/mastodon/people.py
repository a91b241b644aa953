# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Muting and blocking an account: ``POST /api/v1/accounts/:id/{mute,unmute,block,unblock}``, each repeatable."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import Rejected, RemoteRef
from channels_mgmt.connectors.transport import Session

STEPS = {(True, True): "block", (True, False): "unblock", (False, True): "mute", (False, False): "unmute"}
DONE = {"block": "blocked", "unblock": "unblocked", "mute": "muted", "unmute": "unmuted"}
SHOWN_BY = {"block": "blocking", "unblock": "blocking", "mute": "muting", "unmute": "muting"}


class People:
    """Part of the connector that changes how we stand to an account."""

    @property
    def http(self) -> Session:
        raise NotImplementedError

    @property
    def _token(self) -> str:
        raise NotImplementedError

    def restrict(self, ref: RemoteRef, *, is_block: bool) -> str:
        return self._change(ref, is_block=is_block, is_on=True)

    def lift(self, ref: RemoteRef, *, is_block: bool) -> str:
        return self._change(ref, is_block=is_block, is_on=False)

    def _change(self, ref: RemoteRef, *, is_block: bool, is_on: bool) -> str:
        """Do it, and believe it only when the relationship in the answer says so."""
        if not re.fullmatch(r"\w+", ref.author_id):
            raise Rejected(_("The account no longer exists on the platform."))
        step = STEPS[is_block, is_on]
        answer = self.http.ask("POST", f"/api/v1/accounts/{ref.author_id}/{step}", token=self._token, ok=(404,))
        if answer.status == 404 and is_on:
            raise Rejected(_("The account no longer exists on the platform."))
        if answer.status != 404 and answer.entry(SHOWN_BY[step]) is not is_on:
            raise self.http.unreadable(may_have_happened=True)
        return DONE[step]
