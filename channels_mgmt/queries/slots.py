# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""When the next post could go out: from service hours, the strategy's cadence and what is planned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from math import ceil

from django.db.models import Count, Max, QuerySet

from accounts.models import Municipality
from channels_mgmt.domain.slots import DAYS_AHEAD, Interval, free_slots, next_free_slot
from channels_mgmt.models import Post
from core.localtime import to_wall
from core.service_time import intervals_of
from staffing.queries import service_week
from strategy.models import Goal
from strategy.queries import strategy_in_force


def free_slot(town: Municipality, at: datetime, *, besides: int | None = None) -> datetime | None:
    """The naive wall time the town could use next, seen from the instant ``at``; ``None`` when there is none.

    ``besides`` is a post whose own day does not count as taken.
    """
    wall = to_wall(at, town.timezone)
    return next_free_slot(wall, hours_of(town), _planned_from(town, wall, besides), posts_per_week_wanted(town))


def slots_ahead(town: Municipality, at: datetime) -> list[datetime]:
    """A slot on every day of the next eight weeks that has no post and somebody there."""
    wall = to_wall(at, town.timezone)
    return free_slots(wall, hours_of(town), _planned_from(town, wall, None))


def hours_of(town: Municipality) -> Callable[[date], list[Interval]]:
    """When somebody is there on a day, on the town's clock."""
    week, zone, free_days = service_week(town), town.zone, town.free_days

    def open_on(day: date) -> list[Interval]:
        return [
            (to_wall(opens, town.timezone), to_wall(closes, town.timezone))
            for opens, closes in intervals_of(day, week, zone, free_days)
        ]

    return open_on


def _planned_from(town: Municipality, wall: datetime, besides: int | None) -> dict[date, int]:
    first = wall.date() - timedelta(days=wall.weekday())
    return dict(posts_per_day(town, first, wall.date() + timedelta(days=DAYS_AHEAD + 7), besides))


def posts_per_day(town: Municipality, first: date, last: date, besides: int | None) -> QuerySet[Post, tuple[date, int]]:
    """How many posts each day from ``first`` to ``last`` has, without the post ``besides``; no line for none."""
    posts = Post.objects.filter(municipality=town, planned_day__range=(first, last)).exclude(pk=besides or 0)
    return posts.order_by().values_list("planned_day").annotate(Count("pk"))


def posts_per_week_wanted(town: Municipality) -> int | None:
    """The goal of the strategy in force, rounded up; ``None`` without one."""
    strategy = strategy_in_force(town)
    if strategy is None:
        return None
    goals = strategy.goals.filter(metric=Goal.Metric.POSTS_PER_WEEK)
    target = goals.aggregate(most=Max("target"))["most"]
    return max(1, ceil(target)) if target else None
