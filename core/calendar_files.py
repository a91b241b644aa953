# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars as calendar programs subscribe to them (RFC 5545, with the names of RFC 7986).

Each entry is an instant in UTC or whole days, and nothing repeats: there is no time zone and no rule in which programs
could differ (docs/adr/0039). The lines are written here, because a thousand entries are asked for again and again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from core.text import clean_text

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Dorflinde//Redaktionsplan//DE"
#: The most octets of a line, without its end (RFC 5545, 3.1).
LONGEST_LINE = 75
#: How often a program may ask again.
REFRESH = "PT1H"
#: How long an instant lasts, so that programs give it room to be read.
LASTS = "PT15M"
#: Stands for the moment of the last change until that is known.
UNDATED = "DTSTAMP:~"
_SPECIAL = re.compile(r"[\\;,\n]")
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


class CalendarEntry(NamedTuple):
    """An instant, or the whole days from ``start`` to ``last``, both included. ``key`` names it for ever."""

    key: str
    title: str
    start: datetime | date
    last: date | None = None
    note: str = ""
    address: str = ""


def calendar_file(name: str, entries: Iterable[CalendarEntry], *, host: str) -> str:
    """The calendar with ``UNDATED`` where each entry says of when it is; see ``dated``."""
    return "".join([*_head(name), *(_entry(entry, host) for entry in entries), "END:VCALENDAR\r\n"])


def fingerprint_of(text: str) -> str:
    """Equal for equal calendars."""
    return sha256(text.encode()).hexdigest()


def dated(text: str, at: datetime) -> str:
    """The same calendar, all of it as of ``at``."""
    return text.replace(UNDATED, f"DTSTAMP:{_instant(at)}")


def _head(name: str) -> Iterator[str]:
    said = escaped(name)
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    yield f"PRODID:{PRODUCT}\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
    yield folded(f"NAME:{said}") + folded(f"X-WR-CALNAME:{said}")
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}\r\nX-PUBLISHED-TTL:{REFRESH}\r\n"


def _entry(entry: CalendarEntry, host: str) -> str:
    lines = [f"BEGIN:VEVENT\r\nUID:{entry.key}@{host}\r\n{UNDATED}\r\n", _span(entry)]
    lines.append(folded(f"SUMMARY:{escaped(entry.title)}"))
    if entry.note:
        lines.append(folded(f"DESCRIPTION:{escaped(entry.note)}"))
    if entry.address:
        lines.append(folded(f"URL:{entry.address}"))
    # Nobody is busy because a post goes out.
    lines.append("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n")
    return "".join(lines)


def _span(entry: CalendarEntry) -> str:
    start = entry.start
    if isinstance(start, datetime):
        return f"DTSTART:{_instant(start)}\r\nDURATION:{LASTS}\r\n"
    end = (entry.last or start) + timedelta(days=1)
    return f"DTSTART;VALUE=DATE:{_day(start)}\r\nDTEND;VALUE=DATE:{_day(end)}\r\n"


def _instant(at: datetime) -> str:
    found = at.astimezone(UTC)
    return f"{_day(found)}T{found.hour:02}{found.minute:02}{found.second:02}Z"


def _day(day: date) -> str:
    # Not strftime: that writes years before 1000 with fewer than four digits.
    return f"{day.year:04}{day.month:02}{day.day:02}"


def escaped(text: str) -> str:
    """A text as the value of a property; what cannot be printed is left out."""
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], clean_text(text))


def folded(line: str) -> str:
    """The line with its end, divided where it is longer than ``LONGEST_LINE`` and never within a character."""
    octets = line.encode()
    if len(octets) <= LONGEST_LINE:
        return line + "\r\n"
    parts, start, room = [], 0, LONGEST_LINE
    while start < len(octets):
        stop = min(start + room, len(octets))
        while stop < len(octets) and octets[stop] & 0xC0 == 0x80:  # the middle of a character
            stop -= 1
        parts.append(octets[start:stop].decode())
        start, room = stop, LONGEST_LINE - 1
    return "\r\n ".join(parts) + "\r\n"
