# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who sees the citizens' comments and who decides about them (DOMAIN § 1)."""

from typing import Any

import rules

from accounts.models import Role, User
from accounts.tenancy.permissions import allow


@rules.predicate
def is_own_decision(user: User, decision: Any) -> bool:
    """Whoever decided takes it back; nobody undoes a colleague's decision behind their back."""
    return bool(decision.actor_id == user.pk)


@rules.predicate
def has_not_decided(user: User, appeal: Any) -> bool:
    """Four eyes: an appeal is not judged by whoever took the decision it contests. A town is no appeal."""
    return getattr(appeal, "contested_by_id", None) != user.pk


allow("community.view_queue", Role.MODERATOR, Role.COMMUNICATIONS, Role.READER)
allow("community.decide_comment", Role.MODERATOR, Role.COMMUNICATIONS)
allow("community.undo_decision", Role.MODERATOR, Role.COMMUNICATIONS, also=is_own_decision)
allow("community.settle_action", Role.MODERATOR, Role.COMMUNICATIONS)
allow("community.view_unread_entries", Role.MODERATOR, Role.COMMUNICATIONS, Role.ADMINISTRATOR)
allow("community.settle_unread_entry", Role.MODERATOR, Role.COMMUNICATIONS, Role.ADMINISTRATOR)

# The head of the authority is the deputy where only one person decides about comments.
REVIEWERS = (Role.MODERATOR, Role.COMMUNICATIONS, Role.LEADERSHIP)
allow("community.view_appeals", *REVIEWERS, Role.READER)
allow("community.handle_appeal", *REVIEWERS, also=has_not_decided)
allow("community.close_appeal", *REVIEWERS)
# Giving a citizen their word back needs no four eyes: whoever hid by mistake may put it right.
allow("community.show_comment", *REVIEWERS)
allow("community.set_public_pages", Role.COMMUNICATIONS, Role.LEADERSHIP)
