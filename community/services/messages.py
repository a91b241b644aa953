# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was written to the town in private ends ninety days after the last message (docs/adr/0063).

Words, names and contents go as those of a released case do, by themselves: nobody releases them, since nobody but the
two who wrote may have read them. What proceedings may need stays, for the same reasons as everywhere.
"""

from __future__ import annotations

from datetime import datetime

from accounts.audit import record
from accounts.models import Municipality
from community.models import Comment
from community.queries.retention import MESSAGE_DAYS, has_a_reason_to_stay, past_messages, without_reasons
from community.services.cases import empty_comment
from community.services.retention import Pseudonyms, one_by_one
from core.states import change_state

#: Messages of one town that one ring of the bell takes; the next ring goes on where this one ended.
AT_ONCE = 500


def end_messages(town: Municipality, at: datetime, *, at_most: int = AT_ONCE) -> int:
    """Empty up to ``at_most`` private comments whose time is over; returns how many. Needs the town in scope.

    Each is a transaction of its own: who stops in between has lost nothing, who runs twice does nothing twice.
    """

    def let_go(message: Comment, pseudonyms: Pseudonyms, own_handles: list[str]) -> None:
        if message.state == Comment.State.NEW:
            change_state(message, Comment.State.CLOSED, decided_at=at)
        empty_comment(message, pseudonyms, at, own_handles, is_kept=has_a_reason_to_stay)
        record(None, "community.message_ended", message, days=MESSAGE_DAYS)

    return one_by_one(town, without_reasons(past_messages(town, at))[:at_most], let_go)
