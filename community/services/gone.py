# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the platform no longer has is marked and kept (docs/adr/0063): words, history and evidence stay.

A comment is asked for by itself only when its thread was read whole and does not show it, because blocks, gates and
sleeping accounts take comments from a thread that still stand. Asking changes nothing, so whoever dies in between has
lost nothing: what is missing is missing at the next look too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.audit import record
from channels_mgmt.connectors.contract import Connector, Rejected
from community.models import Comment, Decision, Restriction
from core.errors import AlreadyChanged
from core.states import change_state, change_states, compare_and_set

State = Comment.State
AT_ONCE = 5
"""Comments asked for after one reading of a thread; the others have their turn at the next."""
AGAIN = timedelta(days=1)
"""So long nobody asks again for what stands although its thread does not show it."""


def missing_from(delivery: int, shown: Collection[str], at: datetime) -> list[Comment]:
    """Known comments below ``delivery`` that ``shown`` lacks and that are to be asked for, the longest unasked first.

    Not those that the town has deleted itself, nor those of accounts it keeps from itself: they cannot be read.
    """
    deletions = Decision._base_manager.filter(comment=OuterRef("pk"), kind=Decision.Kind.DELETE, undone_at=None)
    restrictions = Restriction._base_manager.filter(account=OuterRef("author"), state__in=Restriction.LIVE)
    known = Comment._base_manager.filter(delivery=delivery, gone_at=None, removed_at=None, pseudonymised_at=None)
    unasked = known.filter(Q(looked_for_at=None) | Q(looked_for_at__lte=at - AGAIN))
    unasked = unasked.filter(~Exists(deletions), ~Exists(restrictions))
    rows = unasked.order_by(F("looked_for_at").asc(nulls_first=True), "pk").values_list("pk", "remote_id")
    missing = [pk for pk, remote_id in rows.iterator() if remote_id not in shown]
    found = Comment._base_manager.select_related("municipality").in_bulk(missing[: AT_ONCE + 1])
    return [found[pk] for pk in missing[: AT_ONCE + 1] if pk in found]


def look_for(connector: Connector, missing: list[Comment], may_ask: Callable[[], bool]) -> bool:
    """Ask the platform for each of ``missing`` as long as ``may_ask``; whether some are left for the next look.

    Raises what the connector raises, except that it refuses to answer about one of them.
    """
    for comment in missing[:AT_ONCE]:
        if not may_ask():
            return True
        try:
            is_gone = not connector.is_there(comment.remote_id)
        except Rejected as error:
            if type(error) is not Rejected:
                raise
            is_gone = False
        at = timezone.now()
        if is_gone:
            note_gone(comment, at)
        else:
            Comment._base_manager.filter(pk=comment.pk).update(looked_for_at=at)
    return len(missing) > AT_ONCE


@transaction.atomic
def note_gone(comment: Comment, at: datetime) -> bool:
    """The platform says that ``comment`` is no longer there; false when that was known. Nothing else is changed.

    What nobody has begun to answer leaves the queue, except where it may mean danger: a threat stays one.
    """
    try:
        compare_and_set(comment, expected={"gone_at": None}, gone_at=at, looked_for_at=at)
    except AlreadyChanged:
        return False
    record(None, "community.comment_gone", comment)
    if comment.state == State.NEW and comment.urgency != Comment.Urgency.DANGER:
        try:
            with transaction.atomic():
                change_state(comment, State.CLOSED, decided_at=at)
        except AlreadyChanged:
            pass  # a colleague has just taken it up
    return True


def close_what_is_gone(at: datetime) -> int:
    """Let comments leave the queue that were given back to it after they had gone; returns how many."""
    left = Comment.objects.filter(gone_at__isnull=False).exclude(urgency=Comment.Urgency.DANGER)
    return change_states(left, State.NEW, State.CLOSED, decided_at=at)


def note_return(comments: Iterable[Comment], due_at: Callable[[Comment], datetime]) -> None:
    """The platform shows ``comments`` again; what left the queue only because it had gone comes back to it."""
    for comment in comments:
        try:
            with transaction.atomic():
                compare_and_set(comment, expected={"gone_at": comment.gone_at}, gone_at=None)
                record(None, "community.comment_back", comment)
                decisions = Decision._base_manager.filter(comment=comment, undone_at=None)
                if comment.state == State.CLOSED and not decisions.exists():
                    change_state(comment, State.NEW, decided_at=None, due_at=due_at(comment))
        except AlreadyChanged:
            continue
