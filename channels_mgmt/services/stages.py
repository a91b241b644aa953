# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post carried to another column of the board: what a button of its page would do, or a sentence why not."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Post
from channels_mgmt.queries.board import stage_of
from channels_mgmt.queries.posts import needs_approver
from channels_mgmt.services.planning import recall_post, submit_post
from core.errors import AlreadyChanged, Refused

DRAFT, IN_REVIEW, PLANNED, OUT, FAILED = "draft", "in_review", "planned", "out", "failed"

#: Where it comes from, else where it would go → why that is not done by carrying.
FROM: dict[str, Any] = {
    OUT: gettext_lazy("“%(title)s” is public and stays as it is. Duplicate it to say something new."),
    FAILED: gettext_lazy("“%(title)s” has failed. Its page says why, and schedules it again."),
    PLANNED: gettext_lazy("“%(title)s” is approved. Its page returns it with a reason, or changes it."),
}
TO: dict[str, Any] = {
    PLANNED: gettext_lazy("“%(title)s” is approved on its page, where all of it can be read."),
    OUT: gettext_lazy("“%(title)s” goes out by itself at its time, or with “Publish now” on its page."),
    FAILED: gettext_lazy("Only what has failed stands in this column."),
}


def move_to_stage(post: Post, *, actor: User, seen: str, to: str) -> Post:
    """Carry ``post`` from the column ``seen`` to the column ``to``: ask for its approval, or take it back.

    Raises ``AlreadyChanged`` when it no longer stands where it was seen. Every other way is ``Refused`` with a
    sentence, and so is a routine post, which would go out by this alone.
    """
    require(actor, "channels_mgmt.edit_post", post)
    if stage_of(post) != seen:
        raise AlreadyChanged(_("Somebody else changed this in the meantime. Please look at the current version."))
    if (seen, to) == (IN_REVIEW, DRAFT):
        return recall_post(post, actor=actor)
    if (seen, to) != (DRAFT, IN_REVIEW):
        sentence = FROM.get(seen) or TO.get(to) or gettext_lazy("This column does not exist.")
        raise Refused(sentence % {"title": post.title})
    if not needs_approver(post, actor):
        raise Refused(
            _("“%(title)s” is routine and goes out without approval. Submit it on its page, which says when.")
            % {"title": post.title}
        )
    return submit_post(post, actor=actor)
