# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts with the hour they are planned for, for lists beside the plan and for calendars outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Municipality
from channels_mgmt.models import Post
from channels_mgmt.queries.calendar import BY_HOUR, Status, status_from
from channels_mgmt.queries.filtering import marked_posts
from core.questions import question_planned_once

#: What is shown of a post, a row for each channel's name.
AROUND = (
    "pk",
    "title",
    "planned_at",
    "state",
    "has_deliveries",
    "needs_person",
    "is_by_hand",
    "targets__channel__name",
)


@dataclass(slots=True)
class PlannedPost:
    """A post with its hour, how it stands, and the names of its channels in the order in which they were chosen."""

    pk: int
    title: str
    planned_at: datetime
    status: Status
    channels: list[str] = field(default_factory=list)


@question_planned_once
def planned_around(
    town: Municipality, start: datetime, turn: datetime, end: datetime, *, limit: int
) -> QuerySet[Post, tuple[Any, ...]]:
    """``AROUND`` of the next ``limit`` posts from ``start`` to before ``turn``, and of as many from then to ``end``."""
    # The posts of all these days are few; asked for the keys alone, PostgreSQL would look at every post of the town.
    planned = Post.objects.filter(municipality=town, planned_at__gte=start, planned_at__lt=end)
    first, then = (part.order_by(*BY_HOUR).values("pk")[:limit] for part in _divided(planned, turn))
    wanted = marked_posts(planned).filter(Q(pk__in=first) | Q(pk__in=then))
    return wanted.order_by(*BY_HOUR, "targets__pk").values_list(*AROUND)


def _divided(posts: QuerySet[Post], turn: datetime) -> tuple[QuerySet[Post], QuerySet[Post]]:
    return posts.filter(planned_at__lt=turn), posts.filter(planned_at__gte=turn)


def planned_posts(
    town: Municipality, start: datetime, turn: datetime, end: datetime, *, limit: int
) -> list[PlannedPost]:
    """The next ``limit`` posts with an hour before ``turn``, and as many of those after it; one query."""
    return posts_of_rows(planned_around(town, start, turn, end, limit=limit))


def posts_of_rows(rows: Iterable[tuple[Any, ...]]) -> list[PlannedPost]:
    """Rows of ``AROUND`` as posts, in their order."""
    posts: dict[int, PlannedPost] = {}
    for pk, title, at, state, *marks, channel in rows:
        if pk not in posts:
            posts[pk] = PlannedPost(pk, title, at, status_from(state, *marks))
        if channel:
            posts[pk].channels.append(channel)
    return list(posts.values())
