# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Restricting or blocking an account: a request, a second person's decision, an end that comes by itself.

Whoever asks does not decide: by permission, here, and by a constraint (docs/adr/0061).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.models.outbox import OutgoingState
from community.models import Comment, Restriction, RestrictionAction
from community.models.restrictions import LONGEST_RESTRICTION, REVIEW_BEFORE
from community.queries.restrictions import comments_of_account, is_possible_here
from community.services.evidence import keep_evidence
from community.services.snippets import refuse_unadapted
from core.errors import AlreadyChanged, IllegalTransition, Refused
from core.hashing import content_hash
from core.states import change_state, compare_and_set
from netiquette.models import Clause
from netiquette.queries import citable_clauses
from netiquette.services import hold_versions

State, Act = Restriction.State, RestrictionAction.Act


def request_restriction(
    comment: Comment,
    *,
    actor: User,
    kind: str,
    clause: Clause | None,
    reason: str,
    days: int,
    comments: Sequence[int] = (),
) -> Restriction:
    """Ask a second person to keep the author of ``comment`` from the town for ``days``.

    ``comments`` are numbers of more comments of the same account it rests on; evidence of each is kept before.
    Raises ``Refused`` listing what is missing, and when this account is restricted or asked for already.
    """
    require(actor, "community.request_restriction", comment)
    reason = reason.strip()
    try:
        with transaction.atomic():
            at = hold_versions(comment.municipality)
            if missing := _missing(comment, kind, clause, reason, days, at):
                raise Refused(_("The restriction was not asked for. Something is still missing."), missing)
            assert clause is not None  # noqa: S101  judged above
            refuse_unadapted(comment.municipality, reason)
            found = Restriction.objects.create(
                municipality=comment.municipality,
                comment=comment,
                account=comment.author_id,
                kind=kind,
                clause=clause,
                reason=reason,
                days=days,
                requested_by=actor,
                requested_at=at,
            )
            rests_on = [comment, *comments_of_account(comment).filter(pk__in=comments).exclude(pk=comment.pk)]
            found.evidence.set([keep_evidence(one, actor=actor) for one in rests_on])
            record(
                actor,
                "community.restriction_requested",
                found,
                kind=kind,
                comment=comment.pk,
                comments=[one.pk for one in rests_on],
                clause=str(clause),
                days=days,
                reason_sha256=content_hash(reason),
            )
    except IntegrityError:
        raise Refused(_("A restriction of this account is asked for or in force already.")) from None
    return found


@transaction.atomic
def decide_restriction(restriction: Restriction, *, actor: User, is_approved: bool, note: str = "") -> None:
    """Put the restriction in force, with its end, or decline it with reasons.

    Raises ``NotPermitted`` for whoever asked, ``AlreadyChanged`` when it is decided, ``Refused`` for a clause that is
    in force no more.
    """
    require(actor, "community.decide_restriction", restriction)
    note, at = note.strip(), now()
    if not is_approved and not note:
        raise Refused(_("Please write down why you decline: your colleague reads it."))
    decided: dict[str, Any] = {"decided_by": actor, "decided_at": at, "decision_note": note}
    try:
        if is_approved:
            cited = citable_clauses(restriction.municipality, hold_versions(restriction.municipality))
            if not cited.filter(key=restriction.clause.key).exists():
                raise Refused(_("The netiquette has changed: this clause is not in force any more. Please decline."))
            ends_at = at + timedelta(days=restriction.days)
            ends: dict[str, Any] = {"ends_at": ends_at, "review_at": max(at, ends_at - REVIEW_BEFORE)}
            change_state(restriction, State.IN_FORCE, **decided, **ends)
            _begin(restriction, Act.PUT_ON, at)
        else:
            change_state(restriction, State.DECLINED, **decided)
    except IllegalTransition:
        raise _already_decided() from None
    record(
        actor,
        "community.restriction_decided",
        restriction,
        is_approved=is_approved,
        ends_at=restriction.ends_at,
        note_sha256=content_hash(note) if note else "",
    )


@transaction.atomic
def end_restriction(restriction: Restriction, *, actor: User | None, note: str = "") -> None:
    """End it before its time, with reasons, or (``actor`` empty) because its time is over.

    The account is set free on the platform as well. Raises ``AlreadyChanged`` when it is not in force any more.
    """
    at, note = now(), note.strip()
    if actor is not None:
        require(actor, "community.end_restriction", restriction)
        if not note:
            raise Refused(_("Please write down why the restriction ends before its time."))
    elif restriction.ends_at is None or restriction.ends_at > at:
        raise Refused(_("The restriction is still in force."))
    try:
        change_state(restriction, State.ENDED, ended_at=at, ended_by=actor, end_note=note)
    except IllegalTransition:
        raise AlreadyChanged(_("This restriction is not in force any more. Nothing was changed.")) from None
    if not _was_never_put_on(restriction):
        _begin(restriction, Act.TAKE_OFF, at)
    record(actor, "community.restriction_ended", restriction, is_early=actor is not None)


def end_what_is_over(at: datetime) -> int:
    """End each restriction whose time is over; needs all towns in scope. Idempotent, returns how many ended."""
    ended = 0
    for restriction in Restriction.objects.over(at).select_related("municipality", "comment__channel")[:500]:
        try:
            end_restriction(restriction, actor=None)
        except AlreadyChanged:
            continue  # a person ended it at this moment
        ended += 1
    return ended


@transaction.atomic
def review_restriction(restriction: Restriction, *, actor: User) -> None:
    """Note that a person has looked, before the end, whether it is still right. It then runs to its end."""
    require(actor, "community.end_restriction", restriction)
    compare_and_set(
        restriction,
        expected={"state": State.IN_FORCE, "reviewed_at": None},
        reviewed_at=now(),
        reviewed_by=actor,
    )
    record(actor, "community.restriction_reviewed", restriction)


@transaction.atomic
def settle_restriction_step(action: RestrictionAction, *, actor: User, was_carried_out: bool) -> None:
    """A person did it on the platform, or looked: it is done there, or the software is to try once more.

    Raises ``AlreadyChanged`` when the outcome is known meanwhile; ``Refused`` where the software has no way.
    """
    require(actor, "community.end_restriction", action.restriction)
    at = now()
    settled: dict[str, Any] = {"next_attempt_at": None, "uncertain_since": None, "error": ""}
    if was_carried_out:
        change_state(action, OutgoingState.PUBLISHED, published_at=at, outcome="by_hand", **settled)
    elif not is_possible_here(action.restriction):
        raise Refused(_("Dorflinde has no way to do this on this platform. Please do it there, then note it here."))
    else:
        change_state(action, OutgoingState.SCHEDULED, due_at=at, attempts=0, waits=0, **settled)
    record(
        actor,
        "community.restriction_step_settled",
        action.restriction,
        act=action.act,
        was_carried_out=was_carried_out,
    )


def replace_in_restrictions(comment: Comment, in_text: Callable[[str], str]) -> None:
    """Let ``in_text`` take the citizen's name out of what was written about the account."""
    for found in Restriction._base_manager.filter(comment=comment):
        values = {name: in_text(getattr(found, name)) for name in Restriction.WORDS}
        Restriction._base_manager.filter(pk=found.pk).update(**values)
    steps = RestrictionAction._base_manager.filter(restriction__comment=comment)
    steps.update(client_key={}, remote_data={}, outcome="", error="", fault="")


def empty_restrictions(comment: Comment, at: datetime) -> None:
    """Take away what was written about the account; who decided, and when, stays."""
    found = Restriction._base_manager.filter(comment=comment)
    found.update(emptied_at=at)
    for name in Restriction.WORDS:
        found.exclude(**{name: ""}).update(**{name: Comment.GONE})


def _begin(restriction: Restriction, act: str, at: datetime) -> None:
    """The row that carries it to the platform; where the platform has no such act, a person's task."""
    state = OutgoingState.SCHEDULED if is_possible_here(restriction) else OutgoingState.HANDED_OVER
    RestrictionAction.objects.create(restriction=restriction, act=act, state=state, due_at=at)


def _was_never_put_on(restriction: Restriction) -> bool:
    """Take back the step that would have put it on, if it never began; then nothing is to be taken off."""
    step = RestrictionAction.objects.filter(restriction=restriction, act=Act.PUT_ON).first()
    if step is None:
        return True
    if step.state not in (OutgoingState.SCHEDULED, OutgoingState.HANDED_OVER) or step.attempts:
        return False
    try:
        change_state(step, OutgoingState.WITHDRAWN)
    except AlreadyChanged:
        return False  # it is just being carried out
    return True


def _missing(comment: Comment, kind: str, clause: Clause | None, reason: str, days: int, at: datetime) -> list[str]:
    missing = []
    if kind not in Restriction.Kind.values:
        missing.append(_("Please choose between restricting and blocking."))
    citable = list(citable_clauses(comment.municipality, at))
    if clause is None or clause not in citable:
        missing.append(_("Please choose a clause of the netiquette in force."))
    elif kind in Restriction.Kind.values and not clause.supports(kind):
        missing.append(_("Clause “%(clause)s” supports no measure as strong as this.") % {"clause": clause})
    if not reason:
        missing.append(_("Please write down why milder measures are not enough."))
    if not 1 <= days <= LONGEST_RESTRICTION:
        missing.append(_("Please choose between 1 and %(most)s days.") % {"most": LONGEST_RESTRICTION})
    if comment.pseudonymised_at:
        missing.append(_("A pseudonym stands for the author of this comment; the account is not known any more."))
    if comment.is_private:
        missing.append(_("A private message alone is no ground. Please start from a public comment."))
    return missing


def _already_decided() -> AlreadyChanged:
    return AlreadyChanged(_("Somebody has decided on this restriction already. Nothing was changed."))
