# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dates of a series: rules of RFC 5545, reckoned on the wall clock of the town, and what holidays do to them.

``dateutil`` expands the rule. It knows days; hours come afterwards, so that a change to summer time moves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from core.days import LATEST, read_day
from core.errors import Refused
from core.free_days import FreeDays
from core.localtime import NoSuchLocalTime, to_instant

KEEP, SKIP, MOVE = "keep", "skip", "move"
#: What a rule may say. Without months and sets every one of them has its dates within a few years.
#: The last day of a month is -1: readers leave the 31st out, and some refuse what else RFC 7529 has for it.
KNOWN = {
    "FREQ": re.compile("WEEKLY|MONTHLY"),
    "INTERVAL": re.compile("[0-9]{1,3}"),
    "BYDAY": re.compile("([1-4]|-1)?(MO|TU|WE|TH|FR|SA|SU)"),
    "BYMONTHDAY": re.compile("-1|[1-9]|1[0-9]|2[0-8]"),
    "COUNT": re.compile("[0-9]{1,3}"),
    "UNTIL": re.compile("[0-9]{8}T235959"),
}
ENDS = {"COUNT", "UNTIL"}
MOST_APART, MOST_DATES = 12, 500
LOOKED_AHEAD = timedelta(days=5 * 366)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MIDNIGHT = time.min


@dataclass(frozen=True)
class Occurrence:
    """One date of the rule. ``wall`` is when its post is planned, on the town's clock; ``None`` where it is left out.

    ``holiday`` names the free day the date falls on, ``is_shifted`` says that the clock skips its hour.
    """

    day: date
    wall: datetime | None
    holiday: str = ""
    is_shifted: bool = False

    @property
    def is_moved(self) -> bool:
        return self.wall is not None and self.wall.date() != self.day


def parts_of(text: str) -> dict[str, str]:
    """The rule by its parts. Raises ``Refused`` with a sentence for what is no rule of a series."""
    parts = dict(pair.partition("=")[::2] for pair in text.split(";"))
    is_known = all(name in KNOWN and KNOWN[name].fullmatch(value) for name, value in parts.items())
    days = {"BYDAY", "BYMONTHDAY"} & set(parts)
    is_weekly = parts.get("FREQ") == "WEEKLY"
    is_one_weekday = len(parts.get("BYDAY", "")) == len("MO")
    if (
        not is_known
        or "FREQ" not in parts
        or len(days) != 1
        or set(parts) >= ENDS
        or (is_weekly and not is_one_weekday)
    ):
        raise Refused(_("This rule cannot be understood. Please choose how often the series comes."))
    if not (1 <= int(parts.get("INTERVAL", 1)) <= MOST_APART and 1 <= int(parts.get("COUNT", 1)) <= MOST_DATES):
        raise Refused(
            _("At most %(apart)d weeks or months lie between two dates, and a series has at most %(dates)d of them.")
            % {"apart": MOST_APART, "dates": MOST_DATES}
        )
    return parts


def first_day(text: str, earliest: date) -> date:
    """The first day on the rule from ``earliest`` on: where the series begins (DTSTART lies on its rule).

    Raises ``Refused`` for a rule without any date.
    """
    parts_of(text)
    latest = min(earliest + LOOKED_AHEAD, LATEST)
    found = next(takewhile(lambda day: day <= latest, _days(text, earliest)), None)
    if found is None:
        raise Refused(_("There is no date: the series ends before the first one. Please choose a later end, or none."))
    return found


def days_from(text: str, start: date, since: date) -> Iterator[date]:
    """The days of a series that begins on ``start``, from ``since`` on. Without an end this does not end either.

    Raises ``Refused`` when ``start`` is not on the rule: readers would count it, or not, and differ.
    """
    days = _days(text, start)
    first = next(days, None)
    if first != start:
        raise Refused(_("The first day is not on the rule of the series."))
    if start >= since:
        yield start
    yield from (day for day in days if day >= since)


def occurrences(
    text: str, start: date, at: time, *, since: date, on_holidays: str, free_days: FreeDays, zone: str, most: int
) -> list[Occurrence]:
    """At most ``most`` dates from ``since`` on, with what holidays and the clock make of each."""
    days = islice(days_from(text, start, since), most)
    return [_occurrence(day, at, on_holidays, free_days, zone) for day in days]


def is_on(text: str, start: date, day: date) -> bool:
    return next(days_from(text, start, day), None) == day


def written(frequency: str, *, interval: int = 1, by: str, until: date | None = None, count: int | None = None) -> str:
    """A rule as text; ``by`` is its BYDAY or BYMONTHDAY part."""
    text = f"FREQ={frequency};INTERVAL={interval};{by}"
    if until is not None:
        return f"{text};UNTIL={until:%Y%m%d}T235959"
    return f"{text};COUNT={count}" if count is not None else text


def end_of(text: str) -> date | None:
    """The last day a rule allows, where it names one."""
    until = parts_of(text).get("UNTIL", "")
    return read_day(f"{until[:4]}-{until[4:6]}-{until[6:8]}") if until else None


def _days(text: str, start: date) -> Iterator[date]:
    try:
        rule = rrulestr(text, dtstart=datetime.combine(start, MIDNIGHT))
    except (ValueError, TypeError, AttributeError):
        raise Refused(_("This rule cannot be understood. Please choose how often the series comes.")) from None
    return (found.date() for found in rule)


def _occurrence(day: date, at: time, on_holidays: str, free_days: FreeDays, zone: str) -> Occurrence:
    is_free = free_days.closes_at(day) == MIDNIGHT
    name = free_days.name_of(day) if is_free else ""
    if is_free and on_holidays == SKIP:
        return Occurrence(day, None, name)
    moved = _next_working_day(day, free_days) if is_free and on_holidays == MOVE else day
    wall = existing_wall(datetime.combine(moved, at), zone)
    return Occurrence(day, wall, name, is_shifted=wall.time() != at)


def existing_wall(wall: datetime, zone: str) -> datetime:
    """``wall``, or the time an hour later where the clock skips it (RFC 5545, 3.3.5: read with the offset of before).

    A time that comes twice is left alone; ``core.localtime`` takes the first.
    """
    try:
        to_instant(wall, zone)
    except NoSuchLocalTime:
        return wall + timedelta(hours=1)
    return wall


def _next_working_day(day: date, free_days: FreeDays) -> date:
    while day.weekday() > 4 or free_days.closes_at(day) == MIDNIGHT:
        day += timedelta(days=1)
    return day
