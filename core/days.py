# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days as people and addresses name them: ``2026-11-28``, within a calendar on which one can reckon.

Python's own calendar ends at the years 1 and 9999, so that "the week before" of its first day is an error. Every
day that comes from outside passes through here (an architecture test looks for other ways).
"""

from calendar import monthrange
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def read_day(text: str) -> date | None:
    """The day ``text`` names, or ``None`` for what is no day of the calendar."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def read_moment(text: str) -> datetime | None:
    """The moment a page handed out and got back, or ``None`` for what is none."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and EARLIEST <= found.date() <= LATEST else None


class DayField(forms.DateField):
    """A day of a form. What lies outside the calendar is refused with a sentence."""

    def to_python(self, value: Any) -> date | None:
        found = super().to_python(value)
        if found is not None and not EARLIEST <= found <= LATEST:
            raise ValidationError(
                _("Please enter a day between %(first)s and %(last)s.")
                % {"first": f"{EARLIEST:%d.%m.%Y}", "last": f"{LATEST:%d.%m.%Y}"},
                code="outside",
            )
        return found


def months_before(at: datetime, months: int) -> datetime:
    """The same time of day so many calendar months earlier; the last day of a month that is shorter."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
