# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Connectors to platforms. ``build`` is the only way to get one; ``base`` says what they promise."""

from channels_mgmt.connectors.bluesky.connector import Bluesky
from channels_mgmt.connectors.contract import Account, Connector
from channels_mgmt.connectors.manual.connector import Manual
from channels_mgmt.connectors.mastodon.connector import Mastodon
from channels_mgmt.connectors.practice.connector import Practice

CONNECTORS: dict[str, type[Connector]] = {
    Mastodon.kind: Mastodon,
    Bluesky.kind: Bluesky,
    Practice.kind: Practice,
    Manual.kind: Manual,
}

__all__ = ["CONNECTORS", "build"]


def build(account: Account, kind: str) -> Connector:
    """The connector of ``kind`` (``Channel.Connector``) for ``account``; ``KeyError`` for any other."""
    return CONNECTORS[kind](account)  # type: ignore[call-arg]  # a protocol names no constructor
