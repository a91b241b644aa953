# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""School holidays out of an iCalendar file (RFC 5545), as the states' ministries and calendar sites hand them out.

Read is what such a file holds: whole days with a name. What would need reckoning (repeated entries) or means something
else (an appointment of two hours) is refused with the line, so that no holiday is silently missing or a day off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.days import EARLIEST, LATEST
from core.errors import DomainError

MOST_SPANS = 400
LONGEST_DAYS = 120
LONGEST_NAME = 80
_MOMENT = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)
_WHOLE_DAYS = re.compile(r"\+?P(?:(\d{1,3})W|(\d{1,3})D)", re.ASCII)
_ESCAPED = re.compile(r"\\(.)")


class DamagedCalendar(DomainError):
    """The file cannot be taken over. Nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("%(reason)s Nothing was taken over.") % {"reason": reason})


class NamedDays(NamedTuple):
    """Whole days from ``first`` to ``last``, both included."""

    name: str
    first: date
    last: date


class _Line(NamedTuple):
    number: int
    name: str
    value: str


def read_named_days(text: str, zone: ZoneInfo) -> list[NamedDays]:
    """The entries of the file by their day, each once. Raises ``DamagedCalendar``."""
    found = {_entry(event, zone) for event in _events(text)}
    if not found:
        raise DamagedCalendar(
            _("There is no entry in the file. Please choose the one with the holidays of your state.")
        )
    if len(found) > MOST_SPANS:
        raise DamagedCalendar(
            _("The file holds %(n)s entries. School holidays are fewer; please choose the right file.")
            % {"n": len(found)}
        )
    return sorted(found, key=lambda days: (days.first, days.last, days.name))


def _lines(text: str) -> Iterator[_Line]:
    """Lines of the file, folded ones put together, without their parameters."""
    pending: tuple[int, str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line[:1] in (" ", "\t") and pending:
            pending = (pending[0], pending[1] + line[1:])
            continue
        if pending:
            yield _divided(*pending)
        pending = (number, line) if line.strip() else None
    if pending:
        yield _divided(*pending)


def _divided(number: int, line: str) -> _Line:
    outside = re.sub(r'"[^"]*"', lambda quoted: "x" * len(quoted[0]), line)
    head, colon, _rest = outside.partition(":")
    if not colon:
        raise DamagedCalendar(_("Line %(n)s is no line of a calendar file.") % {"n": number})
    return _Line(number, head.partition(";")[0].strip().upper(), line[len(head) + 1 :])


def _events(text: str) -> Iterator[dict[str, _Line]]:
    """The properties of each VEVENT, without those of what it contains."""
    lines = _lines(text)
    first = next(lines, None)
    if first is None or (first.name, first.value.strip().upper()) != ("BEGIN", "VCALENDAR"):
        raise DamagedCalendar(_("This is no calendar file. It begins with BEGIN:VCALENDAR and mostly ends in .ics."))
    inside, event = ["VCALENDAR"], None
    for line in lines:
        part = line.value.strip().upper()
        if line.name == "BEGIN":
            inside.append(part)
            event = {"BEGIN": line} if part == "VEVENT" else event
        elif line.name == "END":
            if not inside or inside.pop() != part:
                raise DamagedCalendar(_("Line %(n)s ends what was not begun.") % {"n": line.number})
            if part == "VEVENT" and event:
                yield event
        elif inside and inside[-1] == "VEVENT" and event is not None:
            event.setdefault(line.name, line)
    if inside:
        raise DamagedCalendar(_("The file breaks off. Please download it once more."))


def _entry(event: dict[str, _Line], zone: ZoneInfo) -> NamedDays:
    number = event["BEGIN"].number
    if "RRULE" in event or "RDATE" in event:
        raise DamagedCalendar(
            _("The entry in line %(n)s repeats itself. Only entries with a beginning and an end are taken over.")
            % {"n": number}
        )
    name = " ".join(_ESCAPED.sub(_unescaped, event["SUMMARY"].value).split()) if "SUMMARY" in event else ""
    if not name or "DTSTART" not in event:
        raise DamagedCalendar(_("The entry in line %(n)s has no name or no beginning.") % {"n": number})
    if len(name) > LONGEST_NAME:
        raise DamagedCalendar(_("The name of the entry in line %(n)s is too long.") % {"n": number})
    first, last = _days(event, zone)
    if last < first:
        raise DamagedCalendar(_("The entry in line %(n)s ends before it begins.") % {"n": number})
    if (last - first).days >= LONGEST_DAYS:
        raise DamagedCalendar(
            _("“%(name)s” in line %(n)s lasts longer than %(days)s days; no holidays do.")
            % {"name": name, "n": number, "days": LONGEST_DAYS}
        )
    return NamedDays(name, first, last)


def _unescaped(found: re.Match[str]) -> str:
    return " " if found[1] in "nN" else found[1]


def _days(event: dict[str, _Line], zone: ZoneInfo) -> tuple[date, date]:
    """First and last day. The end of a file is the day after the last one, midnight likewise."""
    start, begins = _moment(event["DTSTART"], zone)
    if "DTEND" in event:
        end, ends = _moment(event["DTEND"], zone)
        is_whole = begins == ends == time()
        last = end - timedelta(days=1) if end > start else end
    elif "DURATION" in event:
        given = _WHOLE_DAYS.fullmatch(event["DURATION"].value.strip())
        is_whole = begins == time() and given is not None
        last = start + timedelta(days=(int(given[1] or 0) * 7 + int(given[2] or 0) - 1) if given else 0)
    else:
        last, is_whole = start, begins == time()
    if not is_whole:
        raise DamagedCalendar(
            _("The entry in line %(n)s is an appointment with an hour. School holidays are whole days.")
            % {"n": event["BEGIN"].number}
        )
    return start, last


def _moment(line: _Line, zone: ZoneInfo) -> tuple[date, time]:
    given = _MOMENT.fullmatch(line.value.strip())
    try:
        if given is None:
            raise ValueError
        found = datetime.strptime(given[1] + (given[2] or "000000") + "+0000", "%Y%m%d%H%M%S%z")
        if not EARLIEST < found.date() < LATEST:
            raise ValueError
    except ValueError:
        raise DamagedCalendar(_("There is no date of the calendar in line %(n)s.") % {"n": line.number}) from None
    if given[3]:
        found = found.astimezone(zone)
    return found.date(), found.time()
