# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checkpoints: what is known of entries that are gone, sealed in a chain of its own and signed (docs/adr/0045).

A seal alone would not do: whoever can write into the database computes hashes as well. The signature needs a key
that lies outside of it (``FIELD_ENCRYPTION_KEYS``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import AuditCheckpoint, Municipality
from core.encryption import is_signed, sign
from core.hashing import content_hash

if TYPE_CHECKING:
    from django.db.models import QuerySet

PURPOSE = "audit-checkpoint"


def checkpoints_of(town: Municipality) -> QuerySet[AuditCheckpoint]:
    return AuditCheckpoint.objects.filter(municipality=town).order_by("number")


def newest_checkpoint(town: Municipality) -> AuditCheckpoint | None:
    return checkpoints_of(town).last()


def seal_checkpoint(checkpoint: AuditCheckpoint) -> str:
    """SHA-256 over everything the checkpoint says, and the hash of the one before it."""
    return content_hash(
        [
            checkpoint.previous_hash,
            checkpoint.municipality_id,
            checkpoint.number,
            checkpoint.last_sequence,
            checkpoint.last_hash,
            checkpoint.removed,
            checkpoint.first_at.isoformat() if checkpoint.first_at else None,
            checkpoint.last_at.isoformat() if checkpoint.last_at else None,
            checkpoint.years,
            checkpoint.kept,
            checkpoint.created_at.isoformat(),
        ]
    )


def signature_of(checkpoint: AuditCheckpoint) -> str:
    return sign(checkpoint.hash, purpose=PURPOSE)


def has_valid_signature(checkpoint: AuditCheckpoint) -> bool:
    """Whether a key of this installation signed what the checkpoint says now."""
    return is_signed(seal_checkpoint(checkpoint), checkpoint.signature, purpose=PURPOSE)


def checkpoint_break(checkpoints: list[AuditCheckpoint]) -> str | None:
    """``None`` for checkpoints that fit together, else one sentence about the first that does not."""
    previous, reached = "", 0
    for expected, checkpoint in enumerate(checkpoints, start=1):
        if checkpoint.number != expected:
            return f"checkpoint {expected} is missing"
        if checkpoint.hash != seal_checkpoint(checkpoint) or checkpoint.previous_hash != previous:
            return f"checkpoint {expected} was changed"
        if not has_valid_signature(checkpoint):
            return f"checkpoint {expected} is not signed with a key of this installation"
        if checkpoint.last_sequence < reached:
            return f"checkpoint {expected} lies before the one it follows"
        previous, reached = checkpoint.hash, checkpoint.last_sequence
    return None


def renew_signatures(town: Municipality) -> int:
    """Sign with the newest key what an older one has signed, so that the old key can go one day. Returns how many."""
    renewed = 0
    for checkpoint in checkpoints_of(town):
        newest = signature_of(checkpoint)
        if checkpoint.signature != newest and has_valid_signature(checkpoint):
            rows = AuditCheckpoint.objects.filter(pk=checkpoint.pk, signature=checkpoint.signature)
            renewed += rows.update(signature=newest)
    return renewed
