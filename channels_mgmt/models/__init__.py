# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Channels, posts and their deliveries, by subject."""

from channels_mgmt.models.channels import Channel, ChannelCheck, Credential
from channels_mgmt.models.posts import Delivery, MediaAsset, Post, PostMedia, PostTarget

__all__ = [
    "Channel",
    "ChannelCheck",
    "Credential",
    "Delivery",
    "MediaAsset",
    "Post",
    "PostMedia",
    "PostTarget",
]
