# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may write, submit, sign, return and withdraw a strategy."""

import rules

from accounts.models import Role, User
from accounts.permissions import allow
from strategy.models import DirectQuestion, Strategy


@rules.predicate
def is_not_author(user: User, strategy: Strategy) -> bool:
    """Four eyes: neither wrote nor submitted it."""
    return user.pk not in (strategy.author_id, strategy.submitted_by_id)


@rules.predicate
def is_not_asker(user: User, question: DirectQuestion) -> bool:
    """Nobody answers the own question."""
    return user.pk != question.asked_by_id


@rules.predicate
def is_asker(user: User, question: DirectQuestion) -> bool:
    return user.pk == question.asked_by_id


allow("strategy.view_strategy", *Role.values)
allow("strategy.write_strategy", Role.COMMUNICATIONS)
allow("strategy.submit_strategy", Role.COMMUNICATIONS)
allow("strategy.sign_strategy", Role.LEADERSHIP, also=is_not_author)
allow("strategy.return_strategy", Role.LEADERSHIP)
allow("strategy.revoke_strategy", Role.LEADERSHIP)

# The promise is made to the team that speaks for the town. Departments reach the head by their own way,
# external help never does (D8), and a reader reads the team's figure in the monthly report.
ASKING = (Role.COMMUNICATIONS, Role.EDITOR, Role.MODERATOR)
allow("strategy.view_direct_line", Role.LEADERSHIP, *ASKING)
allow("strategy.ask_head", *ASKING)
allow("strategy.answer_questions", Role.LEADERSHIP)
allow("strategy.answer_question", Role.LEADERSHIP, also=is_not_asker)
allow("strategy.withdraw_question", *ASKING, also=is_asker)
allow("strategy.read_answer", *ASKING, also=is_asker)
