# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a post says at this moment, and its kept versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from channels_mgmt.models import Channel, MediaAsset, Post, PostVersion

Said = dict[str, Any]


def said_by(post: Post) -> Said:
    """What people write in the composer that goes out or decides who approves; equal words give an equal value."""
    targets = list(post.targets.order_by("channel_id").values_list("channel_id", "text", "shape"))
    media = post.media.order_by("position")
    images = list(media.values_list("asset_id", "alt_text", "asset__focus_x", "asset__focus_y"))
    return {
        "title": post.title,
        "text": post.text,
        "risk": post.risk,
        "citizen_benefit": post.citizen_benefit,
        "alternative_url": post.alternative_url,
        "ai_use": post.ai_use,
        "targets": [list(row[:2]) for row in targets],
        "images": [list(row[:2]) for row in images],
        **shown_parts({key: shape for key, _text, shape in targets}, [(row[0], *row[2:]) for row in images]),
    }


def shown_parts(shapes: Mapping[int, str], focuses: Iterable[tuple[int, int, int]]) -> Said:
    """Which part of its images each channel shows, and what has to stay in sight; nothing where all are shown whole."""
    focus = [list(each) for each in focuses]
    chosen = [[channel, shape] for channel, shape in sorted(shapes.items()) if shape]
    return {"shapes": chosen, "focus": focus} if chosen and focus else {}


def versions_of(post: Post) -> QuerySet[PostVersion]:
    """Newest first, each with who saved it."""
    return post.versions.select_related("saved_by").order_by("-number")


def names_in(post: Post, said: Iterable[Said]) -> tuple[dict[int, str], dict[int, str]]:
    """The names of channels and of images that are spoken of; two queries."""
    said = list(said)
    channels = {key for one in said for key, _own in one["targets"]}
    images = {key for one in said for key, _alt in one["images"]}
    town = post.municipality_id
    named = Channel.objects.filter(municipality=town, pk__in=channels).values_list("pk", "name")
    shown = MediaAsset.objects.filter(municipality=town, pk__in=images).values_list("pk", "original_name")
    return dict(named), dict(shown)
