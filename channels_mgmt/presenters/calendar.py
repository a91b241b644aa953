# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The calendar and the lists of posts as plain values for their compiled parts.

A month has ninety posts and forty days, so what depends on the language and little else is written once: a status, a
day of the calendar, the networks of a post.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.templatetags.dorflinde import draw_icon
from channels_mgmt.presenters.bands import bands_in_month, bands_written
from channels_mgmt.queries.bands import Band, Bands
from channels_mgmt.queries.calendar import STATUSES, Day, Entry, Marked, Month
from core.days import EARLIEST
from core.moments import german_date
from core.platforms import Platform


class StatusWords(NamedTuple):
    """A status in the language of the page."""

    key: str
    level: str
    icon: SafeString
    label: str


class DayWords(NamedTuple):
    """A day of the calendar in the language of the page; ``in_cell`` is its name in a table, written already."""

    iso: str
    weekday: str
    weekday_in_full: str
    in_cell: SafeString
    written: str
    on: str
    new_on: str


class Event(NamedTuple):
    """A post as a cell of the calendar; ``below`` its title stand status and networks, written already."""

    css: str
    url: str
    hour: str
    title: str
    below: SafeString


class PostLine(NamedTuple):
    """A post as a line of a list. ``day`` is empty without a date."""

    url: str
    title: str
    day: str
    hour: str
    channels: str
    author: str
    status: StatusWords
    bands: SafeString
    campaign: SafeString


Shown = TypeVar("Shown", Event, PostLine)
_NO_BANDS = SafeString()


class DayShown(NamedTuple, Generic[Shown]):
    """A day with its posts; ``more_url`` leads to the day, and ``may_add`` offers a new post."""

    words: DayWords
    css: str
    holiday: str
    bands: SafeString
    is_today: bool
    may_add: bool
    posts: list[Shown]
    more: str
    more_url: str


@dataclass(slots=True)
class WeekShown:
    number: int
    url: str
    days: list[DayShown[Event]]


@dataclass(slots=True)
class MonthShown:
    """``head`` are the days of the first week, for the names of weekdays."""

    head: list[DayWords]
    weeks: list[WeekShown]
    undated: list[Event]
    statuses: tuple[StatusWords, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Whose plan is shown, and to whom. ``query`` is the filter that goes along to a day."""

    slug: str
    today: date
    may_write: bool
    query: str
    bands: Bands
    language: str | None = field(default_factory=get_language)


def month_shown(month: Month, plan: Plan) -> MonthShown:
    """``month`` as a table."""
    week_of = _of_day("week_of", plan.slug)
    weeks = [
        WeekShown(
            week.number,
            f"{week_of}{week.days[0].date}/",
            [_day_of_month(plan, day) for day in week.days],
        )
        for week in month.weeks
    ]
    return MonthShown(
        [day.words for day in weeks[0].days],
        weeks,
        _events(plan, month.undated),
        tuple(_status(plan.language, key) for key in STATUSES),
        reverse("planning:post_create", args=[plan.slug]),
    )


def days_shown(days: Iterable[Day], plan: Plan) -> list[DayShown[PostLine]]:
    """The days of a week, each with its posts as lines of a list."""
    return [
        _day(plan, day, lines(day.entries, plan.slug), bands_written(plan.bands.on(day.date), plan.language))
        for day in days
    ]


def lines(entries: Iterable[Entry], slug: str, bands: Bands | None = None) -> list[PostLine]:
    """Posts as lines of a list, with the names of channels and author, and what ``bands`` marks on their day."""
    language, post_url = get_language(), _post(slug)
    entries = list(entries)
    marked: dict[date | None, SafeString] = {}
    if bands is not None:
        for day in {entry.day for entry in entries}:
            if day and (found := bands.on(day)):
                marked[day] = bands_written(found, language)
    return [
        PostLine(
            f"{post_url}{entry.pk}/",
            entry.title,
            _day_words(language, entry.day).written if entry.day else "",
            _hour(entry.time),
            ", ".join([channel.name for channel in entry.channels]),
            entry.author,
            _status(language, entry.status.key),
            marked.get(entry.day, _NO_BANDS),
            campaign_written(language, entry.campaign) if entry.campaign else _NO_BANDS,
        )
        for entry in entries
    ]


def _day_of_month(plan: Plan, day: Day) -> DayShown[Event]:
    marked = plan.bands.on(day.date)
    written = bands_in_month(marked, day.date, plan.language) if marked else _NO_BANDS
    return _day(plan, day, _events(plan, day.entries), written, _css(day, marked))


def _events(plan: Plan, entries: list[Entry]) -> list[Event]:
    if not entries:
        return []
    post_url = _post(plan.slug)
    return [
        Event(
            f"event--{entry.status.level} event--{entry.status.key}",
            f"{post_url}{entry.pk}/",
            _hour(entry.time),
            entry.title,
            _below(plan.language, entry.status.key, entry.campaign, *[channel.platform for channel in entry.channels]),
        )
        for entry in entries
    ]


def dated_events(plan: Plan, entries: list[Entry]) -> list[Event]:
    """Posts as cards that say day and hour."""
    events = _events(plan, entries)
    when = [_day_words(plan.language, entry.day).written if entry.day else _("no date") for entry in entries]
    return [
        event._replace(hour=f"{day}, {event.hour}" if event.hour else day)
        for event, day in zip(events, when, strict=True)
    ]


def _day(plan: Plan, day: Day, posts: list[Shown], bands: SafeString, css: str = "") -> DayShown[Shown]:
    words = _day_words(plan.language, day.date)
    return DayShown(
        words=words,
        css=css,
        holiday=day.holiday,
        bands=bands,
        is_today=day.is_today,
        may_add=plan.may_write and day.date >= plan.today,
        posts=posts,
        more=_more(plan.language, day.more) if day.more else "",
        more_url=f"{_of_day('day', plan.slug)}{words.iso}/{plan.query}" if day.more else "",
    )


def _css(day: Day, marked: list[Band]) -> str:
    begins = day.date in [band.first for band in marked]
    marks = (
        (day.is_weekend, "is-weekend"),
        (day.holiday, "is-holiday"),
        (day.is_today, "is-today"),
        (day.is_outside, "is-outside"),
        (not (day.entries or day.holiday or day.is_today or begins), "is-empty"),
    )
    return " ".join([css for is_marked, css in marks if is_marked])


@lru_cache(64)
def _status(language: str | None, key: str) -> StatusWords:
    status = STATUSES[key]
    return StatusWords(key, status.level, draw_icon(status.icon), str(status.label))


@lru_cache(512)
def _below(language: str | None, key: str, campaign: Marked | None, *platforms: str) -> SafeString:
    words = _status(language, key)
    status = format_html('<span class="event__meta">{}<span>{}</span></span>', words.icon, words.label)
    if campaign:
        status = format_html("{}\n{}", status, campaign_written(language, campaign))
    if not platforms:
        return status
    names = ((platform, dict(Platform.choices).get(platform, platform)) for platform in platforms)
    networks = format_html_join("", '<span class="network network--{}">{}</span>', names)
    return format_html('{}\n<span class="event__channels">{}</span>', status, networks)


@lru_cache(512)
def campaign_written(language: str | None, campaign: Marked) -> SafeString:
    return format_html(
        '<span class="campaign campaign--{}"><span class="visually-hidden">{}: </span>{}</span>',
        campaign.hue,
        _("Campaign"),
        campaign.name,
    )


def _hour(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


@lru_cache(256)
def _more(language: str | None, count: int) -> str:
    return ngettext("%(n)s more", "%(n)s more", count) % {"n": count}


@lru_cache(2048)
def _day_words(language: str | None, day: date) -> DayWords:
    weekday, written = date_format(day, "D"), german_date(day)
    return DayWords(
        iso=day.isoformat(),
        weekday=weekday,
        weekday_in_full=date_format(day, "l"),
        in_cell=format_html(
            '<span class="calendar__weekday">{}., </span>{}<span class="calendar__weekday"> {}</span>',
            weekday,
            date_format(day, "j."),
            date_format(day, "F"),
        ),
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
