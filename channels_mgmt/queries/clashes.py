# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What else goes out at the same minute on the same channel."""

from __future__ import annotations

from datetime import datetime

from channels_mgmt.models import Post, PostTarget

SHOWN = 3


def posts_at_the_same_time(post: Post, wall: datetime) -> list[str]:
    """Titles of other open or planned posts for ``wall`` that share a channel with ``post``; at most ``SHOWN``."""
    channels = PostTarget.objects.filter(post=post).values("channel")
    others = Post.objects.filter(
        municipality=post.municipality_id,
        planned_day=wall.date(),
        planned_time=wall.time(),
        targets__channel__in=channels,
    )
    return list(others.exclude(pk=post.pk).order_by("pk").values_list("title", flat=True).distinct()[:SHOWN])
