# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a channel fares: what went out, how often, how long it was silent, and what of it failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from channels_mgmt.models import Channel, Delivery
from strategy.models import Goal
from strategy.queries import strategy_in_force

WEEKS = 4


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One thing in words; ``level``: success, warning, danger or info."""

    label: str
    words: str
    level: str = "info"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """The last four weeks of a channel. ``goal``: posts per week, as the strategy in force says for all channels."""

    published: int
    per_week: Decimal
    goal: Decimal | None
    last_success: datetime | None
    silent_days: int | None
    longest_silence: int
    troubled: int


def health_of(channel: Channel, at: datetime) -> Health:
    """Three queries and the strategy."""
    since = at - timedelta(weeks=WEEKS)
    zone = channel.municipality.zone
    public = Delivery.objects.filter(channel=channel, state=Delivery.State.PUBLISHED)
    moments = list(
        public.filter(published_at__gte=since).order_by("published_at").values_list("published_at", flat=True)
    )
    last = moments[-1] if moments else public.order_by("-published_at").values_list("published_at", flat=True).first()
    troubled = Delivery.objects.filter(channel=channel, due_at__gte=since).needing_a_person().count()
    today = at.astimezone(zone).date()
    days = [moment.astimezone(zone).date() for moment in moments if moment is not None]
    begin = max(since, channel.live_since or since).astimezone(zone).date()
    return Health(
        published=len(moments),
        per_week=(Decimal(len(moments)) / WEEKS).quantize(Decimal("0.1")),
        goal=_goal(channel),
        last_success=last,
        silent_days=(today - last.astimezone(zone).date()).days if last else None,
        longest_silence=_longest_silence([begin, *days, today]),
        troubled=troubled,
    )


def _longest_silence(days: list[date]) -> int:
    """The most days between two of these that follow each other."""
    return max(((after - before).days for before, after in pairwise(days)), default=0)


def _goal(channel: Channel) -> Decimal | None:
    strategy = strategy_in_force(channel.municipality)
    if strategy is None:
        return None
    goal = strategy.goals.filter(metric=Goal.Metric.POSTS_PER_WEEK).first()
    return None if goal is None else Decimal(goal.target)


Teller = Callable[[Channel, datetime], list[HealthLine]]
_tellers: list[Teller] = []


def register_health(teller: Teller) -> None:
    """Let an app say on a channel's page how what it knows of fares: answers to citizens."""
    _tellers.append(teller)


def told_by_others(channel: Channel, at: datetime) -> list[HealthLine]:
    return [line for teller in _tellers for line in teller(channel, at)]
