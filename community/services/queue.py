# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leases on comments, so that two people never answer the same citizen.

A lease lasts five minutes and is renewed while the comment is open on somebody's screen. Leases
are the row's own columns, moved by conditional UPDATEs. They leave no audit entry: a lease is a
courtesy among colleagues, not an act, and a record of it would measure how fast each one works
(DOMAIN § 3, staff law).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import may, require
from community.models import Comment, HandedOn, PlatformAction
from community.queries.queue import comments_to_go_on_with, free_comments
from community.queries.wanted import EVERYTHING, QueueFilter
from core import leases
from core.errors import AlreadyChanged, Refused
from core.states import change_state, change_states

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

LEASE, COLUMN = timedelta(minutes=5), "claim_until"
#: How many free comments one look at the queue takes; more people than this rarely press the key at once.
LOOK_AHEAD = 20


def require_deciding(actor: User, comment: Comment) -> None:
    """Raise ``NotPermitted`` unless ``actor`` decides about comments, or this one is an invented citizen's."""
    if not may(actor, "community.answer_practice", comment):
        require(actor, "community.decide_comment", comment)


@transaction.atomic
def claim_comment(comment: Comment, *, actor: User, may_be_decided: bool = True) -> None:
    """Lease ``comment`` to ``actor`` for five minutes; one's own lease is renewed.

    A decided comment is taken up again, which is recorded; without ``may_be_decided`` it is not, because somebody only
    began to write. Raises ``AlreadyChanged`` naming the colleague who holds it or when it is decided, ``Refused`` while
    a decision is still on its way to the platform.
    """
    require_deciding(actor, comment)
    if comment.state == Comment.State.CLAIMED and comment.claimed_by_id == actor.pk:
        renew_claim(comment, actor=actor)
        return
    if comment.pseudonymised_at:
        raise Refused(_("Nobody can be answered any more: a pseudonym stands for the author of this comment."))
    if comment.removed_at:
        raise Refused(_("This comment was deleted on the platform. Nobody can be answered there any more."))
    at = timezone.now()
    was_decided = comment.is_decided
    if was_decided and not may_be_decided:
        raise AlreadyChanged(_("This comment has been decided already. Nothing was sent a second time."))
    if was_decided:
        refuse_while_on_its_way(comment)
    try:
        if comment.state == Comment.State.CLAIMED:
            _release(comment, only_if={"claim_until__lte": at})
        change_state(comment, Comment.State.CLAIMED, claimed_by=actor, claim_until=at + LEASE)
    except AlreadyChanged:
        raise_if_held(comment, actor)
        raise
    if was_decided:
        record(actor, "community.comment_taken_up_again", comment)


def claim_next(
    municipality: Municipality, *, actor: User, wanted: QueueFilter = EVERYTHING, after: Comment | None = None
) -> Comment | None:
    """Lease the most urgent free comment to ``actor`` and return it; ``None`` when nothing is free.

    ``wanted`` is the list somebody looks at: they get only what its filters and its search leave in.
    People who ask at the same moment get different comments. ``after`` is the comment the person
    leaves by asking: their lease on it ends, so that nobody hoards the queue by turning pages.
    """
    require(actor, "community.decide_comment", municipality)
    if after is not None:
        release_own_claim(after, actor=actor)

    spared = spared_of(actor, municipality)

    def free(passed_over: list[int]) -> Iterable[Comment]:
        left_out = [*passed_over, *spared, *([after.pk] if after else [])]
        return free_comments(municipality, wanted, timezone.now(), limit=LOOK_AHEAD, without=left_out)

    return _claim_first(free, actor)


def claim_following(left: Comment, *, actor: User, wanted: QueueFilter, shown: int | None = None) -> Comment | None:
    """Lease to ``actor`` what comes after ``left`` in the list ``wanted`` and return it; ``None`` when nothing is free.

    At the end of the list it goes on from the beginning. What a colleague took a moment ago is passed over.
    ``shown`` is the comment that ``actor`` already sees: if it is still among the next, it is the one.
    """
    require(actor, "community.decide_comment", left)

    spared = spared_of(actor, left.municipality)

    def next_ones(passed_over: list[int]) -> Iterable[Comment]:
        left_out = [*passed_over, *spared]
        found = comments_to_go_on_with(left, actor, wanted, timezone.now(), limit=LOOK_AHEAD, without=left_out)
        return sorted(found, key=lambda comment: comment.pk != shown)

    return _claim_first(next_ones, actor)


def spared_of(actor: User, town: Municipality) -> list[int]:
    """Numbers of the comments ``actor`` has handed on: they are not given out to the same person again."""
    return list(HandedOn.objects.filter(person=actor, comment__municipality=town).values_list("comment", flat=True))


def _claim_first(candidates: Callable[[list[int]], Iterable[Comment]], actor: User) -> Comment | None:
    """The first of ``candidates``, asked without those that colleagues took meanwhile, that ``actor`` gets."""
    passed_over: list[int] = []
    while True:
        found = list(candidates(passed_over))
        for comment in found:
            try:
                claim_comment(comment, actor=actor)
            except AlreadyChanged:
                passed_over.append(comment.pk)
            else:
                return comment
        if not found:
            return None


@transaction.atomic
def renew_claim(comment: Comment, *, actor: User) -> None:
    """Let ``actor``'s lease run five minutes from now. Raises ``AlreadyChanged`` when it is lost."""
    require_deciding(actor, comment)
    try:
        ours = {"state": Comment.State.CLAIMED, "claimed_by": actor.pk}
        leases.renew(comment, LEASE, only_if=ours, column=COLUMN)
    except AlreadyChanged:
        raise_if_held(comment, actor)
        raise


@transaction.atomic
def release_claim(comment: Comment, *, actor: User) -> None:
    """Give a leased comment back to the queue. Raises ``AlreadyChanged`` when it is not ``actor``'s."""
    require(actor, "community.decide_comment", comment)
    _release(comment, only_if={"claimed_by": actor.pk})


def release_own_claim(comment: Comment, *, actor: User) -> None:
    """Give ``comment`` back if ``actor`` holds it, as far as it was read; whoever moves on need not say so."""
    if comment.state == Comment.State.CLAIMED and comment.claimed_by_id == actor.pk:
        try:
            release_claim(comment, actor=actor)
        except AlreadyChanged:
            return  # somebody took it over meanwhile


def release_expired_claims(at: datetime | None = None) -> int:
    """Give every comment whose lease has run out by ``at`` back to the queue; returns how many."""
    expired = Comment.objects.with_expired_claim(at or timezone.now())
    return change_states(expired, Comment.State.CLAIMED, Comment.State.NEW, claimed_by=None, claim_until=None)


def raise_if_held(comment: Comment, actor: User) -> None:
    """Raise ``AlreadyChanged`` with the holder's name if a colleague has a running lease on ``comment``."""
    stored = Comment.objects.select_related("claimed_by").get(pk=comment.pk)
    holder, until = stored.claimed_by, stored.claim_until
    if stored.state != Comment.State.CLAIMED or holder is None or holder == actor or until is None:
        return
    if leases.is_held(stored, timezone.now(), COLUMN):
        raise AlreadyChanged(_("%(person)s is working on this comment at the moment.") % {"person": holder})


def _release(comment: Comment, *, only_if: dict[str, object]) -> None:
    change_state(comment, Comment.State.NEW, only_if=only_if, claimed_by=None, claim_until=None)


def refuse_while_on_its_way(comment: Comment) -> None:
    """A second decision beside one that may still take effect would reach the citizen twice."""
    state = PlatformAction.State
    open_states = [state.SCHEDULED, state.SENDING, state.RETRY_WAIT, state.UNCERTAIN]
    if PlatformAction.objects.filter(decision__comment=comment, decision__undone_at=None, state__in=open_states):
        raise Refused(
            _("The last decision is still on its way to the platform. It has to arrive or be settled before a new one.")
        )
