# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a signed version takes effect: planned beforehand, in force to the second, booked afterwards.

Which version is in force is answered by ``queries.published_netiquette`` from the planned instant alone;
``switch_due_version`` only lets the rows say the same (docs/adr/0015).
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, IllegalTransition, Refused
from core.localtime import to_instant
from core.states import change_state, compare_and_set, hold
from netiquette.models import Netiquette
from netiquette.services.writing import copy_of

State = Netiquette.State


@transaction.atomic
def plan_publication(netiquette: Netiquette, *, actor: User, wall: datetime | None, seen: datetime | None) -> None:
    """Let an open version take effect at the town's local time ``wall``; ``None``: with the signature.

    ``seen`` is the plan the caller had in sight. The plan is part of what is signed, so a plan that changes
    under the signatory's eyes makes the signature fail. Raises ``Refused`` for the past and for a local time
    that does not exist, ``AlreadyChanged`` when somebody was faster.
    """
    require(actor, "netiquette.plan_netiquette", netiquette)
    if not netiquette.is_open:
        raise IllegalTransition(_("This version is signed. Its plan can only be withdrawn."))
    planned_for = to_instant(wall, netiquette.municipality.timezone) if wall else None
    if planned_for and planned_for <= timezone.now():
        raise Refused(_("This time has passed. Please choose a later one, or leave the field empty."))
    compare_and_set(
        netiquette, expected={"state": netiquette.state, **_equals("planned_for", seen)}, planned_for=planned_for
    )
    record(actor, "netiquette.planned", netiquette, planned_for=planned_for.isoformat() if planned_for else None)


def hold_versions(town: Municipality) -> datetime:
    """Let no version of ``town`` take effect or be withdrawn until the commit; returns an instant after that holds.

    What is found in force at this instant, is in force at it for ever: whoever signs, withdraws or cites a
    clause asks the clock only while holding the rows. Newer rows come first, as everywhere.
    """
    while True:
        held = Netiquette.objects.filter(municipality=town, state__in=[State.SCHEDULED, State.PUBLISHED])
        try:
            for version in held.order_by("-version"):
                hold(version, state=version.state)
        except AlreadyChanged:
            continue  # waited for somebody who has just replaced it: look again
        return timezone.now()


def sign_and_publish(netiquette: Netiquette, *, actor: User, now: datetime, **signature: Any) -> None:
    """Put a version in force or schedule it, as planned; within the signing transaction, its row held.

    Raises ``Refused`` while another signed version waits for its instant: it would replace this one later.
    """
    waiting = Netiquette.objects.filter(municipality=netiquette.municipality_id, state=State.SCHEDULED).first()
    if waiting is not None and not (waiting.is_due(now) and _switch(waiting)):
        raise Refused(
            _("Version %(version)s is signed already and waits for its day. Please withdraw it first.")
            % {"version": waiting.version}
        )
    if netiquette.planned_for and netiquette.planned_for > now:
        change_state(netiquette, State.SCHEDULED, **signature)
    else:
        _put_in_force(netiquette, at=now, actor=actor, **signature)


def switch_due_version(netiquette: Netiquette) -> bool:
    """Book that a planned version has taken effect and the old one has not since the same instant.

    Harmless if run twice, late, or by several workers: only the first one finds the row scheduled. Returns
    whether it was this call. A version whose text no longer fits its signature stays where it is.
    """
    try:
        with transaction.atomic():
            return _switch(netiquette)
    except AlreadyChanged:
        return False


def _switch(netiquette: Netiquette) -> bool:
    # Everybody who switches or signs holds the newer version's row first, then the older one's.
    hold(netiquette, state=State.SCHEDULED)
    fresh = Netiquette.objects.get(pk=netiquette.pk)
    if not (fresh.is_due() and fresh.planned_for and fresh.is_signature_valid):
        return False
    _put_in_force(fresh, at=fresh.planned_for, actor=None)
    record(None, "netiquette.took_effect", fresh, planned_for=fresh.planned_for.isoformat())
    return True


def _put_in_force(netiquette: Netiquette, *, at: datetime, actor: User | None, **changes: Any) -> None:
    for old in Netiquette.objects.filter(municipality=netiquette.municipality_id, state=State.PUBLISHED):
        change_state(old, State.RETIRED, retired_at=at)
        record(actor, "netiquette.retired", old, replaced_by=netiquette.version)
    change_state(netiquette, State.PUBLISHED, published_at=at, **changes)


@transaction.atomic
def withdraw_netiquette(netiquette: Netiquette, *, actor: User, reason: str) -> None:
    """Let a signed version never take effect. Its text goes on as a draft, unless one is open already.

    The signed version stays as it was signed. Raises ``Refused`` without a reason, and when the instant has
    come: what is in force is replaced by a new version.
    """
    require(actor, "netiquette.withdraw_netiquette", netiquette)
    if not reason.strip():
        raise Refused(_("Please say why it is withdrawn."))
    now = hold_versions(netiquette.municipality)
    if netiquette.is_due(now) and netiquette.is_signature_valid:
        raise Refused(_("This version is in force already. Please start a new version instead."))
    in_time = {"planned_for__gt": now} if netiquette.is_signature_valid else {}
    returned = {"returned_by": actor, "returned_at": now, "return_reason": reason.strip()}
    change_state(netiquette, State.WITHDRAWN, only_if=in_time, **returned)
    if not _has_open_version(netiquette.municipality):
        try:
            with transaction.atomic():
                copy_of(netiquette, author=netiquette.author, **returned)
        except IntegrityError:
            pass  # somebody started a version at this moment; theirs is the open one
    record(actor, "netiquette.withdrawn", netiquette, reason=reason.strip())


def _has_open_version(town: Municipality) -> bool:
    return Netiquette.objects.filter(municipality=town, state__in=[State.DRAFT, State.SUBMITTED]).exists()


def _equals(name: str, value: Any) -> dict[str, Any]:
    return {f"{name}__isnull": True} if value is None else {name: value}
