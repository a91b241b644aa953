# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who sees the citizens' comments and who decides about them (DOMAIN § 1)."""

from typing import Any

import rules

from accounts.models import Role, User
from accounts.permissions import allow


@rules.predicate  # type: ignore[untyped-decorator]
def is_own_decision(user: User, decision: Any) -> bool:
    """Whoever decided takes it back; nobody undoes a colleague's decision behind their back."""
    return bool(decision.actor_id == user.pk)


allow("community.view_queue", Role.MODERATOR, Role.COMMUNICATIONS, Role.READER)
allow("community.decide_comment", Role.MODERATOR, Role.COMMUNICATIONS)
allow("community.undo_decision", Role.MODERATOR, Role.COMMUNICATIONS, also=is_own_decision)
allow("community.settle_action", Role.MODERATOR, Role.COMMUNICATIONS)
