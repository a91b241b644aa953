# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the dialogue says on the page of a published post."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tenancy.permissions import may
from channels_mgmt.models import Post
from channels_mgmt.queries.echo import Echo, EchoLine
from community.models import Comment
from community.queries.echo import counts_under, newest_under

SHOWN = 5


def echo_of(post: Post, reader: User) -> Echo:
    """Counts for whoever sees the plan, citizens' words for whoever may read the dialogue. At most two queries."""
    counts = counts_under(post)
    told = [
        (_("Comments"), counts["all"]),
        (_("Still open"), counts["open"]),
        (_("With departments"), counts["forwarded"]),
        (_("Answered by us"), counts["answered"]),
        (_("Hidden"), counts["hidden"]),
    ]
    if not may(reader, "community.view_queue", post.municipality):
        return Echo(told)
    slug = post.municipality.slug
    lines = [_line(comment, slug) for comment in newest_under(post, SHOWN)] if counts["all"] else []
    return Echo(told, lines, reverse("dialog:queue", args=[slug]))


def _line(comment: Comment, slug: str) -> EchoLine:
    return EchoLine(
        author=str(comment.author),
        text=comment.text,
        standing=comment.get_state_display(),
        level="success" if comment.is_decided else "warning",
        url=reverse("dialog:comment", args=[slug, comment.pk]),
    )
