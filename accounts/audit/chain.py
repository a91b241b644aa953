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

from accounts.audit.checkpoints import checkpoint_break, checkpoints_of, newest_checkpoint
from accounts.models import AuditEntry, AuditHead, Municipality, User
from core.hashing import content_hash
from core.statements import cursor_of, insert_row, update_row

SYSTEM_LABEL = "Dorflinde"
#: As often is a chain read that others go on writing before a break is believed.
READINGS = 5
ADVANCE = """
    UPDATE accounts_audithead SET sequence = sequence + 1 WHERE municipality_id = %s
    RETURNING id, municipality_id, sequence, hash
"""


def record(actor: User | None, action: str, obj: Model, **details: Any) -> AuditEntry:
    """Append an entry. ``actor`` is ``None`` for what the software did by schedule.

    The object is named by its ``audit_label`` where it has one: rows that hold a citizen's name or words say neither.
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
        object_label=str(getattr(obj, "audit_label", obj))[:200],
        details=details,
        previous_hash=head.hash,
    )
    entry.hash = seal(entry)
    insert_row(entry)
    update_row(head, own={}, related={}, changes={"hash": entry.hash})
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
    with cursor_of(connection) as cursor:
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


def fits(entry: AuditEntry, previous_hash: str) -> bool:
    """Whether the entry says what was sealed, and follows the one with ``previous_hash``."""
    return entry.previous_hash == previous_hash and entry.hash == seal(entry)


def first_break(municipality: Municipality) -> str | None:
    """Return ``None`` for an intact chain, else one sentence naming the first checkpoint or entry that does not fit.

    A chain whose oldest entries are gone begins at its newest checkpoint. What is written meanwhile is no break.
    """
    with scope(municipality=municipality):
        for _reading in range(READINGS):
            ends = _ends(municipality)
            problem = _first_break(municipality)
            if problem is None or _ends(municipality) == ends:
                break
    return problem


def _ends(municipality: Municipality) -> tuple[str, str]:
    head = AuditHead.objects.filter(municipality=municipality).first()
    newest = newest_checkpoint(municipality)
    return head.hash if head else "", newest.hash if newest else ""


def _first_break(municipality: Municipality) -> str | None:
    checkpoints = list(checkpoints_of(municipality))
    if problem := checkpoint_break(checkpoints):
        return problem
    newest = checkpoints[-1] if checkpoints else None
    previous, expected = (newest.last_hash, newest.last_sequence + 1) if newest else ("", 1)
    kept = dict(newest.kept) if newest else {}
    for entry in AuditEntry.objects.filter(municipality=municipality).order_by("sequence").iterator(chunk_size=2000):
        if newest and entry.sequence <= newest.last_sequence:
            if entry.sequence not in kept:
                return f"entry {entry.sequence} is there although checkpoint {newest.number} says it is gone"
            if kept.pop(entry.sequence) != entry.hash or entry.hash != seal(entry):
                return _changed(entry)
            continue
        if entry.sequence != expected:
            return f"entry {expected} is missing"
        if not fits(entry, previous):
            return _changed(entry)
        previous, expected = entry.hash, expected + 1
    if kept:
        return f"entry {min(kept)} is missing"
    head = AuditHead.objects.filter(municipality=municipality).first()
    if (head or newest) and (head is None or head.sequence != expected - 1 or head.hash != previous):
        return f"the last entries after {expected - 1} are missing"
    return None


def _changed(entry: AuditEntry) -> str:
    return f"entry {entry.sequence} ({entry.action}, {entry.at:%Y-%m-%d %H:%M}) was changed"
