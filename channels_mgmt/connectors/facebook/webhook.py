# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments below posts of a page: field ``feed``, item ``comment``, whatever was done with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from channels_mgmt.connectors.meta.webhooks import MetaWebhook, changes_in, number_in
from channels_mgmt.connectors.webhooks import Ring


def _rings(told: Mapping[str, Any]) -> Iterator[Ring]:
    for page, value in changes_in(told, "feed"):
        if value.get("item") == "comment":
            yield Ring(page, number_in(value.get("post_id")))


WEBHOOK = MetaWebhook(_rings)
