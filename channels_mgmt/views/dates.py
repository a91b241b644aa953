# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days and months in addresses. What is no date is no page."""

from datetime import date

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


class IsoDate:
    """``2026-11-24``"""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        found = date.fromisoformat(value)
        if not EARLIEST <= found <= LATEST:
            raise ValueError("outside the calendar")
        return found

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m-%d}"


class YearMonth:
    """``2026-11``, as its first day."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        return IsoDate().to_python(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"
