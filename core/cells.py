# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people write into the cells of a table, read as days, times and choices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from core.days import EARLIEST, LATEST, read_day

_GERMAN_DAY = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})", re.ASCII | re.IGNORECASE
)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?(?:\s*(?:Uhr|h))?", re.ASCII | re.IGNORECASE)
_FRACTION = re.compile(r"0[.,]\d+", re.ASCII)
#: Day 0 of spreadsheet programs, as the days of today are counted from it.
_ZERO = date(1899, 12, 30)
_MINUTES = 24 * 60


def day_in(cell: str) -> date | None:
    """``None`` for what is no day. 2026-11-30, 30.11.2026, 30.11.26, Mo., 30.11.2026 and the number of the day."""
    text = cell.strip()
    if moment := _MOMENT.fullmatch(text):
        text = moment[1]
    if found := read_day(text):
        return found
    if german := _GERMAN_DAY.fullmatch(text):
        year = int(german[3]) + (2000 if len(german[3]) == 2 else 0)
        try:
            named = date(year, int(german[2]), int(german[1]))
        except ValueError:
            return None
        return named if EARLIEST <= named <= LATEST else None
    return _ZERO + timedelta(days=int(text)) if _SERIAL.fullmatch(text) else None


def time_in(cell: str) -> time | None:
    """``None`` for what is no time of day. 9:30, 09:30:00, 9.30 Uhr, 9 Uhr and the part of a day."""
    text = cell.strip()
    if moment := _MOMENT.fullmatch(text):
        text = moment[2]
    if _FRACTION.fullmatch(text):
        minutes = round(float(text.replace(",", ".")) * _MINUTES)
        return time(minutes // 60, minutes % 60) if minutes < _MINUTES else None
    given = _TIME.fullmatch(text)
    if given is None or (given[2] is None and given[0] == given[1]):
        return None  # a bare number says nothing
    hour, minute = int(given[1]), int(given[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def time_of_moment(cell: str) -> time | None:
    """The time of a cell that names a day and a time in one."""
    moment = _MOMENT.fullmatch(cell.strip())
    return datetime.strptime(moment[2], "%H:%M").time() if moment else None  # noqa: DTZ007  a wall time


def choice_in(cell: str, choices: Mapping[str, Sequence[str]]) -> str | None:
    """The value that is called so; ``choices`` has what each value is called."""
    said = " ".join(cell.split()).casefold()
    return next((value for value, called in choices.items() if said in (name.casefold() for name in called)), None)
