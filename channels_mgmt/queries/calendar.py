# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The editorial calendar: months, weeks, lists. A constant number of queries, however much is planned."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from channels_mgmt.models import Channel, Delivery, Post, PostTarget
from core.questions import question

SHOWN_PER_DAY = 3
UNDATED_SHOWN = 8
State = Post.State


@dataclass(frozen=True, slots=True)
class Status:
    """How a post stands, for people: colour, icon and word."""

    key: str
    level: str
    icon: str
    label: Any


STATUSES = {
    status.key: status
    for status in (
        Status("draft", "neutral", "draft", _("Draft")),
        Status("in_review", "warning", "hourglass", _("Approval open")),
        Status("approved", "info", "check", _("Approved, not scheduled")),
        Status("scheduled", "info", "clock", _("Scheduled")),
        Status("by_hand", "warning", "send", _("To be published by hand")),
        Status("published", "success", "success", _("Published")),
        Status("partly", "warning", "warning", _("Partly published")),
        Status("failed", "danger", "failed", _("Failed")),
        Status("trouble", "danger", "uncertain", _("Please check")),
    )
}


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What the person wants to see; empty parts filter nothing."""

    channel: int | None = None
    status: str = ""
    author: int | None = None
    text: str = ""

    @property
    def is_active(self) -> bool:
        return bool(self.channel or self.status or self.author or self.text)


@dataclass(slots=True)
class Entry:
    """A post in the calendar."""

    post: Post
    status: Status
    channels: list[Channel]


@dataclass(slots=True)
class Day:
    """A day of the calendar; ``more`` posts are not among ``entries``."""

    date: date
    holiday: str
    is_today: bool = False
    is_outside: bool = False
    entries: list[Entry] = field(default_factory=list)
    more: int = 0

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() >= 5


@dataclass(slots=True)
class Week:
    number: int
    days: list[Day]


@question
def all_channels(town: Municipality) -> QuerySet[Channel]:
    return Channel.objects.filter(municipality=town).order_by("name", "pk")


def plan(municipality: Municipality, chosen: PlanFilter) -> QuerySet[Post]:
    """The town's posts that match the filter, with ``has_deliveries``, ``needs_person`` and ``is_by_hand``."""
    posts = _marked(Post.objects.filter(municipality=municipality))
    if chosen.channel:
        posts = posts.filter(Exists(PostTarget.objects.filter(post=OuterRef("pk"), channel=chosen.channel)))
    if chosen.author:
        posts = posts.filter(author=chosen.author)
    if chosen.text:
        posts = posts.filter(Q(title__icontains=chosen.text) | Q(text__icontains=chosen.text))
    return posts.filter(_status_condition(chosen.status))


def _marked(posts: QuerySet[Post]) -> QuerySet[Post]:
    deliveries = Delivery.objects.filter(post=OuterRef("pk"))
    return posts.annotate(
        has_deliveries=Exists(deliveries.exclude(state=Delivery.State.WITHDRAWN)),
        needs_person=Exists(deliveries.needing_a_person()),
        is_by_hand=Exists(deliveries.filter(state=Delivery.State.HANDED_OVER)),
    )


def _status_condition(key: str) -> Q:
    conditions = {
        "draft": Q(state__in=[State.IDEA, State.DRAFT]),
        "in_review": Q(state=State.IN_REVIEW),
        "approved": Q(state=State.APPROVED, has_deliveries=False),
        "scheduled": Q(state=State.APPROVED, has_deliveries=True, needs_person=False, is_by_hand=False),
        "by_hand": Q(is_by_hand=True, needs_person=False),
        "published": Q(state=State.PUBLISHED),
        "partly": Q(state=State.PARTLY),
        "failed": Q(state=State.FAILED),
        "trouble": Q(needs_person=True) & ~Q(state=State.FAILED),
    }
    return conditions.get(key, Q())


def status_of(post: Post) -> Status:
    """The status of a post read by ``plan``."""
    if post.state == State.FAILED:
        return STATUSES["failed"]
    if getattr(post, "needs_person", False):
        return STATUSES["trouble"]
    if getattr(post, "is_by_hand", False):
        return STATUSES["by_hand"]
    if post.state == State.APPROVED:
        return STATUSES["scheduled" if getattr(post, "has_deliveries", False) else "approved"]
    return STATUSES["draft" if post.state == State.IDEA else post.state]


def marked_post(post: Post) -> Post:
    """The same post with what ``status_of`` needs; one query."""
    return _marked(Post.objects.filter(pk=post.pk)).get()


def entries_of(posts: Iterable[Post], channels: dict[int, Channel]) -> list[Entry]:
    """Posts with status and channels; one query for all of them."""
    found = list(posts)
    chosen = defaultdict(list)
    for post_id, channel_id in targets_of(found[0].municipality_id, [post.pk for post in found]) if found else ():
        if channel_id in channels:
            chosen[post_id].append(channels[channel_id])
    return [Entry(post, status_of(post), chosen[post.pk]) for post in found]


@question
def targets_of(town: int, posts: list[int]) -> QuerySet[PostTarget, tuple[int, int]]:
    """Post and channel of each target."""
    return PostTarget.objects.filter(post__in=posts).order_by("channel_id").values_list("post_id", "channel_id")


def month_of(
    municipality: Municipality, month: date, chosen: PlanFilter, channels: dict[int, Channel], today: date
) -> list[Week]:
    """The weeks of the month ``month`` lies in, Monday first; three queries."""
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    days = {day: _day(municipality, day, today, month) for week in weeks for day in week}
    _fill(municipality, days, chosen, channels, SHOWN_PER_DAY)
    return [Week(week[0].isocalendar().week, [days[day] for day in week]) for week in weeks]


def days_from(
    municipality: Municipality,
    first: date,
    count: int,
    chosen: PlanFilter,
    channels: dict[int, Channel],
    today: date,
    *,
    shown: int = 50,
) -> list[Day]:
    """``count`` days beginning with ``first``; three queries."""
    days = {day: _day(municipality, day, today) for day in (first + timedelta(days=n) for n in range(count))}
    _fill(municipality, days, chosen, channels, shown)
    return list(days.values())


def _day(municipality: Municipality, day: date, today: date, month: date | None = None) -> Day:
    return Day(
        date=day,
        holiday=municipality.free_days.name_of(day),
        is_today=day == today,
        is_outside=month is not None and day.month != month.month,
    )


def _fill(
    municipality: Municipality, days: dict[date, Day], chosen: PlanFilter, channels: dict[int, Channel], shown: int
) -> None:
    """Give every day its first posts and the number of the others."""
    first, last = min(days), max(days)
    if chosen.is_active:
        rows = list(_first_of_each_day(plan(municipality, chosen), first, last, shown))
    else:
        rows = planned_between(municipality, first, last, shown=shown)
    for _pk, day, on_day in rows:
        if day is not None:
            days[day].more = max(0, on_day - shown)
    posts = posts_of_days(municipality, [pk for pk, _day, _count in rows]) if rows else ()
    for entry in entries_of(posts, channels):
        assert entry.post.planned_day is not None  # noqa: S101  read by its day
        days[entry.post.planned_day].entries.append(entry)


@question
def planned_between(
    town: Municipality, first: date, last: date, *, shown: int
) -> QuerySet[Post, tuple[int, date | None, int]]:
    """The first posts of each day: number, day, and how many the day has."""
    return _first_of_each_day(Post.objects.filter(municipality=town), first, last, shown)


def _first_of_each_day(
    posts: QuerySet[Post], first: date, last: date, shown: int
) -> QuerySet[Post, tuple[int, date | None, int]]:
    ranked = posts.filter(planned_day__range=(first, last)).annotate(
        place=Window(RowNumber(), partition_by="planned_day", order_by=["planned_at", "pk"]),
        on_day=Window(Count("pk"), partition_by="planned_day"),
    )
    return ranked.filter(place__lte=shown).values_list("pk", "planned_day", "on_day")


@question
def posts_of_days(town: Municipality, posts: list[int]) -> QuerySet[Post]:
    return _marked(Post.objects.filter(pk__in=posts)).order_by("planned_at", "pk").defer("text")


@question
def planned_in(town: Municipality, start: datetime, end: datetime, *, limit: int) -> QuerySet[Post]:
    """Posts with an hour from ``start`` to before ``end``, the next first; what lists show of them."""
    planned = Post.objects.filter(municipality=town, planned_at__gte=start, planned_at__lt=end)
    return planned.order_by("planned_at").only("title", "state", "planned_at")[:limit]


def undated(municipality: Municipality, chosen: PlanFilter, channels: dict[int, Channel]) -> list[Entry]:
    """The newest posts without a date that are still open; two queries."""
    if chosen.is_active:
        return entries_of(_newest_undated(plan(municipality, chosen)), channels)
    return entries_of(undated_posts(municipality), channels)


@question
def undated_posts(town: Municipality) -> QuerySet[Post]:
    return _newest_undated(_marked(Post.objects.filter(municipality=town))).defer("text")


def _newest_undated(posts: QuerySet[Post]) -> QuerySet[Post]:
    open_ones = posts.filter(planned_day__isnull=True).exclude(state__in=[State.PUBLISHED, State.PARTLY, State.FAILED])
    return open_ones.order_by("-created_at", "-pk")[:UNDATED_SHOWN]
