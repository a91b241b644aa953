# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Remarks on parts of the strategy, for the team; never part of what is signed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from core.errors import Refused
from core.states import compare_and_set
from core.text import grouped, plain_lines
from strategy.models import PartComment, Strategy

LONGEST = 2000  # characters


@transaction.atomic
def comment_on_part(strategy: Strategy, *, actor: User, part: str, text: str) -> PartComment:
    """Add a remark. Whoever may read the strategy may comment on it, whatever its state."""
    from strategy.queries.outline import ORDER  # the document is read by services only here

    require(actor, "strategy.comment_on_strategy", strategy)
    text = plain_lines(text).strip()
    if part not in ORDER:
        raise Refused(_("The strategy has no such part."))
    if not text:
        raise Refused(_("Please write something first."))
    if len(text) > LONGEST:
        raise Refused(_("A comment has at most %(most)s characters.") % {"most": grouped(LONGEST)})
    comment = PartComment.objects.create(strategy=strategy, part=part, author=actor, text=text)
    record(actor, "strategy.commented", strategy, part=part, comment=comment.pk)
    return comment


@transaction.atomic
def resolve_comment(comment: PartComment, *, actor: User) -> None:
    """Mark a remark as settled; its author and the people who write the strategy may."""
    require(actor, "strategy.settle_comment", comment)
    compare_and_set(comment, expected={"resolved_at": None}, resolved_at=timezone.now(), resolved_by=actor)
    record(actor, "strategy.comment_resolved", comment.strategy, part=comment.part, comment=comment.pk)


@transaction.atomic
def reopen_comment(comment: PartComment, *, actor: User) -> None:
    """Take a settled remark up again."""
    require(actor, "strategy.settle_comment", comment)
    compare_and_set(comment, expected={"resolved_at__isnull": False}, resolved_at=None, resolved_by=None)
    record(actor, "strategy.comment_reopened", comment.strategy, part=comment.part, comment=comment.pk)
