# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The editorial calendar: months, weeks, lists. A constant number of queries, however much is planned."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from channels_mgmt.models import Channel, Post
from channels_mgmt.queries.filtering import PlanFilter, marked_posts, plan
from core.pages import FIRST_PAGE, numbered_page, total_of
from core.questions import question, question_planned_once

SHOWN_PER_DAY = 3
UNDATED_SHOWN = 8
State = Post.State
#: What lists and calendars show of a post, a row for each of its channels.
SHOWN = (
    "pk",
    "title",
    "planned_day",
    "planned_time",
    "author__name",
    "state",
    "has_deliveries",
    "needs_person",
    "is_by_hand",
    "campaign__name",
    "campaign__hue",
    "targets__channel",
)
BY_HOUR = ("planned_at", "pk")
SOONEST_FIRST = (F("planned_at").asc(nulls_last=True), "pk")
#: By the day first, because the index of the plan does.
NEWEST_FIRST = (F("planned_day").desc(nulls_first=True), F("planned_at").desc(nulls_first=True), "-pk")


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


class Marked(NamedTuple):
    """The campaign a post belongs to, and the number of its colour."""

    name: str
    hue: int


@dataclass(slots=True)
class Entry:
    """A post in the calendar."""

    pk: int
    title: str
    day: date | None
    time: time | None
    author: str
    status: Status
    campaign: Marked | None = None
    channels: list[Channel] = field(default_factory=list)


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


@dataclass(slots=True)
class Month:
    """The weeks a month lies in, Monday first, and the newest open posts without a date."""

    weeks: list[Week]
    undated: list[Entry]


@question_planned_once
def all_channels(town: Municipality) -> QuerySet[Channel]:
    channels = Channel.objects.filter(municipality=town).order_by("name", "pk")
    return channels.only("name", "platform", "connector", "state")


def status_from(state: str, has_deliveries: bool, needs_person: bool, is_by_hand: bool) -> Status:
    if state == State.FAILED:
        return STATUSES["failed"]
    if needs_person:
        return STATUSES["trouble"]
    if is_by_hand:
        return STATUSES["by_hand"]
    if state == State.APPROVED:
        return STATUSES["scheduled" if has_deliveries else "approved"]
    return STATUSES["draft" if state == State.IDEA else state]


def status_of(post: Post) -> Status:
    """The status of a post read by ``marked_post``."""
    return status_from(
        post.state, *(getattr(post, name, False) for name in ("has_deliveries", "needs_person", "is_by_hand"))
    )


def marked_post(post: Post) -> Post:
    """The same post with what ``status_of`` needs; one query."""
    return marked_posts(Post.objects.filter(pk=post.pk)).get()


def month_of(
    municipality: Municipality, month: date, chosen: PlanFilter, channels: dict[int, Channel], today: date
) -> Month:
    """The month the day ``month`` lies in; two queries."""
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    days = {day: _day(municipality, day, today, month) for week in weeks for day in week}
    undated = _fill(municipality, days, chosen, channels, shown=SHOWN_PER_DAY, undated=UNDATED_SHOWN)
    return Month([Week(week[0].isocalendar().week, [days[day] for day in week]) for week in weeks], undated)


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
    """``count`` days beginning with ``first``; two queries."""
    days = {day: _day(municipality, day, today) for day in (first + timedelta(days=n) for n in range(count))}
    _fill(municipality, days, chosen, channels, shown=shown, undated=0)
    return list(days.values())


def _day(municipality: Municipality, day: date, today: date, month: date | None = None) -> Day:
    return Day(
        date=day,
        holiday=municipality.free_days.name_of(day),
        is_today=day == today,
        is_outside=month is not None and day.month != month.month,
    )


def _fill(
    municipality: Municipality,
    days: dict[date, Day],
    chosen: PlanFilter,
    channels: dict[int, Channel],
    *,
    shown: int,
    undated: int,
) -> list[Entry]:
    """Give every day its first posts and the number of the others; returns those without a date."""
    first, last = min(days), max(days)
    if chosen.is_active:
        rows = list(_to_show(plan(municipality, chosen), first, last, shown, undated))
    else:
        rows = posts_to_show(municipality, first, last, shown=shown, undated=undated)
    for _pk, day, on_day in rows:
        if day is not None:
            days[day].more = max(0, on_day - shown)
    places = {pk: place for pk, day, place in rows if day is None}
    without_date: list[Entry] = []
    for entry in entries_of(lines_of(municipality, [pk for pk, _day, _number in rows]) if rows else (), channels):
        (without_date if entry.day is None else days[entry.day].entries).append(entry)
    return sorted(without_date, key=lambda entry: places[entry.pk])


@question
def posts_to_show(
    town: Municipality, first: date, last: date, *, shown: int, undated: int
) -> QuerySet[Post, tuple[int, date | None, int]]:
    """The first ``shown`` posts of each day with how many the day has, the newest ``undated`` with their place."""
    return _to_show(Post.objects.filter(municipality=town), first, last, shown, undated)


def _to_show(
    posts: QuerySet[Post], first: date, last: date, shown: int, undated: int
) -> QuerySet[Post, tuple[int, date | None, int]]:
    planned = posts.filter(planned_day__range=(first, last)).annotate(
        place=Window(RowNumber(), partition_by="planned_day", order_by=["planned_at", "pk"]),
        on_day=Window(Count("pk"), partition_by="planned_day"),
    )
    found = planned.filter(place__lte=shown).values_list("pk", "planned_day", "on_day")
    if not undated:
        return found
    open_ones = posts.filter(planned_day__isnull=True).exclude(state__in=[State.PUBLISHED, State.PARTLY, State.FAILED])
    newest = open_ones.annotate(place=Window(RowNumber(), order_by=["-created_at", "-pk"])).filter(place__lte=undated)
    return found.union(newest.values_list("pk", "planned_day", "place"), all=True)


@question_planned_once
def lines_of(town: Municipality, posts: list[int]) -> QuerySet[Post, tuple[Any, ...]]:
    """``SHOWN`` of these posts, by their hour."""
    return marked_posts(Post.objects.filter(pk__in=posts)).order_by(*BY_HOUR, "targets__channel").values_list(*SHOWN)


def entries_of(lines: Iterable[tuple[Any, ...]], channels: dict[int, Channel]) -> list[Entry]:
    """Rows of ``SHOWN``, and nothing behind it, as posts in their order."""
    entries: dict[int, Entry] = {}
    for pk, title, day, hour, author, state, *marks, campaign, hue, channel in lines:
        entry = entries.get(pk)
        if entry is None:
            belongs = Marked(campaign, hue) if campaign else None
            entry = entries[pk] = Entry(pk, title, day, hour, author, status_from(state, *marks), belongs)
        if channel in channels:
            entry.channels.append(channels[channel])
    return list(entries.values())


def plan_page(
    municipality: Municipality, chosen: PlanFilter, channels: dict[int, Channel], asked: str, size: int
) -> tuple[Page[Any], list[Entry]]:
    """A page of all posts that match the filter, newest plan first; those without a date on top. Two queries, the
    first page one.
    """
    if not chosen.is_active and asked in FIRST_PAGE:
        return _first_page(first_of_plan(municipality, limit=size), channels, size)
    return page_of(plan(municipality, chosen), NEWEST_FIRST, channels, asked, size)


def day_page(
    municipality: Municipality, day: date, chosen: PlanFilter, channels: dict[int, Channel], asked: str, size: int
) -> tuple[Page[Any], list[Entry]]:
    """A page of the posts of ``day`` that match the filter, by their hour; as many queries."""
    if not chosen.is_active and asked in FIRST_PAGE:
        return _first_page(first_of_day(municipality, day, limit=size), channels, size)
    return page_of(plan(municipality, chosen).filter(planned_day=day), BY_HOUR, channels, asked, size)


@question_planned_once
def first_of_plan(town: Municipality, *, limit: int) -> QuerySet[Post, tuple[Any, ...]]:
    return _counted_lines(Post.objects.filter(municipality=town), NEWEST_FIRST, 0, limit)


@question
def first_of_day(town: Municipality, day: date, *, limit: int) -> QuerySet[Post, tuple[Any, ...]]:
    return _counted_lines(Post.objects.filter(municipality=town, planned_day=day), BY_HOUR, 0, limit)


def page_of(
    posts: QuerySet[Post], order: tuple[Any, ...], channels: dict[int, Channel], asked: str, size: int
) -> tuple[Page[Any], list[Entry]]:
    if asked in FIRST_PAGE:
        return _first_page(_counted_lines(posts, order, 0, size), channels, size)
    page = numbered_page(posts.count(), size, asked)
    places: Any = page.object_list
    return page, entries_of(_uncounted(_counted_lines(posts, order, places.start, places.stop)), channels)


def _first_page(
    lines: Iterable[tuple[Any, ...]], channels: dict[int, Channel], size: int
) -> tuple[Page[Any], list[Entry]]:
    found = list(lines)
    return numbered_page(found[0][-1] if found else 0, size, ""), entries_of(_uncounted(found), channels)


def _uncounted(lines: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [line[:-1] for line in lines]


def _counted_lines(
    posts: QuerySet[Post], order: tuple[Any, ...], start: int, stop: int
) -> QuerySet[Post, tuple[Any, ...]]:
    """``SHOWN`` of the posts from ``start`` to ``stop`` in their order, and how many there are in all."""
    shown = posts.order_by(*order)[start:stop].values("pk")
    lines = marked_posts(Post.objects.filter(pk__in=shown)).annotate(total=total_of(posts, by="municipality"))
    return lines.order_by(*order, "targets__channel").values_list(*SHOWN, "total")
