# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a part of an image is shown, and which parts a channel can show."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.domain.shapes import SHAPES
from channels_mgmt.models import Channel, MediaAsset, Post, PostMedia, PostTarget


def approved_with_parts_of(asset: MediaAsset) -> QuerySet[Post]:
    """Approved posts, not public yet, that show a part of ``asset`` on some channel."""
    shown = PostMedia.objects.filter(post=OuterRef("pk"), asset=asset)
    shaped = PostTarget.objects.filter(post=OuterRef("pk")).exclude(shape="")
    return Post.objects.filter(Exists(shown), Exists(shaped), state=Post.State.APPROVED).order_by("pk")


def shapes_on(channel: Channel) -> list[tuple[str, Any]]:
    """The shapes in which the channel's platform shows images, with what they are called."""
    return [(shape, SHAPES[shape]) for shape in profile_of(channel.platform).shapes]
