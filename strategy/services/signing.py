# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Submitting, signing, returning and withdrawing a strategy (D3)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.services import confirm_identity
from accounts.signoff.copies import order_copy
from accounts.signoff.letters import announce_return, announce_revocation, announce_signature, announce_submission
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, IllegalTransition, Refused
from core.states import change_state
from strategy.models import MissingPart, Strategy
from strategy.presenters.signoff import consequences_of_revoking
from strategy.queries import forget_renewal, today_in
from strategy.queries.completeness import missing_parts_of
from strategy.queries.outline import parts_of
from strategy.signals import strategy_signed, strategy_submitted

State = Strategy.State


def submit_strategy(strategy: Strategy, *, actor: User) -> None:
    """Hand a complete draft to the head of the authority, who gets a letter with a link of their own.

    ``Refused.gaps`` lists what is missing.
    """
    require(actor, "strategy.submit_strategy", strategy)
    gaps = missing_parts_of(strategy)
    if strategy.review_on and strategy.review_on <= today_in(strategy.municipality):
        gaps.append(MissingPart("figures", _("The review date has passed. Please set a new one.")))
    if gaps:
        raise Refused(_("The strategy cannot be submitted yet. Some parts are missing."), gaps)
    with transaction.atomic():
        change_state(
            strategy,
            State.SUBMITTED,
            only_if={"revision": strategy.revision},
            submitted_by=actor,
            submitted_at=timezone.now(),
            returned_by=None,
            returned_at=None,
            return_reason="",
            return_parts={},
        )
        announce_submission(strategy)
        record(actor, "strategy.submitted", strategy, hash=strategy.current_hash())
    strategy_submitted.send(Strategy, strategy=strategy)


def sign_strategy(
    strategy: Strategy,
    *,
    actor: User,
    password: str,
    code: str = "",
    passkey_at: datetime | None = None,
    statement: str = "",
    seen_hash: str = "",
) -> None:
    """Put a submitted strategy in force and retire the one it replaces.

    The signatory is neither author nor submitter, confirms the identity again, and signs exactly the
    text with ``seen_hash`` (the text as it reads now, when left out). The PDF is ordered with it.
    """
    require(actor, "strategy.sign_strategy", strategy)
    if strategy.state != State.SUBMITTED:
        raise IllegalTransition(_("This version does not wait for a signature."))
    confirm_identity(actor, password=password, code=code, passkey_at=passkey_at)
    try:
        with transaction.atomic():
            fresh = Strategy.objects.get(pk=strategy.pk)
            signed_hash = fresh.current_hash()
            if seen_hash and seen_hash != signed_hash:
                raise AlreadyChanged(_("The text has changed since you opened this page. Please read it again."))
            if fresh.state != State.SUBMITTED:
                raise AlreadyChanged(_("Somebody else was faster: this version no longer waits for a signature."))
            for old in Strategy.objects.filter(municipality=fresh.municipality_id, state=State.IN_FORCE):
                change_state(old, State.RETIRED)
                record(actor, "strategy.retired", old, replaced_by=fresh.version)
            change_state(
                fresh,
                State.IN_FORCE,
                only_if={"revision": fresh.revision},
                signed_by=actor,
                signed_at=timezone.now(),
                signed_hash=signed_hash,
                statement=statement.strip(),
            )
            order_copy(fresh)
            announce_signature(fresh)
            record(actor, "strategy.signed", fresh, hash=signed_hash, statement=statement.strip())
    except IntegrityError:
        raise AlreadyChanged(_("Another version was signed at the same moment. Please look at it first.")) from None
    strategy.refresh_from_db()
    forget_renewal(strategy.municipality)
    strategy_signed.send(Strategy, strategy=strategy)


@transaction.atomic
def return_strategy(
    strategy: Strategy, *, actor: User, reason: str = "", parts: Mapping[str, str] | None = None, seen_hash: str = ""
) -> None:
    """Give a submitted strategy back to its author, saying what should change.

    ``parts`` are remarks by the key of a part; one of them, or ``reason``, is needed. With ``seen_hash``
    only the text that was read is returned, not one handed in meanwhile.
    """
    require(actor, "strategy.return_strategy", strategy)
    remarks = {key: text.strip() for key, text in (parts or {}).items() if text.strip()}
    if not reason.strip() and not remarks:
        raise Refused(_("Please say what should be changed."))
    fresh = Strategy.objects.get(pk=strategy.pk)
    if seen_hash and seen_hash != fresh.current_hash():
        raise AlreadyChanged(_("The text has changed since you opened this page. Please read it again."))
    titles = {part.key: str(part.title) for part in parts_of(fresh)}
    if not remarks.keys() <= titles.keys():
        raise Refused(_("The document has no such part."))
    named = [(titles[key], text) for key, text in remarks.items()]
    general = reason.strip() or _("See the remarks on: %(parts)s") % {
        "parts": ", ".join(title for title, _text in named)
    }
    change_state(
        strategy,
        State.DRAFT,
        only_if={"revision": fresh.revision},
        returned_by=actor,
        returned_at=timezone.now(),
        return_reason=general,
        return_parts=remarks,
    )
    announce_return(strategy, remarks=named)
    record(actor, "strategy.returned", strategy, reason=general, parts=remarks)


def revoke_strategy(
    strategy: Strategy,
    *,
    actor: User,
    reason: str,
    password: str,
    code: str = "",
    passkey_at: datetime | None = None,
) -> None:
    """Take the signature under the strategy in force back. No strategy is in force afterwards.

    Channels and publishing ask for the mandate and stop by themselves; nothing else is touched. The press
    office is told by letter.
    """
    require(actor, "strategy.revoke_strategy", strategy)
    if not reason.strip():
        raise Refused(_("Please say why you withdraw it."))
    if strategy.state != State.IN_FORCE:
        raise IllegalTransition(_("This version is not in force; there is nothing to withdraw."))
    confirm_identity(actor, password=password, code=code, passkey_at=passkey_at)
    with transaction.atomic():
        change_state(
            strategy,
            State.RETIRED,
            revoked_by=actor,
            revoked_at=timezone.now(),
            revoke_reason=reason.strip(),
        )
        announce_revocation(strategy, consequences=consequences_of_revoking())
        record(actor, "strategy.revoked", strategy, reason=reason.strip())
    forget_renewal(strategy.municipality)
