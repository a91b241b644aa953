# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much of a platform's allowance reading may use, so that publishing always finds room.

The strictest server allows an account 300 requests in five minutes, publishing included. Reading makes at
most half of them in any five minutes: ``AT_ONCE`` together, and one more for every ``REFILL`` that passed.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import TryLater

AT_ONCE = 60
REFILL = timedelta(seconds=300) / 90


class BudgetSpent(TryLater):
    """Our own limit is reached. Nothing was asked, and nothing is wrong."""


class RequestBudget:
    """What one reading may still ask. Counts every request of a session, renewals of tokens included."""

    def __init__(self, left: int = AT_ONCE) -> None:
        self.left = left
        self.used = 0

    def take(self) -> None:
        """Count one request; raises ``BudgetSpent`` when none is left."""
        if self.left <= 0:
            raise BudgetSpent(_("Reading has used its share of requests and goes on in a moment."))
        self.left -= 1
        self.used += 1


def left_at(paid_until: datetime | None, at: datetime) -> int:
    """How many requests may be made at ``at`` by somebody whose earlier ones are paid for until ``paid_until``."""
    if paid_until is None or paid_until <= at:
        return AT_ONCE
    return max(AT_ONCE - math.ceil((paid_until - at) / REFILL), 0)


def paid_after(paid_until: datetime | None, at: datetime, used: int) -> datetime | None:
    """Until when ``used`` more requests, made at ``at``, are paid for."""
    return max(paid_until or at, at) + used * REFILL if used else paid_until
