# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Remarks on parts of the strategy, for the team; never part of what is signed."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.services.remarks import mark_open, mark_settled, remark_as_stored
from accounts.tenancy.permissions import require
from core.errors import Refused
from strategy.models import PartComment, Strategy


@transaction.atomic
def comment_on_part(strategy: Strategy, *, actor: User, part: str, text: str) -> PartComment:
    """Add a remark. Whoever may read the strategy may comment on it, whatever its state."""
    from strategy.queries.outline import ORDER  # the document is read by services only here

    require(actor, "strategy.comment_on_strategy", strategy)
    if part not in ORDER:
        raise Refused(_("The strategy has no such part."))
    comment = PartComment.objects.create(strategy=strategy, part=part, author=actor, text=remark_as_stored(text))
    record(actor, "strategy.commented", strategy, part=part, comment=comment.pk)
    return comment


@transaction.atomic
def resolve_comment(comment: PartComment, *, actor: User) -> None:
    """Mark a remark as settled; its author and the people who write the strategy may."""
    require(actor, "strategy.settle_comment", comment)
    mark_settled(comment, actor=actor)
    record(actor, "strategy.comment_resolved", comment.strategy, part=comment.part, comment=comment.pk)


@transaction.atomic
def reopen_comment(comment: PartComment, *, actor: User) -> None:
    """Take a settled remark up again."""
    require(actor, "strategy.settle_comment", comment)
    mark_open(comment)
    record(actor, "strategy.comment_reopened", comment.strategy, part=comment.part, comment=comment.pk)
