# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an address fills into an empty composer, so that a gap of the plan is one click away from a post."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django.utils.dateparse import parse_time
from django.utils.timezone import localdate

from core.days import read_day
from core.text import read_number


def first_placing(given: Mapping[str, str]) -> dict[str, Any]:
    """``?tag=2026-11-24`` the day, ``zeit=10:00`` the hour, ``woche=2026-11-23`` the first day of it to come,
    ``kanal=3`` the channel, ``saeule=…`` the pillar, ``kampagne=4`` the campaign. What makes no sense fills nothing.
    """
    monday = read_day(given.get("woche", ""))
    found = {
        "day": read_day(given.get("tag", "")) or (_open_day(monday) if monday else None),
        "time": _time(given.get("zeit", "")),
        "channels": [number] if (number := read_number(given.get("kanal", ""))) is not None else None,
        "pillar": given.get("saeule", "")[:80],
        "campaign_id": read_number(given.get("kampagne", "")),
    }
    return {name: value for name, value in found.items() if value}


def _time(text: str) -> time | None:
    try:
        return parse_time(text)
    except ValueError:
        return None


def _open_day(monday: date) -> date | None:
    """Today in the week that runs, Monday in a later one."""
    today = localdate()
    return max(monday, today) if today <= monday + timedelta(days=6) else None
