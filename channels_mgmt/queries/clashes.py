# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What else goes out at the same minute on the same channel."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from accounts.models import Municipality
from channels_mgmt.models import Post, PostTarget
from core.localtime import to_instant
from core.questions import question_planned_once

SHOWN = 3


def posts_at_the_same_time(post: Post, wall: datetime) -> list[str]:
    """Titles of other open or planned posts for ``wall`` that share a channel with ``post``; at most ``SHOWN``."""
    town = post.municipality
    return [title for title, _key in _planned_for(town, post.pk, wall.date(), to_instant(wall, town.timezone))]


@question_planned_once
def _planned_for(town: Municipality, post: int, day: date, at: datetime) -> QuerySet[Post, tuple[str, int]]:
    channels = PostTarget.objects.filter(post=post).values("channel")
    others = Post.objects.filter(municipality=town, planned_day=day, planned_at=at, targets__channel__in=channels)
    return others.exclude(pk=post).order_by("pk").values_list("title", "pk").distinct()[:SHOWN]
