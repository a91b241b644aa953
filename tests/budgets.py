# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page may cost, counted without a clock: queries, and calls of Python functions.

On the town of ``tests/leaks.py`` with some more comments and posts, after warming up. A line may fall at any time and
rises only by an ADR. CPU time against a stock view: tools/bench_pages.py.
"""

from typing import NamedTuple


class Budget(NamedTuple):
    queries: int
    calls: int


#: Address → what it may cost. "dialog:comment htmx" is the fragment.
BUDGETS = {
    "dialog:queue": Budget(0, 0),
    "dialog:comment": Budget(0, 0),
    "dialog:comment htmx": Budget(0, 0),
    "planning:month": Budget(0, 0),
    "planning:agenda": Budget(0, 0),
    "planning:post_create": Budget(0, 0),
    "today:today": Budget(0, 0),
    "reports:report_list": Budget(0, 0),
    "dialog:queue search": Budget(0, 0),
}
