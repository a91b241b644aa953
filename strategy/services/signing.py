# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Submitting, signing and returning a strategy (D3)."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.permissions import require
from accounts.services import confirm_identity
from core.errors import AlreadyChanged, Refused
from core.states import change_state
from strategy.models import Strategy
from strategy.signals import strategy_signed, strategy_submitted

State = Strategy.State


def submit_strategy(strategy: Strategy, *, actor: User) -> None:
    """Hand a complete draft to the head of the authority. ``Refused.gaps`` lists what is missing."""
    require(actor, "strategy.submit_strategy", strategy)
    gaps = strategy.missing_parts()
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
        )
        record(actor, "strategy.submitted", strategy, hash=strategy.current_hash())
    strategy_submitted.send(Strategy, strategy=strategy)


def sign_strategy(
    strategy: Strategy, *, actor: User, password: str, code: str = "", statement: str = "", seen_hash: str = ""
) -> None:
    """Put a submitted strategy in force and retire the one it replaces.

    The signatory is neither author nor submitter, confirms the identity again, and signs exactly the
    text with ``seen_hash`` (the text as it reads now, when left out).
    """
    require(actor, "strategy.sign_strategy", strategy)
    confirm_identity(actor, password=password, code=code)
    try:
        with transaction.atomic():
            fresh = Strategy.objects.get(pk=strategy.pk)
            signed_hash = fresh.current_hash()
            if seen_hash and seen_hash != signed_hash:
                raise AlreadyChanged(_("The text has changed since you opened this page. Please read it again."))
            if fresh.state == State.SUBMITTED:
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
            record(actor, "strategy.signed", fresh, hash=signed_hash, statement=statement.strip())
    except IntegrityError:
        raise AlreadyChanged(_("Another version was signed at the same moment. Please look at it first.")) from None
    strategy.refresh_from_db()
    strategy_signed.send(Strategy, strategy=strategy)


@transaction.atomic
def return_strategy(strategy: Strategy, *, actor: User, reason: str) -> None:
    """Give a submitted strategy back to its author, saying what should change."""
    require(actor, "strategy.return_strategy", strategy)
    if not reason.strip():
        raise Refused(_("Please say what should be changed."))
    change_state(strategy, State.DRAFT, returned_by=actor, returned_at=timezone.now(), return_reason=reason.strip())
    record(actor, "strategy.returned", strategy, reason=reason.strip())
