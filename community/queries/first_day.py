# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How far a town is with its first practice: channel, post, an invented citizen's question, the answer."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Municipality
from channels_mgmt.models import Channel, Delivery
from channels_mgmt.queries.channels import live_practice_channel
from community.models import Comment, Decision


@dataclass(frozen=True, slots=True)
class FirstDay:
    """What is there, in the order it comes; everything after a gap is ``None``."""

    channel: Channel | None = None
    delivery: Delivery | None = None
    comment: Comment | None = None
    answer: Decision | None = None


def first_day_of(town: Municipality) -> FirstDay:
    """Computed from the rows, so that an interrupted beginning goes on where it stopped."""
    channel = live_practice_channel(town)
    if channel is None:
        return FirstDay()
    published = Delivery.objects.filter(channel=channel, state=Delivery.State.PUBLISHED).order_by("pk")
    delivery = published.select_related("post").first()
    if delivery is None:
        return FirstDay(channel)
    comments = Comment.objects.filter(channel=channel).select_related("author", "channel", "municipality")
    comment = comments.order_by("pk").first()
    if comment is None:
        return FirstDay(channel, delivery)
    replies = Decision.objects.filter(comment=comment, kind=Decision.Kind.REPLY, undone_at=None)
    return FirstDay(channel, delivery, comment, replies.order_by("pk").first())
