# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Parts of addresses that are more than a word; ``config.urls`` makes them known to every pattern."""

from datetime import date

from core.days import read_day
from core.secret_links import Secret


class Day:
    """A day in an address. What is no day is no page."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        found = read_day(value)
        if found is None:
            raise ValueError("no day of the calendar")
        return found

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m-%d}"


class Month:
    """A month in an address, ``2026-11``, as its first day."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return Day().to_python(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


CONVERTERS: dict[str, type] = {"day": Day, "month": Month, "secret": Secret}
