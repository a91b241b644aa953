# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Messages with notices: the one about a measure, and those that only a person moves on."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Municipality
from community.models import Decision, NoticeMessage


def message_of(decision: Decision) -> NoticeMessage | None:
    """The message about ``decision`` that was not taken back."""
    found: NoticeMessage | None = (
        NoticeMessage.objects.filter(decision=decision).exclude(state=NoticeMessage.State.WITHDRAWN).first()
    )
    return found


def notices_to_settle(town: Municipality) -> QuerySet[NoticeMessage]:
    """Refused, or of unknown outcome, oldest first."""
    stuck = NoticeMessage.objects.needing_a_person().filter(decision__comment__municipality=town)
    return stuck.order_by("due_at")
