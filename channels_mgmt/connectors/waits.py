# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a server wishes to be left alone, from the headers of its answer. Pure functions.

Servers say it in five ways: ``Retry-After`` as seconds or as an HTTP date, a reset header as seconds, as a Unix time
or as an ISO date. Moments are read by the server's own clock where it names one. What makes no sense is no wish,
and no wish is longer than a day.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

A_DAY = 86_400
RESET_HEADERS = ("x-ratelimit-reset", "ratelimit-reset")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?", re.ASCII)
_FIRST_UNIX_TIME, _FIRST_IN_MILLISECONDS = 1_000_000_000, 1_000_000_000_000


def wish_to_wait(headers: Mapping[str, str], *, is_limited: bool, at: datetime | None = None) -> int | None:
    """Whole seconds from 1 to a day, or ``None``. ``is_limited``: the answer refuses because of a limit.

    Many servers send reset headers with every answer; they count only where a limit was reached.
    """
    clock = _http_date(headers.get("date", "")) or at or datetime.now(UTC)
    seconds = _retry_after(headers.get("retry-after", ""), clock)
    if seconds is None and (is_limited or headers.get("x-ratelimit-remaining", "").strip() == "0"):
        resets = (_reset(headers.get(name, ""), clock) for name in RESET_HEADERS)
        seconds = next((found for found in resets if found is not None), None)
    return None if seconds is None else max(1, min(math.ceil(seconds), A_DAY))


def _retry_after(value: str, clock: datetime) -> float | None:
    number = _number(value)
    return number if number is not None else _until(_http_date(value), clock)


def _reset(value: str, clock: datetime) -> float | None:
    number = _number(value)
    if number is None:
        return _until(_iso_date(value) or _http_date(value), clock)
    if number >= _FIRST_IN_MILLISECONDS:
        return number / 1000 - clock.timestamp()
    if number >= _FIRST_UNIX_TIME:
        return number - clock.timestamp()
    return number if number <= A_DAY else None


def _number(value: str) -> float | None:
    return float(value) if _NUMBER.fullmatch(value := value.strip()) else None


def _until(moment: datetime | None, clock: datetime) -> float | None:
    return None if moment is None else (moment - clock).total_seconds()


def _http_date(value: str) -> datetime | None:
    try:
        return _in_utc(parsedate_to_datetime(value))
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def _iso_date(value: str) -> datetime | None:
    try:
        return _in_utc(datetime.fromisoformat(value.strip()))
    except (ValueError, OverflowError):
        return None


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
