# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may write, submit, sign, return and withdraw a strategy."""

import rules

from accounts.models import Role, User
from accounts.permissions import allow
from strategy.models import Strategy


@rules.predicate
def is_not_author(user: User, strategy: Strategy) -> bool:
    """Four eyes: neither wrote nor submitted it."""
    return user.pk not in (strategy.author_id, strategy.submitted_by_id)


allow("strategy.view_strategy", *Role.values)
allow("strategy.write_strategy", Role.COMMUNICATIONS)
allow("strategy.submit_strategy", Role.COMMUNICATIONS)
allow("strategy.sign_strategy", Role.LEADERSHIP, also=is_not_author)
allow("strategy.return_strategy", Role.LEADERSHIP)
allow("strategy.revoke_strategy", Role.LEADERSHIP)
