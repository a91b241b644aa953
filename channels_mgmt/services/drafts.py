# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way back from what was approved or scheduled to a draft."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from channels_mgmt.models import Delivery, EmergencyRelease, Post
from channels_mgmt.services.approval_requests import take_back_asking
from channels_mgmt.services.publishing import withdraw_deliveries
from core.errors import Refused
from core.states import change_state, change_states

NO_APPROVAL: dict[str, Any] = {"approved_by": None, "approved_at": None, "approved_hash": ""}
WITHDRAWN = Delivery.State.WITHDRAWN


def withdraw_all(post: Post, actor: User) -> None:
    """Withdraw every delivery; refuse while one is under way, of unknown outcome or already public."""
    if not post.deliveries.exclude(state=WITHDRAWN).exists():
        return
    withdraw_deliveries(post, actor=actor)
    if post.deliveries.exclude(state=WITHDRAWN).exists():
        raise Refused(
            _("Part of this post is already public, so it stays as it is. Duplicate it to say something new.")
        )


def back_to_draft(post: Post, actor: User, **changes: Any) -> None:
    """Let nothing of an approval stand, and take back what has not gone out."""
    withdraw_all(post, actor)
    change_states(
        EmergencyRelease.objects.filter(post=post), EmergencyRelease.State.OPEN, EmergencyRelease.State.LAPSED
    )
    take_back_asking(post)
    change_state(post, Post.State.DRAFT, only_if={"revision": post.revision}, **NO_APPROVAL, **changes)
