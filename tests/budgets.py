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
    "dialog:queue": Budget(6, 6_950),
    "dialog:comment": Budget(10, 10_900),
    "dialog:comment htmx": Budget(7, 6_600),
    "dialog:pick htmx": Budget(7, 7_950),
    "planning:month": Budget(7, 9_000),
    "planning:agenda": Budget(6, 6_400),
    "planning:post_create": Budget(7, 13_900),
    "today:today": Budget(11, 13_600),
    "reports:report_list": Budget(5, 6_300),
    "search:search search": Budget(8, 6_100),
    "dialog:queue search": Budget(6, 7_850),
}
