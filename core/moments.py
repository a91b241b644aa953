# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How moments and days are said: weekday, date and hour in a town's zone, and how long ago."""

from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext, ngettext, pgettext


def _zone(town: Any) -> tzinfo:
    return getattr(town, "zone", None) or timezone.get_current_timezone()  # a template without a town gives ""


def _local(value: datetime, town: Any = None) -> datetime:
    return timezone.localtime(value, _zone(town))


def german_datetime(value: datetime | date | None, town: Any = None) -> str:
    """``Mo., 23.11.2026, 14:05 Uhr`` in the town's zone; a bare date loses the time. ``None`` is empty."""
    if value is None or value == "":
        return ""
    if not isinstance(value, datetime):
        return _day(value)
    if timezone.is_naive(value):
        return _said(get_language(), value, value.fold, None)
    return _said(get_language(), value, value.fold, _zone(town))


@lru_cache(4096)
def _said(_language: str | None, value: datetime, _fold: int, zone: tzinfo | None) -> str:
    """The moment in ``zone``, in the active ``_language``. An hour comes twice a year."""
    moment = value.astimezone(zone) if zone else value
    # Translators: a moment, e.g. "Mon, 23.11.2026, 14:05"
    return gettext("%(day)s, %(time)s") % {"day": _day(moment), "time": moment.strftime("%H:%M")}


def german_date(value: datetime | date | None, town: Any = None) -> str:
    """``Mo., 23.11.2026``; a moment is first brought into the town's zone."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = _local(value, town)
    return _day(value)


def german_time(value: datetime | None, town: Any = None) -> str:
    """``14:05 Uhr`` in the town's zone."""
    if value is None or value == "":
        return ""
    moment = _local(value, town) if timezone.is_aware(value) else value
    return pgettext("time of day", "%(time)s") % {"time": moment.strftime("%H:%M")}


def _day(value: date) -> str:
    weekday = date_format(value, "D")
    point = "." if (get_language() or "").startswith("de") and not weekday.endswith(".") else ""
    return f"{weekday}{point}, {value.strftime('%d.%m.%Y')}"


def relative(value: datetime, at: datetime | None = None) -> str:
    """``just now``, ``12 minutes ago``, ``in 3 hours``, ``2 days ago``: one unit, never two."""
    at = at or timezone.now()
    past = value <= at
    seconds = abs((at - value).total_seconds())
    if seconds < 60:
        return pgettext("relative time", "just now")
    if seconds < 3600:
        n = int(seconds // 60)
        words = ngettext("%d minute ago", "%d minutes ago", n) if past else ngettext("in %d minute", "in %d minutes", n)
        return words % n
    if seconds < 86400:
        n = int(seconds // 3600)
        words = ngettext("%d hour ago", "%d hours ago", n) if past else ngettext("in %d hour", "in %d hours", n)
        return words % n
    if seconds < 86400 * 30:
        n = int(seconds // 86400)
        words = ngettext("%d day ago", "%d days ago", n) if past else ngettext("in %d day", "in %d days", n)
        return words % n
    if past:
        return gettext("%(span)s ago") % {"span": timesince(value, at, depth=1)}
    return gettext("in %(span)s") % {"span": timesince(at, value, depth=1)}
