# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may write, submit, sign, return and withdraw a strategy, and change the table of platform use."""

import rules
from django.utils.translation import gettext as _

from accounts.models import Municipality, Role, User
from accounts.tenancy.permissions import allow, has_role, may, require
from core.errors import NotPermitted
from strategy.models import DirectQuestion, PartComment, Strategy


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


@rules.predicate
def wrote_the_comment_or_writes_the_strategy(user: User, comment: PartComment) -> bool:
    return comment.author_id == user.pk or Role.COMMUNICATIONS in user.roles_in(comment.strategy.municipality_id)


allow("strategy.view_strategy", *Role.values)
allow("strategy.write_strategy", Role.COMMUNICATIONS)
allow("strategy.submit_strategy", Role.COMMUNICATIONS)
allow("strategy.sign_strategy", Role.LEADERSHIP, also=is_not_author)
allow("strategy.return_strategy", Role.LEADERSHIP)
allow("strategy.revoke_strategy", Role.LEADERSHIP)
allow("strategy.comment_on_strategy", *Role.values)
allow("strategy.settle_comment", *Role.values, also=wrote_the_comment_or_writes_the_strategy)

# The promise is made to the team that speaks for the town. Departments reach the head by their own way,
# external help never does (D8), and a reader reads the team's figure in the monthly report.
ASKING = (Role.COMMUNICATIONS, Role.EDITOR, Role.MODERATOR)
allow("strategy.view_direct_line", Role.LEADERSHIP, *ASKING)
allow("strategy.ask_head", *ASKING)
allow("strategy.answer_questions", Role.LEADERSHIP)
allow("strategy.answer_question", Role.LEADERSHIP, also=is_not_asker)
allow("strategy.withdraw_question", *ASKING, also=is_asker)
allow("strategy.read_answer", *ASKING, also=is_asker)

EDIT_REFERENCE = "strategy.edit_reference"
REFERENCE_ROLES = (Role.ADMINISTRATOR, Role.COMMUNICATIONS)


@rules.predicate
def serves_one_town(user: User, obj: object) -> bool:
    """Whether the installation has no other town whose analyses would rest on the change."""
    return Municipality.objects.count() == 1


@rules.predicate
def operates_here(user: User, municipality: Municipality) -> bool:
    """A technical operator of the installation who belongs to this town."""
    return user.is_staff and bool(user.roles_in(municipality))


allow(EDIT_REFERENCE, *REFERENCE_ROLES, also=serves_one_town)
# The table belongs to the installation: its operators may change it whatever their role in a town is.
rules.set_perm(EDIT_REFERENCE, operates_here | (has_role(*REFERENCE_ROLES) & serves_one_town))


def require_reference_editor(actor: User, municipality: Municipality) -> None:
    """Raise ``NotPermitted`` with the reason, unless ``actor`` may change the table of platform use."""
    if may(actor, EDIT_REFERENCE, municipality):
        return
    reason = why_not_edit_reference(actor, municipality)
    if reason:
        raise NotPermitted(reason, REFERENCE_ROLES)
    require(actor, EDIT_REFERENCE, municipality)


def why_not_edit_reference(actor: User, municipality: Municipality) -> str:
    """Why somebody with the right role may not; empty for everybody else."""
    if actor.roles_in(municipality) & set(REFERENCE_ROLES) and not may(actor, EDIT_REFERENCE, municipality):
        return _(
            "Several towns share this table, so no single one changes it. Please write to the operator of your "
            "installation, with figure and source."
        )
    return ""
