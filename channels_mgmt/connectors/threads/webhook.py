# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Replies below posts of an account, from Meta's documentation only (as of 2026-08): topic ``moderate``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from channels_mgmt.connectors.meta.graph import entry_in
from channels_mgmt.connectors.meta.webhooks import MetaWebhook, number_in
from channels_mgmt.connectors.webhooks import Ring


def _rings(told: Mapping[str, Any]) -> Iterator[Ring]:
    values = told.get("values")
    for entry in values if isinstance(values, list) else [values]:
        if entry_in(entry).get("field") == "replies":
            root = entry_in(entry_in(entry_in(entry).get("value")).get("root_post"))
            yield Ring(number_in(root.get("owner_id")), number_in(root.get("id")))


WEBHOOK = MetaWebhook(_rings, "THREADS_APP_SECRET")
