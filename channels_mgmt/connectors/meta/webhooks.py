# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calls of Meta's networks: signed with the app's secret over the raw bytes, in batches, repeated for a day and a half.

The words in them are not used: a repeated or late one would say what is no longer true (docs/adr/0055).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from channels_mgmt.connectors.meta.graph import entry_in
from channels_mgmt.connectors.webhooks import Ring

_ID = re.compile(r"[0-9_]{1,100}", re.ASCII)


@dataclass(frozen=True, slots=True)
class MetaWebhook:
    """``secret_setting`` names the app's secret; ``read`` makes rings of one body."""

    read: Callable[[Mapping[str, Any]], Iterator[Ring]]
    secret_setting: str = "META_APP_SECRET"  # noqa: S105  a name

    def answer(self, given: Mapping[str, str]) -> str | None:
        token, challenge = str(given.get("hub.verify_token", "")), str(given.get("hub.challenge", ""))
        expected = settings.META_WEBHOOK_TOKEN
        is_ours = bool(expected) and hmac.compare_digest(token.encode(), expected.encode())
        if not is_ours or given.get("hub.mode") != "subscribe":
            return None
        return challenge if re.fullmatch(r"[0-9A-Za-z_.-]{1,200}", challenge, re.ASCII) else None

    def is_genuine(self, body: bytes, headers: Mapping[str, str]) -> bool:
        secret = getattr(settings, self.secret_setting)
        if not secret:
            return False
        expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        given = str(headers.get("X-Hub-Signature-256", ""))
        return hmac.compare_digest(given.encode(), expected.encode())

    def rings(self, told: Any) -> list[Ring]:
        found = self.read(told) if isinstance(told, dict) else iter(())
        return list(dict.fromkeys(ring for ring in found if _ID.fullmatch(ring.account_id)))


def changes_in(told: Mapping[str, Any], field: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Whose account it is, and what changed there in ``field``."""
    entries = told.get("entry")
    for entry in entries if isinstance(entries, list) else []:
        changes = entry_in(entry).get("changes")
        for change in changes if isinstance(changes, list) else []:
            if entry_in(change).get("field") == field:
                yield str(entry["id"]) if "id" in entry else "", entry_in(change.get("value"))


def number_in(value: Any) -> str:
    """An id as it stands in a call, empty for anything else."""
    text = str(value) if isinstance(value, str | int) else ""
    return text if _ID.fullmatch(text) else ""
