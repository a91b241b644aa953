# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts with what became of the comments below them: answered, forwarded, still open."""

from __future__ import annotations

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Municipality
from channels_mgmt.models import Post
from community.models import Comment, Decision
from core.sight import sight

#: Nobody scrolls back further; older posts are found by the plan.
NEWEST = 500
STILL_OPEN = [Comment.State.NEW, Comment.State.CLAIMED]


def answered_by_us() -> Exists:
    """Comments with an answer that stands; one that waits for a second person is none yet."""
    return Exists(Decision.objects.filter(comment=OuterRef("pk"), kind=Decision.Kind.REPLY).taken())


def title_of_post(town: Municipality, pk: int) -> str:
    """How the town calls the post; empty when it has none of this number."""
    found = Post.objects.filter(municipality=town, pk=pk).first()
    return found.title if found else ""


@sight(True)  # figures only
def posts_with_comments(town: Municipality) -> QuerySet[Post]:
    """The newest posts with comments, each with ``all``, ``open``, ``forwarded`` and ``answered``; the owed first."""
    below = Comment.objects.filter(delivery__post=OuterRef("pk")).counted().order_by().values("delivery__post")

    def count(**narrowed: object) -> Coalesce:
        return Coalesce(
            Subquery(below.filter(**narrowed).annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
        )

    newest = Comment.objects.filter(municipality=town, delivery__isnull=False).order_by("-posted_at")
    numbers = newest.values_list("delivery__post", flat=True)[:NEWEST]
    posts = Post.objects.filter(municipality=town, pk__in=set(numbers)).annotate(
        n_all=count(),
        n_open=count(state__in=STILL_OPEN),
        n_forwarded=count(state=Comment.State.WITH_DEPARTMENT),
        n_answered=Coalesce(
            Subquery(
                below.alias(is_answered=answered_by_us()).filter(is_answered=True).annotate(n=Count("pk")).values("n"),
                output_field=IntegerField(),
            ),
            0,
        ),
    )
    return posts.order_by(F("n_open").desc(), F("n_forwarded").desc(), "-pk")
