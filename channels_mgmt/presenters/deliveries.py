# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a delivery stands, by colour and icon; its word is the name of its state."""

from __future__ import annotations

from typing import NamedTuple

from channels_mgmt.models import Delivery


class Badge(NamedTuple):
    level: str
    icon: str


_State = Delivery.State
_BADGES = {
    _State.SCHEDULED: Badge("info", "clock"),
    _State.SENDING: Badge("info", "send"),
    _State.PUBLISHED: Badge("success", "success"),
    _State.RETRY_WAIT: Badge("warning", "refresh"),
    _State.REJECTED: Badge("danger", "failed"),
    _State.UNCERTAIN: Badge("danger", "uncertain"),
    _State.MISSED: Badge("danger", "hourglass"),
    _State.WITHDRAWN: Badge("danger", "failed"),
    _State.HANDED_OVER: Badge("warning", "user"),
}


def badge_of(delivery: Delivery) -> Badge:
    return _BADGES[_State(delivery.state)]
