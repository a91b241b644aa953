# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The calendar and the lists of posts as plain values for their compiled parts.

A month has ninety posts and forty days, so what depends on the language alone is worded once: a status, a day of the
calendar, the name of a network.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.templatetags.dorflinde import draw_icon, german_date
from channels_mgmt.queries.calendar import STATUSES, Day, Entry, Month
from core.days import EARLIEST
from core.platforms import Platform


class StatusWords(NamedTuple):
    """A status in the language of the page."""

    key: str
    level: str
    icon: SafeString
    label: str


class DayWords(NamedTuple):
    """A day of the calendar in the language of the page."""

    iso: str
    weekday: str
    weekday_in_full: str
    number: str
    month: str
    written: str
    on: str
    new_on: str


class Network(NamedTuple):
    platform: str
    name: str


@dataclass(slots=True)
class PostLine:
    """A post as a cell of a table or a line of a list. ``day`` is empty without a date."""

    url: str
    title: str
    hour: str
    status: StatusWords
    networks: list[Network]
    day: str = ""
    channels: str = ""
    author: str = ""


@dataclass(slots=True)
class DayShown:
    """A day with its posts; ``more_url`` leads to the day, and ``may_add`` offers a new post."""

    words: DayWords
    css: str
    holiday: str
    is_today: bool
    may_add: bool
    posts: list[PostLine]
    more: int
    more_url: str


@dataclass(slots=True)
class WeekShown:
    number: int
    url: str
    days: list[DayShown]


@dataclass(slots=True)
class MonthShown:
    """``head`` are the days of the first week, for the names of weekdays."""

    head: list[DayWords]
    weeks: list[WeekShown]
    undated: list[PostLine]
    statuses: tuple[StatusWords, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Whose plan is shown, and to whom. ``query`` is the filter that goes along to a day."""

    slug: str
    today: date
    may_write: bool
    query: str


def month_shown(month: Month, plan: Plan) -> MonthShown:
    """``month`` as a table."""
    language, week_of = get_language(), _of_day("week_of", plan.slug)
    weeks = [
        WeekShown(
            week.number,
            f"{week_of}{week.days[0].date}/",
            [_day(plan, day, _events(day.entries, plan.slug), _css(day)) for day in week.days],
        )
        for week in month.weeks
    ]
    return MonthShown(
        [day.words for day in weeks[0].days],
        weeks,
        _events(month.undated, plan.slug),
        tuple(_status(language, key) for key in STATUSES),
        reverse("planning:post_create", args=[plan.slug]),
    )


def days_shown(days: Iterable[Day], plan: Plan) -> list[DayShown]:
    """The days of a week, each with its posts as lines of a list."""
    return [_day(plan, day, lines(day.entries, plan.slug)) for day in days]


def lines(entries: Iterable[Entry], slug: str) -> list[PostLine]:
    """Posts as lines of a list, with the names of channels and author."""
    language, post_url = get_language(), _post(slug)
    return [
        PostLine(
            f"{post_url}{entry.pk}/",
            entry.title,
            f"{entry.time:%H:%M}" if entry.time else "",
            _status(language, entry.status.key),
            [],
            _day_words(language, entry.day).written if entry.day else "",
            ", ".join([channel.name for channel in entry.channels]),
            entry.author,
        )
        for entry in entries
    ]


def _events(entries: Iterable[Entry], slug: str) -> list[PostLine]:
    language, post_url = get_language(), _post(slug)
    return [
        PostLine(
            f"{post_url}{entry.pk}/",
            entry.title,
            f"{entry.time:%H:%M}" if entry.time else "",
            _status(language, entry.status.key),
            [_network(language, channel.platform) for channel in entry.channels],
        )
        for entry in entries
    ]


def _day(plan: Plan, day: Day, posts: list[PostLine], css: str = "") -> DayShown:
    words = _day_words(get_language(), day.date)
    return DayShown(
        words=words,
        css=css,
        holiday=day.holiday,
        is_today=day.is_today,
        may_add=plan.may_write and day.date >= plan.today,
        posts=posts,
        more=day.more,
        more_url=f"{_of_day('day', plan.slug)}{words.iso}/{plan.query}" if day.more else "",
    )


def _css(day: Day) -> str:
    marks = (
        (day.is_weekend, "is-weekend"),
        (day.holiday, "is-holiday"),
        (day.is_today, "is-today"),
        (day.is_outside, "is-outside"),
        (not (day.entries or day.holiday or day.is_today), "is-empty"),
    )
    return " ".join([css for is_marked, css in marks if is_marked])


@lru_cache(64)
def _status(language: str | None, key: str) -> StatusWords:
    status = STATUSES[key]
    return StatusWords(key, status.level, draw_icon(status.icon), str(status.label))


@lru_cache(64)
def _network(language: str | None, platform: str) -> Network:
    return Network(platform, str(dict(Platform.choices).get(platform, platform)))


@lru_cache(2048)
def _day_words(language: str | None, day: date) -> DayWords:
    written = german_date(day)
    return DayWords(
        iso=day.isoformat(),
        weekday=date_format(day, "D"),
        weekday_in_full=date_format(day, "l"),
        number=date_format(day, "j."),
        month=date_format(day, "F"),
        written=written,
        on=_("on %(day)s") % {"day": written},
        new_on=_("New post on %(day)s") % {"day": written},
    )


@lru_cache(256)
def _post(slug: str) -> str:
    return reverse("planning:post_detail", args=[slug, 1]).removesuffix("1/")


@lru_cache(256)
def _of_day(name: str, slug: str) -> str:
    return reverse(f"planning:{name}", args=[slug, EARLIEST]).removesuffix(f"{EARLIEST}/")
