# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan beside the goals of the strategy: weeks and channels against the cadence, pillars against their quota."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from accounts.models import Municipality
from channels_mgmt.domain.balance import WEEKS, Share, Week, shares_of, weeks_from
from channels_mgmt.models import Channel, Post, PostTarget
from channels_mgmt.queries.channels import channels_for_posts
from channels_mgmt.queries.slots import posts_per_week_wanted, slots_ahead
from strategy.queries import strategy_in_force

SHORT = 4
"""So many weeks ahead are summed up in a line."""


@dataclass(frozen=True, slots=True)
class ChannelWeeks:
    """A channel that takes posts, and how many it has in each week."""

    channel: Channel
    posts: list[int]
    silent: list[date]


@dataclass(frozen=True, slots=True)
class Mix:
    """Pillars of the strategy in force against the posts of a month; ``unplaced`` name none of them."""

    shares: list[Share]
    total: int
    unplaced: int

    @property
    def missing(self) -> int:
        return sum(share.missing for share in self.shares)


def weeks_of(town: Municipality, at: datetime, count: int = WEEKS) -> list[Week]:
    """What is planned or published in the coming weeks beside the goal. Posts that failed do not count."""
    today = town.local_day(at)
    planned = dict(_per_day(_counting(town, *_span(today, count))))
    return weeks_from(today, planned, posts_per_week_wanted(town), slots_ahead(town, at), count)


def channels_in(town: Municipality, weeks: list[Week]) -> list[ChannelWeeks]:
    """For each channel that takes posts, the number in each of ``weeks``. Two queries."""
    if not weeks:
        return []
    posts = _counting(town, weeks[0].monday, weeks[-1].sunday)
    targets = PostTarget.objects.filter(post__in=posts).order_by()
    rows = targets.values_list("channel", "post__planned_day").annotate(Count("pk"))
    counted: dict[tuple[int, date], int] = {}
    for channel, day, number in rows:
        key = channel, day - timedelta(days=day.weekday())
        counted[key] = counted.get(key, 0) + number
    found = []
    for channel in channels_for_posts(town):
        numbers = [counted.get((channel.pk, week.monday), 0) for week in weeks]
        silent = [week.monday for week, number in zip(weeks, numbers, strict=True) if not number]
        found.append(ChannelWeeks(channel, numbers, silent))
    return found


def mix_of(town: Municipality, month: date) -> Mix | None:
    """``None`` while no strategy in force names pillars."""
    strategy = strategy_in_force(town)
    quotas = list(strategy.pillars.order_by("slot").values_list("name", "quota")) if strategy else []
    if not quotas:
        return None
    last = month.replace(day=monthrange(month.year, month.month)[1])
    posts = _counting(town, month.replace(day=1), last)
    counted = dict(posts.order_by().values_list("pillar").annotate(Count("pk")))
    names = {name for name, _quota in quotas}
    total = sum(counted.values())
    return Mix(shares_of(quotas, counted), total, total - sum(counted.get(name, 0) for name in names))


def _span(today: date, count: int) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=7 * count - 1)


def _counting(town: Municipality, first: date, last: date) -> QuerySet[Post]:
    posts = Post.objects.filter(municipality=town, planned_day__range=(first, last))
    return posts.exclude(state=Post.State.FAILED)


def _per_day(posts: QuerySet[Post]) -> QuerySet[Post, tuple[date, int]]:
    return posts.order_by().values_list("planned_day").annotate(Count("pk"))
