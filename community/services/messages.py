# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was written to the town in private ends ninety days after the last message (docs/adr/0063).

Words, names and contents go as those of a released case do, by themselves: nobody releases them, since nobody but the
two who wrote may have read them. What proceedings may need stays, for the same reasons as everywhere.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import Municipality
from channels_mgmt.models import Channel
from community.models import Author, Comment, Decision
from community.queries.retention import MESSAGE_DAYS, has_a_reason_to_stay, past_messages, without_reasons
from community.services.cases import empty_comment
from community.services.retention import Kept
from core.errors import AlreadyChanged
from core.folded import forget_gone_words
from core.states import change_state

#: Messages of one town that one ring of the bell takes; the next ring goes on where this one ended.
AT_ONCE = 500


def end_messages(town: Municipality, at: datetime, *, at_most: int = AT_ONCE) -> int:
    """Empty up to ``at_most`` private comments whose time is over; returns how many. Needs the town in scope.

    Each is a transaction of its own: who stops in between has lost nothing, who runs twice does nothing twice.
    """
    pseudonyms: dict[tuple[int, int | None], Author] = {}
    own_handles = list(Channel.objects.filter(municipality=town).values_list("handle", flat=True))
    due = without_reasons(past_messages(town, at)).select_related("author", "delivery", "municipality")
    ended = 0
    for message in list(due[:at_most]):
        key = (message.author_id, message.delivery_id)
        try:
            with transaction.atomic():
                if message.state == Comment.State.NEW:
                    change_state(message, Comment.State.CLOSED, decided_at=at)
                empty_comment(message, pseudonyms, at, own_handles, is_kept=has_a_reason_to_stay)
                record(None, "community.message_ended", message, days=MESSAGE_DAYS)
        except (AlreadyChanged, Kept):
            # The pseudonym may have been made in the transaction that is undone now.
            pseudonyms.pop(key, None)
            continue
        ended += 1
    if ended:
        forget_gone_words(Comment)
        forget_gone_words(Decision)
    return ended
