# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The comments of a post, whom they can name, and what waits for somebody."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from accounts.models import Membership, Municipality, Role, User
from accounts.tenancy.permissions import may
from channels_mgmt.models import Post, PostComment, PostMention, PostPresence

COMMENT = "channels_mgmt.comment_on_post"


def comments_on(post: Post) -> QuerySet[PostComment]:
    """Oldest first, each with who wrote, settled and is named."""
    rows = post.comments.select_related("author", "resolved_by").prefetch_related("mentions__person")
    return rows.order_by("created_at", "pk")


def open_comments(post: Post) -> int:
    return post.comments.filter(resolved_at=None).count()


def people_to_name(post: Post, *, besides: User) -> list[User]:
    """Everybody of the town who may read the comments of ``post``, by name; external help only on its own post."""
    held = Membership.objects.current(localdate()).filter(municipality=post.municipality_id)
    inside = held.exclude(role=Role.EXTERNAL).values("user")
    people = User.objects.filter(pk__in=inside, is_active=True).exclude(pk=besides.pk)
    found = list(people.order_by("name", "email"))
    author = post.author
    if author.pk != besides.pk and author not in found and author.is_active and may(author, COMMENT, post):
        found.append(author)
    return found


def mentions_open(town: Municipality, person: User) -> QuerySet[PostMention]:
    """Where ``person`` is named in a comment that is not settled, and has not answered."""
    open_ones = PostMention.objects.filter(comment__post__municipality=town, person=person, answered_at=None)
    return open_ones.filter(comment__resolved_at=None)


def others_there(post: Post, *, besides: User, at: datetime) -> list[PostPresence]:
    """Who else has ``post`` open, by name."""
    there = post.presences.there(at).exclude(person=besides)  # type: ignore[attr-defined]  # the manager of the model
    return list(there.select_related("person").order_by("person__name", "pk"))
