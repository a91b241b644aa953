# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Noting what a post has cost. Of the person only stays that somebody noted something, not how much."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Post, PostEffort
from channels_mgmt.models.efforts import MOST_EUROS, MOST_MINUTES
from core.errors import AlreadyChanged, Refused


@transaction.atomic
def note_effort(post: Post, *, actor: User, minutes: int, euros: Decimal, is_external: bool) -> PostEffort:
    """Raises ``Refused`` for nothing at all and for more than anybody spends on one post."""
    require(actor, "channels_mgmt.note_effort", post)
    if minutes <= 0 and euros <= 0:
        raise Refused(_("Please enter minutes or euros."))
    if not 0 <= minutes <= MOST_MINUTES or not 0 <= euros < MOST_EUROS:
        raise Refused(_("That is more than one post can cost. Is there a typing error?"))
    effort = PostEffort.objects.create(
        post=post,
        noted_on=post.municipality.local_day(),
        minutes=minutes,
        euros=euros,
        is_external=is_external,
    )
    record(actor, "planning.effort_noted", post)
    return effort


@transaction.atomic
def remove_effort(effort: PostEffort, *, actor: User) -> None:
    """Raises ``AlreadyChanged`` when somebody else was faster."""
    require(actor, "channels_mgmt.note_effort", effort.post)
    removed, _rows = PostEffort.objects.filter(pk=effort.pk).delete()
    if not removed:
        raise AlreadyChanged(_("This note is gone already."))
    record(actor, "planning.effort_removed", effort.post)
