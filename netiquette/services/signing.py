# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Submitting, signing and returning a netiquette (D20)."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.permissions import require
from accounts.services import confirm_identity
from core.errors import AlreadyChanged, IllegalTransition, Refused
from core.states import change_state, compare_and_set
from netiquette.checks import missing_parts
from netiquette.models import Netiquette

State = Netiquette.State


@transaction.atomic
def submit_netiquette(netiquette: Netiquette, *, actor: User) -> None:
    """Hand a complete draft to the head of the authority. ``Refused.gaps`` lists what is missing."""
    require(actor, "netiquette.submit_netiquette", netiquette)
    if netiquette.state == State.DRAFT:  # hold the row, so that what is checked is what is submitted
        compare_and_set(netiquette, expected={"state": State.DRAFT}, state=State.DRAFT)
    fresh = Netiquette.objects.get(pk=netiquette.pk)
    gaps = missing_parts(fresh, fresh.clauses.order_by("number"))
    if gaps:
        raise Refused(_("The netiquette cannot be submitted yet."), gaps)
    change_state(
        netiquette,
        State.SUBMITTED,
        submitted_by=actor,
        submitted_at=timezone.now(),
        returned_by=None,
        returned_at=None,
        return_reason="",
    )
    record(actor, "netiquette.submitted", netiquette, hash=fresh.current_hash())


def sign_netiquette(
    netiquette: Netiquette, *, actor: User, password: str, code: str = "", statement: str = "", seen_hash: str = ""
) -> None:
    """Publish a submitted netiquette and retire the one it replaces.

    The signatory has not written in it, confirms the identity again, and signs exactly the text with
    ``seen_hash`` (the text as it reads now, when left out). Two signatures at the same moment leave one.
    """
    require(actor, "netiquette.sign_netiquette", netiquette)
    if netiquette.state != State.SUBMITTED:
        raise IllegalTransition(_("This version does not wait for a signature."))
    confirm_identity(actor, password, code)
    try:
        with transaction.atomic():
            # From here to the commit nobody can write in this version: they wait for its row.
            compare_and_set(netiquette, expected={"state": State.SUBMITTED}, state=State.SUBMITTED)
            fresh = Netiquette.objects.get(pk=netiquette.pk)
            signed_hash = fresh.current_hash()
            if seen_hash and seen_hash != signed_hash:
                raise AlreadyChanged(_("The text has changed since you opened this page. Please read it again."))
            now = timezone.now()
            for old in Netiquette.objects.filter(municipality=fresh.municipality_id, state=State.PUBLISHED):
                change_state(old, State.RETIRED, retired_at=now)
                record(actor, "netiquette.retired", old, replaced_by=fresh.version)
            change_state(
                fresh,
                State.PUBLISHED,
                signed_by=actor,
                signed_at=now,
                signed_hash=signed_hash,
                statement=statement.strip(),
                published_at=now,
            )
            record(actor, "netiquette.signed", fresh, hash=signed_hash, statement=statement.strip())
    except IntegrityError as error:
        raise AlreadyChanged(_("Another version was signed at the same moment. Please look at it first.")) from error
    netiquette.refresh_from_db()


@transaction.atomic
def return_netiquette(netiquette: Netiquette, *, actor: User, reason: str) -> None:
    """Give a submitted netiquette back to its author, saying what should change."""
    require(actor, "netiquette.return_netiquette", netiquette)
    if not reason.strip():
        raise Refused(_("Please say what should be changed."))
    change_state(netiquette, State.DRAFT, returned_by=actor, returned_at=timezone.now(), return_reason=reason.strip())
    record(actor, "netiquette.returned", netiquette, reason=reason.strip())
