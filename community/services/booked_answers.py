# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which posts on a platform are booked for an answer, a part of one or a notice already: one post is one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from channels_mgmt.models.outbox import Outgoing
from community.models import AnswerPart, Decision, NoticeMessage, PlatformAction
from core.hashing import content_hash

TABLES: tuple[Any, ...] = (PlatformAction, AnswerPart, NoticeMessage)


def answer_key(decision: Decision, remote_id: str) -> str:
    """One per post on the platform: the database books it for one row only."""
    return content_hash([decision.comment.channel_id, remote_id])


def booked_elsewhere(row: Outgoing, decision: Decision, remote_ids: Sequence[str]) -> set[str]:
    """Those of ``remote_ids`` that belong to other rows than ``row``."""
    keys = {answer_key(decision, remote_id): remote_id for remote_id in remote_ids}
    found: set[str] = set()
    for table in TABLES:
        others = table._base_manager.filter(answer_key__in=keys)
        if table is type(row):
            others = others.exclude(pk=row.pk)
        found |= {keys[key] for key in others.values_list("answer_key", flat=True)}
    return found
