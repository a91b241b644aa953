# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments under one post, on all its channels."""

from django.db.models import Count, Q, QuerySet

from channels_mgmt.models import Post
from community.models import Comment, Decision
from community.queries.posts import STILL_OPEN
from core.sight import sight


@sight(True)  # figures only
def counts_under(post: Post) -> dict[str, int]:
    """``all`` comments, those ``open``, ``forwarded``, ``answered`` by the town and ``hidden``; one query."""
    answered = Q(decisions__kind=Decision.Kind.REPLY, decisions__undone_at=None) & (
        Q(decisions__needs_release=False) | Q(decisions__released_at__isnull=False)
    )
    counts: dict[str, int] = (
        Comment.objects.filter(delivery__post=post)
        .counted()
        .aggregate(
            all=Count("pk", distinct=True),
            open=Count("pk", distinct=True, filter=Q(state__in=STILL_OPEN)),
            forwarded=Count("pk", distinct=True, filter=Q(state=Comment.State.WITH_DEPARTMENT)),
            answered=Count("pk", distinct=True, filter=answered),
            hidden=Count("pk", distinct=True, filter=Q(is_hidden=True)),
        )
    )
    return counts


def newest_under(post: Post, limit: int) -> QuerySet[Comment]:
    """The newest comments with their authors; those that wait first."""
    comments = Comment.objects.filter(delivery__post=post).select_related("author")
    return comments.annotate(is_waiting=Q(state__in=Comment.OPEN_STATES)).order_by("-is_waiting", "-posted_at", "-pk")[
        :limit
    ]
