# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments below media of a profile: field ``comments``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from channels_mgmt.connectors.meta.graph import entry_in
from channels_mgmt.connectors.meta.webhooks import MetaWebhook, changes_in, number_in
from channels_mgmt.connectors.webhooks import Ring


def _rings(told: Mapping[str, Any]) -> Iterator[Ring]:
    for profile, value in changes_in(told, "comments"):
        yield Ring(profile, number_in(entry_in(value.get("media")).get("id")))


WEBHOOK = MetaWebhook(_rings)
