# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What follows when a comment was deleted on its platform, or could not be (docs/adr/0060)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Comment, Decision
from community.queries.below import answered_by_others
from core.errors import AlreadyChanged
from core.states import change_state


def note_removal(decision: Decision) -> None:
    """The comment is gone from the platform: nothing can show it again or answer it."""
    Comment._base_manager.filter(pk=decision.comment_id, removed_at=None).update(
        removed_at=timezone.now(), is_hidden=False
    )


def reopen_after_deletion(decision: Decision) -> None:
    """Deleting was stopped because somebody has answered below: a person looks at the comment again."""
    comment = decision.comment
    if decision.undone_at is not None or not answered_by_others(comment):
        return
    Decision._base_manager.filter(pk=decision.pk, undone_at=None).update(undone_at=timezone.now())
    reason = _("Was not deleted: others have answered below it.")
    try:
        change_state(comment, Comment.State.NEW, decided_at=None, urgency_reason=reason[:200])
    except AlreadyChanged:
        return  # a colleague has taken it up at this moment
