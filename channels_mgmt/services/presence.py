# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has a post open at this moment: a row per person with a short lease, nothing afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Post, PostPresence
from core.leases import expired

LEASE = timedelta(seconds=75)
"""The page says every 30 seconds that it is still there; once may be lost."""


def note_presence(post: Post, *, actor: User, is_writing: bool) -> None:
    """``actor`` has ``post`` open for the coming moments."""
    require(actor, "channels_mgmt.comment_on_post", post)
    at = now()
    forget_absent(at)
    given = {"is_writing": is_writing, "lease_until": at + LEASE}
    if PostPresence.objects.filter(post=post, person=actor).update(**given):
        return
    try:
        with transaction.atomic():
            PostPresence.objects.create(post=post, person=actor, **given)
    except IntegrityError:  # another window of the same person was faster
        PostPresence.objects.filter(post=post, person=actor).update(**given)


def forget_absent(at: datetime) -> int:
    """Delete who is no longer there; returns how many."""
    return PostPresence.objects.filter(expired(at)).delete()[0]
