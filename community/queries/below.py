# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands below a comment and would go with it."""

from __future__ import annotations

from datetime import timedelta

from community.models import Comment

#: Comments of one thread that are looked at, the newest first.
MOST = 2_000
#: Dates of platforms are claims: an answer may say that it is older than what it answers.
CLOCKS_DIFFER = timedelta(days=1)


def answered_by_others(comment: Comment) -> int:
    """How many known comments of other accounts stand below ``comment``, at any depth; one query."""
    around = Comment.objects.filter(channel=comment.channel_id, delivery=comment.delivery_id).exclude(pk=comment.pk)
    if comment.delivery_id is None:
        around = around.filter(municipality=comment.municipality_id, posted_at__gte=comment.posted_at - CLOCKS_DIFFER)
    newest = around.order_by("-posted_at", "-pk")
    known = list(newest.values_list("remote_id", "parent_remote_id", "author")[:MOST])
    below, found = {comment.remote_id}, 0
    while below:
        answers = [(remote_id, author) for remote_id, parent, author in known if parent in below]
        found += sum(author != comment.author_id for _remote_id, author in answers)
        known = [row for row in known if row[1] not in below]
        below = {remote_id for remote_id, _author in answers}
    return found
