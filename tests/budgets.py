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
    "dialog:queue": Budget(7, 6_900),
    "dialog:comment": Budget(11, 12_000),
    "dialog:comment htmx": Budget(7, 7_250),
    "planning:month": Budget(8, 10_050),
    "planning:agenda": Budget(7, 6_900),
    "planning:post_create": Budget(7, 12_700),
    "today:today": Budget(20, 21_200),
    "reports:report_list": Budget(6, 6_550),
    "dialog:queue search": Budget(7, 7_000),
}
