# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letting go of entries whose time is over. The only way by which an entry leaves the trail (docs/adr/0045).

Only the oldest part of a chain goes, and a signed checkpoint takes its place in the same transaction: the chain goes
on from there and can be verified. What is about to go is verified first, so that nobody's forgery is signed away.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django_scopes import scope, scopes_disabled

from accounts.audit.chain import fits, record
from accounts.audit.checkpoints import (
    checkpoint_break,
    checkpoints_of,
    newest_checkpoint,
    renew_signatures,
    seal_checkpoint,
    signature_of,
)
from accounts.audit.keeping import KEEPERS, entries_kept
from accounts.models import AuditCheckpoint, AuditEntry, AuditHead, Municipality, audit_years_of, years_ended
from core.errors import AlreadyChanged
from core.states import hold

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

#: Entries of one town that one ring of the bell looks at; the next ring goes on where this one ended.
AT_ONCE = 2000


class BrokenTrail(Exception):
    """The part that would go is not what was written: nothing is let go of until somebody has looked."""


@dataclass(frozen=True, slots=True)
class TrailOutlook:
    """The dry run: how many entries would go now, and how many past their time stay, by reason."""

    years: int
    before: datetime
    entries: int
    kept: list[tuple[str, int]]


def trail_outlook(town: Municipality, at: datetime) -> TrailOutlook:
    """What the runs would do now, until nothing is left to do; nothing is changed."""
    years = audit_years_of(town)
    before = years_ended(town, at, years)
    past = entries_past_their_time(town, before)
    kept, counted = [], past
    for keeper in KEEPERS.values():
        condition = keeper.entries(town)
        kept.append((keeper.label, counted.filter(condition).count()))
        counted = counted.exclude(condition)
    return TrailOutlook(years, before, counted.count(), [(label, number) for label, number in kept if number])


def entries_past_their_time(town: Municipality, before: datetime) -> QuerySet[AuditEntry]:
    """Entries older than the period that lie before the first one that is not."""
    entries = AuditEntry.objects.filter(municipality=town)
    young = entries.filter(at__gte=before).order_by("sequence").values_list("sequence", flat=True).first()
    return entries.filter(at__lt=before) if young is None else entries.filter(sequence__lt=young)


def prune_trail(town: Municipality, at: datetime, *, at_most: int = AT_ONCE) -> AuditCheckpoint | None:
    """Let go of up to ``at_most`` of the oldest entries of ``town`` whose time is over, and leave a checkpoint.

    Returns ``None`` where nothing is due. Raises ``BrokenTrail`` when the entries or the checkpoints were tampered
    with. Needs the town in scope.
    """
    years = audit_years_of(town)
    before = years_ended(town, at, years)
    past = entries_past_their_time(town, before)
    if not past.exclude(entries_kept(town)).exists():
        return None
    with transaction.atomic():
        # Whoever appends, and whoever else prunes, waits here until the commit and reads what was done.
        hold(AuditHead.objects.get(municipality=town))
        return _prune(town, at, years=years, before=before, at_most=at_most)


def prune_trails(at: datetime) -> None:
    """Do so town by town, and sign checkpoints anew after a change of keys. One broken trail holds up no other."""
    with scopes_disabled():
        towns = list(Municipality.objects.order_by("pk"))
    for town in towns:
        with scope(municipality=town):
            try:
                renew_signatures(town)
                prune_trail(town, at)
            except (AlreadyChanged, BrokenTrail) as problem:
                logger.warning("audit trail of %s: nothing was removed: %s", town.slug, problem)


def _prune(town: Municipality, at: datetime, *, years: int, before: datetime, at_most: int) -> AuditCheckpoint | None:
    newest = _verified_checkpoint(town)
    reached, reached_hash = (newest.last_sequence, newest.last_hash) if newest else (0, "")
    following = AuditEntry.objects.filter(municipality=town, sequence__gt=reached).order_by("sequence")[:at_most]
    old = list(takewhile(lambda entry: entry.at < before, following))
    _verify(old, reached, reached_hash)
    earlier = _kept_so_far(town, newest)
    end = old[-1] if old else None
    until = AuditEntry.objects.filter(municipality=town, sequence__lte=end.sequence if end else reached)
    # A longer period keeps once more what stayed for a reason that has ended.
    staying = set(until.filter(entries_kept(town) | Q(at__gte=before)).values_list("pk", flat=True))
    going = [entry for entry in (*earlier, *old) if entry.pk not in staying]
    if not (old or going):
        return None
    gone, _by_model = until.exclude(pk__in=staying).delete()
    if gone != len(going):
        raise AlreadyChanged(f"{gone} entries would go instead of {len(going)}")
    checkpoint = AuditCheckpoint(
        municipality=town,
        number=newest.number + 1 if newest else 1,
        last_sequence=end.sequence if end else reached,
        last_hash=end.hash if end else reached_hash,
        removed=len(going),
        first_at=min((entry.at for entry in going), default=None),
        last_at=max((entry.at for entry in going), default=None),
        years=years,
        kept=[[entry.sequence, entry.hash] for entry in (*earlier, *old) if entry.pk in staying],
        created_at=at.astimezone(UTC),
        previous_hash=newest.hash if newest else "",
    )
    checkpoint.hash = seal_checkpoint(checkpoint)
    checkpoint.signature = signature_of(checkpoint)
    checkpoint.save()
    record(None, "accounts.trail_pruned", checkpoint, removed=len(going), kept=len(staying), years=years)
    return checkpoint


def _verified_checkpoint(town: Municipality) -> AuditCheckpoint | None:
    if problem := checkpoint_break(list(checkpoints_of(town))):
        raise BrokenTrail(problem)
    return newest_checkpoint(town)


def _verify(old: list[AuditEntry], reached: int, reached_hash: str) -> None:
    previous = reached_hash
    for expected, entry in enumerate(old, start=reached + 1):
        if entry.sequence != expected or not fits(entry, previous):
            raise BrokenTrail(f"entry {expected} was changed or is missing")
        previous = entry.hash


def _kept_so_far(town: Municipality, newest: AuditCheckpoint | None) -> list[AuditEntry]:
    """Entries before the newest checkpoint that stayed for a reason, as the checkpoint names them."""
    if newest is None:
        return []
    found = list(AuditEntry.objects.filter(municipality=town, sequence__lte=newest.last_sequence).order_by("sequence"))
    if [[entry.sequence, entry.hash] for entry in found] != newest.kept:
        raise BrokenTrail(f"checkpoint {newest.number} names other entries than are there")
    if changed := next((entry for entry in found if not fits(entry, entry.previous_hash)), None):
        raise BrokenTrail(f"entry {changed.sequence} was changed")
    return found
