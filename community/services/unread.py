# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entries of a platform of which no comment could be made: kept once each, until somebody has looked."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.pages import UnreadableEntry
from channels_mgmt.models import Channel
from community.models import UnreadEntry
from core.hashing import content_hash
from core.states import compare_and_set

logger = logging.getLogger(__name__)


def set_aside(channel: Channel, entries: Sequence[UnreadableEntry]) -> None:
    """Keep ``entries`` for a person; the same one comes only once. A flood of them is cut off, and logged."""
    if not entries:
        return
    room = UnreadEntry.AT_MOST - UnreadEntry._base_manager.filter(channel=channel, settled_at=None).count()
    if room < len(entries):
        logger.warning("channel %s sends more unreadable entries than are kept", channel.pk)
    rows = [
        UnreadEntry(channel=channel, reason=e.reason[:300], content=_bounded(e.content), sha256=content_hash(e.content))
        for e in entries[: max(room, 0)]
    ]
    UnreadEntry._base_manager.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def settle_unread_entry(entry: UnreadEntry, *, actor: User) -> None:
    """Note that ``actor`` has looked at ``entry``. Raises ``AlreadyChanged`` when somebody else has."""
    require(actor, "community.settle_unread_entry", entry)
    compare_and_set(entry, expected={"settled_at": None}, settled_at=now(), settled_by=actor)
    record(actor, "community.unread_entry_settled", entry)


def _bounded(content: Any) -> Any:
    text = json.dumps(content, ensure_ascii=False)
    return content if len(text) <= UnreadEntry.LONGEST else {"beginning": text[: UnreadEntry.LONGEST]}
