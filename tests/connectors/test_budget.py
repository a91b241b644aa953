# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading uses at most half of what a server allows an account, so that publishing finds room."""

from datetime import UTC, datetime, timedelta

import pytest

from channels_mgmt.connectors.budget import AT_ONCE, BudgetSpent, RequestBudget, left_at, paid_after

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=5)


def test_no_more_than_half_of_three_hundred_requests_fall_into_any_five_minutes():
    """Removal: paying for what was used."""
    asked, paid_until = [], None
    for step in range(240):  # an hour, a reading every fifteen seconds that takes all it may
        at = AT + timedelta(seconds=15 * step)
        used = left_at(paid_until, at)
        paid_until = paid_after(paid_until, at, used)
        asked += [at] * used

    busiest = max(len([a for a in asked if start <= a < start + WINDOW]) for start in set(asked))
    assert busiest <= 150
    assert len(asked) >= AT_ONCE + 12 * 80


def test_a_poll_that_always_costs_one_request_is_never_refused():
    paid_until = None
    for step in range(100):
        at = AT + timedelta(seconds=15 * step)
        assert left_at(paid_until, at) >= AT_ONCE - 1
        paid_until = paid_after(paid_until, at, 1)


def test_what_is_spent_is_refused_before_anything_is_sent():
    budget = RequestBudget(2)
    budget.take()
    budget.take()

    with pytest.raises(BudgetSpent):
        budget.take()

    assert (budget.left, budget.used) == (0, 2)
    assert paid_after(None, AT, 0) is None
