# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a text is on a channel, counted as its platform counts. No request, no connection."""

from __future__ import annotations

from channels_mgmt.connectors.contract import Limits
from channels_mgmt.connectors.counting import as_sent
from channels_mgmt.connectors.counting import comparable as comparable
from channels_mgmt.connectors.counting import links as links
from channels_mgmt.connectors.registry import practised_limits, profile_of
from channels_mgmt.models import Channel


def limits_of(channel: Channel) -> Limits:
    """What the server of ``channel`` told us it accepts, else the platform's defaults."""
    if channel.limits:
        return Limits.from_json(channel.limits, profile_of(channel.platform).limits.video)
    return practised_limits(channel.platform) if channel.is_practice else profile_of(channel.platform).limits


def bytes_on(text: str) -> int:
    """How many bytes of UTF-8 the text takes when it is sent."""
    return len(as_sent(text).encode())


def length_on(channel: Channel, text: str) -> int:
    """How many of ``limits_of(channel).characters`` the text uses."""
    return profile_of(channel.platform).length(as_sent(text), limits_of(channel))
