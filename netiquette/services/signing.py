# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Submitting, signing and returning a netiquette (D20)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.services import confirm_identity
from accounts.signoff.copies import order_copy
from accounts.signoff.letters import announce_return, announce_signature, announce_submission
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, IllegalTransition, Refused
from core.states import change_state, hold
from netiquette.models import Netiquette
from netiquette.presenters.signoff import page_of
from netiquette.queries.completeness import missing_parts
from netiquette.services.switching import hold_versions, sign_and_publish

State = Netiquette.State


@transaction.atomic
def submit_netiquette(netiquette: Netiquette, *, actor: User) -> None:
    """Hand a complete draft to the head of the authority, who gets a letter with a link of their own.

    ``Refused.gaps`` lists what is missing.
    """
    require(actor, "netiquette.submit_netiquette", netiquette)
    if netiquette.state == State.DRAFT:  # hold the row, so that what is checked is what is submitted
        hold(netiquette, state=State.DRAFT)
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
        return_parts={},
    )
    announce_submission(netiquette)
    record(actor, "netiquette.submitted", netiquette, hash=fresh.current_hash())


def sign_netiquette(
    netiquette: Netiquette,
    *,
    actor: User,
    password: str,
    code: str = "",
    passkey_at: datetime | None = None,
    statement: str = "",
    seen_hash: str = "",
) -> None:
    """Sign a submitted netiquette. It replaces the one in force at its planned time, else at once.

    The signatory has not written in it, confirms the identity again, and signs exactly the text with
    ``seen_hash`` (the text as it reads now, when left out). Two signatures at the same moment leave one.
    """
    require(actor, "netiquette.sign_netiquette", netiquette)
    if netiquette.state != State.SUBMITTED:
        raise IllegalTransition(_("This version does not wait for a signature."))
    confirm_identity(actor, password, code, passkey_at=passkey_at)
    try:
        with transaction.atomic():
            # From here to the commit nobody can write in this version: they wait for its row.
            hold(netiquette, state=State.SUBMITTED)
            fresh = Netiquette.objects.get(pk=netiquette.pk)
            signed_hash = fresh.current_hash()
            if seen_hash and seen_hash != signed_hash:
                raise AlreadyChanged(_("The text has changed since you opened this page. Please read it again."))
            now = hold_versions(fresh.municipality)
            sign_and_publish(
                fresh,
                actor=actor,
                now=now,
                signed_by=actor,
                signed_at=now,
                signed_hash=signed_hash,
                statement=statement.strip(),
            )
            order_copy(fresh)
            announce_signature(fresh)
            record(
                actor,
                "netiquette.signed",
                fresh,
                hash=signed_hash,
                statement=statement.strip(),
                planned_for=fresh.planned_for.isoformat() if fresh.planned_for else None,
            )
    except IntegrityError as error:
        raise AlreadyChanged(_("Another version was signed at the same moment. Please look at it first.")) from error
    netiquette.refresh_from_db()


@transaction.atomic
def return_netiquette(
    netiquette: Netiquette,
    *,
    actor: User,
    reason: str = "",
    parts: Mapping[str, str] | None = None,
    seen_hash: str = "",
) -> None:
    """Give a submitted netiquette back to its author, saying what should change.

    ``parts`` are remarks by the key of a clause; one of them, or ``reason``, is needed. With ``seen_hash``
    only the text that was read is returned, not one handed in meanwhile.
    """
    require(actor, "netiquette.return_netiquette", netiquette)
    remarks = {key: text.strip() for key, text in (parts or {}).items() if text.strip()}
    if not reason.strip() and not remarks:
        raise Refused(_("Please say what should be changed."))
    if netiquette.state == State.SUBMITTED:  # hold the row, so that what was read is what is returned
        hold(netiquette, state=State.SUBMITTED)
    fresh = Netiquette.objects.get(pk=netiquette.pk)
    if seen_hash and seen_hash != fresh.current_hash():
        raise AlreadyChanged(_("The text has changed since you opened this page. Please read it again."))
    titles = {part.anchor: str(part.title) for part in page_of(fresh).parts}
    if not remarks.keys() <= titles.keys():
        raise Refused(_("The document has no such part."))
    named = [(titles[key], text) for key, text in remarks.items()]
    general = reason.strip() or _("See the remarks on: %(parts)s") % {
        "parts": ", ".join(title for title, _text in named)
    }
    change_state(
        netiquette,
        State.DRAFT,
        returned_by=actor,
        returned_at=timezone.now(),
        return_reason=general,
        return_parts=remarks,
    )
    announce_return(netiquette, remarks=named)
    record(actor, "netiquette.returned", netiquette, reason=general, parts=remarks)
