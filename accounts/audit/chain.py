# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The append-only, hash-chained record.

``record`` belongs in the same transaction as the change and is its last write: it holds the end
of the town's chain until the commit.
"""

from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django_scopes import scope

from accounts.models import AuditEntry, AuditHead, Municipality, User
from core.hashing import content_hash

SYSTEM_LABEL = "Dorflinde"
ADVANCE = """
    UPDATE accounts_audithead SET sequence = sequence + 1 WHERE municipality_id = %s
    RETURNING id, municipality_id, sequence, hash
"""


def record(actor: User | None, action: str, obj: Model, **details: Any) -> AuditEntry:
    """Append an entry. ``actor`` is ``None`` for what the software did by schedule.

    Raises ``RuntimeError`` outside a transaction: a record must never outlive its change.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() needs the transaction of the change it documents")
    municipality: Municipality = obj.municipality  # type: ignore[attr-defined]
    head = _take_head(municipality)
    entry = AuditEntry(
        municipality=municipality,
        sequence=head.sequence,
        at=timezone.now(),
        actor=actor,
        actor_label=(actor.name or actor.email)[:160] if actor else SYSTEM_LABEL,
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=str(obj)[:200],
        details=details,
        previous_hash=head.hash,
    )
    entry.hash = seal(entry)
    entry.save(force_insert=True)
    AuditHead._base_manager.filter(pk=head.pk).update(hash=entry.hash)
    return entry


def _take_head(municipality: Municipality) -> AuditHead:
    """Advance the chain's end by one; the UPDATE locks the row until the transaction ends."""
    head = _advanced_head(municipality)
    if head is None:
        AuditHead._base_manager.bulk_create([AuditHead(municipality=municipality)], ignore_conflicts=True)
        head = _advanced_head(municipality)
    assert head is not None  # noqa: S101  a head is never deleted
    return head


def _advanced_head(municipality: Municipality) -> AuditHead | None:
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [municipality.pk])
        found = cursor.fetchone()
    return AuditHead.from_db(connection.alias, ["id", "municipality_id", "sequence", "hash"], found) if found else None


def seal(entry: AuditEntry) -> str:
    """SHA-256 over the entry and the hash of its predecessor."""
    return content_hash(
        [
            entry.previous_hash,
            entry.municipality_id,
            entry.sequence,
            entry.at.isoformat(),
            entry.actor_id,
            entry.actor_label,
            entry.action,
            entry.object_type,
            entry.object_id,
            entry.object_label,
            entry.details,
        ]
    )


def first_break(municipality: Municipality) -> str | None:
    """Return ``None`` for an intact chain, else one sentence naming the first entry that does not fit."""
    with scope(municipality=municipality):
        previous, expected = "", 1
        for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
            if entry.sequence != expected:
                return f"entry {expected} is missing"
            if entry.previous_hash != previous or entry.hash != seal(entry):
                return f"entry {entry.sequence} ({entry.action}, {entry.at:%Y-%m-%d %H:%M}) was changed"
            previous, expected = entry.hash, expected + 1
        head = AuditHead.objects.filter(municipality=municipality).first()
    if head and (head.sequence != expected - 1 or head.hash != previous):
        return f"the last entries after {expected - 1} are missing"
    return None
