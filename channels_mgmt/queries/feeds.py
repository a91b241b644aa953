# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What of the plan goes into people's own calendars. A constant number of queries, however much is planned."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.models import Municipality, User
from channels_mgmt.models import ApprovalRequest, ElectionWindow, Post
from channels_mgmt.queries.calendar import BY_HOUR
from channels_mgmt.queries.filtering import marked_posts
from channels_mgmt.queries.planned import AROUND, PlannedPost, posts_of_rows
from channels_mgmt.queries.posts import posts_awaiting

#: What a calendar shows: long enough to look back, and as far as anybody plans.
BACK, AHEAD = timedelta(days=60), timedelta(days=400)
#: What programs still read quickly; of more, the earliest.
MOST_POSTS = 2000


def posts_of_plan(town: Municipality, start: datetime, end: datetime) -> list[PlannedPost]:
    """Posts planned from ``start`` to before ``end``, by their hour; one query."""
    return _planned(Post.objects.filter(municipality=town), start, end)


def own_posts(person: User, town: Municipality, start: datetime, end: datetime) -> list[PlannedPost]:
    """Of these, what ``person`` has written or approved."""
    return _planned(Post.objects.filter(Q(author=person) | Q(approved_by=person), municipality=town), start, end)


def _planned(posts: QuerySet[Post], start: datetime, end: datetime) -> list[PlannedPost]:
    wanted = posts.filter(planned_at__gte=start, planned_at__lt=end).order_by(*BY_HOUR).values("pk")[:MOST_POSTS]
    marked = marked_posts(Post.objects.filter(pk__in=wanted))
    return posts_of_rows(marked.order_by(*BY_HOUR, "targets__pk").values_list(*AROUND))


def approvals_due(person: User, town: Municipality) -> QuerySet[ApprovalRequest]:
    """Requests for posts that ``person`` may approve, with the post, by their end."""
    standing = ApprovalRequest.objects.filter(municipality=town).standing()
    return (
        standing.filter(post__in=posts_awaiting(person, town).order_by())
        .select_related("post")
        .order_by("due_at", "pk")
    )


def windows_of(town: Municipality, start: datetime, end: datetime) -> QuerySet[ElectionWindow]:
    """Election windows of which a part lies between, by their beginning."""
    windows = ElectionWindow.objects.filter(municipality=town, ends_at__gt=start, begins_at__lt=end)
    return windows.order_by("begins_at", "pk")
