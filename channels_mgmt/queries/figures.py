# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was counted about posts and channels, with the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet

from channels_mgmt.connectors.figures import OF_A_POST, OF_AN_ACCOUNT
from channels_mgmt.models import Channel, ChannelFigure, Delivery, Post, PostFigure

DAYS = 28
MOST_POSTS = 100


def names_to_type(read_by_software: Sequence[str], *, of_account: bool = False) -> list[str]:
    """The figures that a person enters, because no software reads them there."""
    return [name for name in (OF_AN_ACCOUNT if of_account else OF_A_POST) if name not in read_by_software]


@dataclass(frozen=True, slots=True)
class PostCounts:
    """A public post on a channel with its looks, the earliest first."""

    delivery: Delivery
    looks: list[PostFigure] = field(default_factory=list)

    @property
    def latest(self) -> dict[str, tuple[int, datetime]]:
        """Per figure the newest value and when it was read: software and people may each know a part."""
        found: dict[str, tuple[int, datetime]] = {}
        for look in self.looks:
            if look.is_read and look.read_at is not None:
                found |= {name: (value, look.read_at) for name, value in look.values.items()}
        return found


def counts_of_post(post: Post) -> list[PostCounts]:
    """Each channel on which the post is public."""
    return [
        PostCounts(delivery, _in_order(delivery)) for delivery in _public().filter(post=post).order_by("channel_id")
    ]


def counts_of_channel(channel: Channel, since: datetime) -> list[PostCounts]:
    """Posts published since then, the newest first, at most a hundred."""
    found = _public().filter(channel=channel, published_at__gte=since).order_by("-published_at", "-pk")
    return [PostCounts(delivery, _in_order(delivery)) for delivery in found[:MOST_POSTS]]


def _public() -> QuerySet[Delivery]:
    looks = Prefetch("figures", PostFigure.objects.order_by("due_at", "pk"), to_attr="looks")
    public: QuerySet[Delivery] = Delivery.objects.filter(state=Delivery.State.PUBLISHED)
    return public.select_related("post", "channel").prefetch_related(looks)


def _in_order(delivery: Delivery) -> list[PostFigure]:
    return list(delivery.looks)  # type: ignore[attr-defined]  # prefetched


@dataclass(frozen=True, slots=True)
class DayOfAccount:
    """A day and the look at the account on it; ``None`` where nobody looked."""

    day: date
    look: ChannelFigure | None

    def value(self, name: str) -> int | None:
        """The figure, ``None`` for a gap."""
        if self.look is None or not self.look.is_read:
            return None
        value: int | None = self.look.values.get(name)
        return value


def days_of_channel(channel: Channel, last: date, days: int = DAYS) -> list[DayOfAccount]:
    """``days`` days up to ``last`` without leaving one out."""
    first = last - timedelta(days=days - 1)
    looks = {look.day: look for look in ChannelFigure.objects.filter(channel=channel, day__range=(first, last))}
    return [DayOfAccount(day, looks.get(day)) for day in (first + timedelta(days=n) for n in range(days))]


def all_looks(channel: Channel) -> tuple[QuerySet[ChannelFigure], QuerySet[PostFigure]]:
    """Everything ever read, typed or missed on a channel, for a file."""
    posts = PostFigure.objects.filter(delivery__channel=channel).exclude(state=PostFigure.State.DUE)
    days = ChannelFigure.objects.filter(channel=channel).exclude(state=ChannelFigure.State.DUE)
    return days.order_by("day"), posts.select_related("delivery__post").order_by("due_at", "pk")
