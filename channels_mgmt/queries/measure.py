# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a text is on a channel, counted as its platform counts. No request, no connection."""

from __future__ import annotations

from channels_mgmt.connectors.bluesky import connector as bluesky
from channels_mgmt.connectors.contract import Limits
from channels_mgmt.connectors.counting import as_sent, graphemes, mastodon_length
from channels_mgmt.connectors.counting import comparable as comparable
from channels_mgmt.connectors.manual.connector import limits_by_hand
from channels_mgmt.connectors.mastodon import server as mastodon_server
from channels_mgmt.connectors.practice.connector import limits_like
from channels_mgmt.models import Channel
from core.platforms import Platform


def limits_of(channel: Channel) -> Limits:
    """What the server of ``channel`` told us it accepts, else the platform's defaults."""
    if channel.limits:
        return Limits.from_json(channel.limits)
    if channel.is_practice:
        return limits_like(Platform(channel.platform))
    if channel.is_by_hand:
        return limits_by_hand(channel.platform)
    return bluesky.DEFAULT_LIMITS if channel.connector == Channel.Connector.BLUESKY else mastodon_server.DEFAULT_LIMITS


def bytes_on(text: str) -> int:
    """How many bytes of UTF-8 the text takes when it is sent."""
    return len(as_sent(text).encode())


def length_on(channel: Channel, text: str) -> int:
    """How many of ``limits_of(channel).characters`` the text uses."""
    limits, text = limits_of(channel), as_sent(text)
    return mastodon_length(text, limits.link_length) if limits.link_length else graphemes(text)
