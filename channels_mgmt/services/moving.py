# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Moving a post to another day of the plan, and back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Post
from channels_mgmt.services.planning import plan_for, schedule_post, withdraw_post
from channels_mgmt.services.writing_rights import keep_to_right
from core.errors import Refused
from core.states import compare_and_set


@transaction.atomic
def move_post(
    post: Post, *, actor: User, seen: datetime | None, wall: datetime | None, puts_back: bool = False
) -> Post:
    """Plan ``post`` for the naive wall time ``wall`` of the town; ``seen`` is when the person saw it.

    ``puts_back`` undoes a move: to any day, or to none.

    What is approved is scheduled there as by ``schedule_post``, and without a time it leaves the schedule; of anything
    else only the plan changes, content and approval asked for stay. Raises ``AlreadyChanged`` when it was no longer
    planned for ``seen``, and ``Refused`` for what is public and for a day that has passed.
    """
    require(actor, "channels_mgmt.schedule_post" if post.is_approved else "channels_mgmt.edit_post", post)
    keep_to_right(post.municipality, (), actor=actor, post=post)
    if post.is_public:
        raise Refused(_("This post is already public and stays as it is. Duplicate it to say something new."))
    if not puts_back and (wall is None or wall.date() < post.municipality.local_day()):
        raise Refused(_("This day has passed. Please choose a later one."))
    day, time = (seen.date(), seen.time()) if seen else (None, None)
    as_seen = {"planned_day": day, "planned_time": time, "state": post.state, "revision": post.revision}
    compare_and_set(post, expected=as_seen, **plan_for(post.municipality, wall))
    if post.is_approved:
        return withdraw_post(post, actor=actor) if wall is None else schedule_post(post, actor=actor, wall=wall)
    record(actor, "planning.post_moved", post, wall=wall.isoformat(timespec="minutes") if wall else "")
    return post
