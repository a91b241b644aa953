# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page may cost, counted without a clock: queries, and calls of Python functions.

On the town of ``tests/leaks.py`` with some more comments and posts, after warming up. A line may fall at any time and
rises only by an ADR. CPU time against a stock view: tools/bench_pages.py.
"""

from typing import NamedTuple

#: Later versions inline comprehensions, so that the same page calls less.
COUNTED_WITH = (3, 11)


class Budget(NamedTuple):
    queries: int
    calls: int


#: Address → what it may cost. "dialog:comment htmx" is the fragment.
BUDGETS = {
    "dialog:queue": Budget(12, 12_300),
    "dialog:comment": Budget(16, 18_400),
    "dialog:comment htmx": Budget(7, 9_700),
    "planning:month": Budget(13, 20_700),
    "planning:agenda": Budget(12, 16_100),
    "planning:post_create": Budget(12, 21_500),
    "today:today": Budget(37, 61_300),
    "reports:report_list": Budget(11, 12_700),
    "dialog:queue search": Budget(12, 12_200),
}
