# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What no schedule can settle: a person acts by hand, the platform refused, or nobody knows whether it acted.

A person looks, or does it, and says so.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.registry import profile_of
from community.models import Comment, Decision, PlatformAction
from community.services.answer_parts import go_on, look_again, stuck_part, withdraw_parts
from community.services.queue import LEASE
from community.services.removing import note_removal
from community.services.showing import note_visibility
from core.errors import Refused
from core.states import change_state, compare_and_set

State = PlatformAction.State


@transaction.atomic
def settle_action(action: PlatformAction, *, actor: User, was_carried_out: bool, remote_url: str = "") -> None:
    """A person looked at the platform: it is done there, or it is not and is to be tried now.

    ``remote_url`` is the answer's address, where there is one. Raises ``AlreadyChanged`` when the outcome
    is known meanwhile, ``Refused`` for something that is no address.
    """
    require(actor, "community.settle_action", action)
    remote_url = remote_url.strip()
    if remote_url:
        try:
            URLValidator(schemes=["https", "http"])(remote_url)
        except ValidationError:
            raise Refused(_("Please copy the whole address of the answer, beginning with https://.")) from None
    changes: dict[str, Any] = {"next_attempt_at": None, "uncertain_since": None, "error": ""}
    at = timezone.now()
    if (part := stuck_part(action.decision)) is not None:
        if was_carried_out:
            change_state(part, State.PUBLISHED, remote_url=remote_url[:500], published_at=at, **changes)
        else:
            change_state(part, State.SCHEDULED, due_at=at, attempts=0, waits=0, **changes)
        go_on(action)
    elif was_carried_out:
        change_state(action, State.PUBLISHED, remote_url=remote_url[:500], published_at=at, **changes)
        decision = action.decision
        abilities = profile_of(decision.comment.channel.connector).abilities
        if decision.kind == Decision.Kind.HIDE and abilities.hide:
            note_visibility(decision, is_hidden=True)
        elif decision.is_deletion:
            note_removal(decision)
        elif decision.kind == Decision.Kind.SHOW:
            note_visibility(decision, is_hidden=False)
    else:
        change_state(action, State.SCHEDULED, due_at=at, attempts=0, waits=0, **changes)
    record(actor, "community.action_settled", action.decision, was_carried_out=was_carried_out, url=action.remote_url)


@transaction.atomic
def look_again_for(action: PlatformAction, *, actor: User) -> None:
    """Let the software ask the platform once more and go on by itself: what is not there is sent, the rest follows.

    Raises ``AlreadyChanged`` when the outcome is known meanwhile.
    """
    require(actor, "community.settle_action", action)
    part = stuck_part(action.decision)
    look_again(action if part is None else part)
    if part is not None:
        go_on(action)
    record(actor, "community.action_looked_for", action.decision)


@transaction.atomic
def give_up_action(action: PlatformAction, *, actor: User) -> None:
    """Do not try again: the decision is taken back and the comment is open, leased to ``actor``.

    Of an answer in parts, those that stand stay; the others never leave.

    Given up showing a comment again, it stays where it is in the queue: the measure stands.

    Raises ``AlreadyChanged`` when the action has gone out meanwhile.
    """
    require(actor, "community.settle_action", action)
    at = timezone.now()
    change_state(action, State.WITHDRAWN, next_attempt_at=None, uncertain_since=None)
    decision = action.decision
    withdraw_parts(decision)
    compare_and_set(decision, expected={"undone_at": None}, undone_at=at, undone_by=actor)
    comment = decision.comment
    if decision.kind != Decision.Kind.SHOW and comment.is_decided:
        change_state(comment, Comment.State.CLAIMED, claimed_by=actor, claim_until=at + LEASE, decided_at=None)
    record(actor, "community.action_given_up", decision, reason=action.error)
