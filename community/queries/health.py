# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How citizens are answered on one channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from channels_mgmt.models import Channel
from community.models import Comment, Decision
from core.sight import sight


@dataclass(frozen=True, slots=True)
class Answering:
    """Of comments since a moment: how many waited, were answered, and the median hours by the clock until then."""

    waiting: int
    overdue: int
    answered: int
    median_hours: float | None


@sight(True)  # figures only
def answering_on(channel: Channel, since: datetime, at: datetime) -> Answering:
    """Three queries."""
    comments = Comment.objects.filter(channel=channel)
    waiting = comments.open()
    replies = Decision.objects.filter(
        comment__channel=channel, comment__posted_at__gte=since, kind=Decision.Kind.REPLY
    ).taken()
    first: dict[int, timedelta] = {}
    for comment, posted, decided in replies.order_by("decided_at").values_list(
        "comment", "comment__posted_at", "decided_at"
    ):
        first.setdefault(comment, decided - posted)
    hours = [took.total_seconds() / 3600 for took in first.values()]
    return Answering(
        waiting=waiting.count(),
        overdue=waiting.filter(due_at__lt=at).count(),
        answered=len(first),
        median_hours=round(median(hours), 1) if hours else None,
    )
