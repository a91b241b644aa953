# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The approval path as the software walks it; the document says exactly this (D4).

Planning posts lies further left and cannot be asked from here. ``tests/strategy/test_approval.py`` holds
these tables equal to ``channels_mgmt.models.Post.Risk`` and to the roles that may approve there.
"""

from accounts.models import Role, User
from strategy.models import ApprovalStep

#: Who may approve a post of a class, whatever the document names. Routine posts of the editorial team need nobody;
#: a routine post drafted by a department or by external help needs one approver like a sensitive one.
APPROVING_ROLES: dict[str, tuple[str, ...]] = {
    ApprovalStep.Risk.SENSITIVE: (Role.COMMUNICATIONS, Role.LEADERSHIP),
    ApprovalStep.Risk.CRISIS: (Role.LEADERSHIP,),
}


def may_approve(user: User, risk: str, municipality_id: int) -> bool:
    """Whether the software would let ``user`` approve a post of this class by somebody else."""
    return bool(user.roles_in(municipality_id) & set(APPROVING_ROLES[risk]))
