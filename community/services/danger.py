# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The danger line: who is on call is told at once, after ten minutes their deputies, then the head of the authority.

The clock of the wall counts, nights and holidays included. Every letter is posted in the transaction of its circle, by
a key of its own, so that no circle is told twice and none is lost. Whoever decides about comments may say that they see
to it; that names no culprit and stops the ringing.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.services import post_letter, words_of
from accounts.tenancy.permissions import require
from community.models import Comment, DangerCall
from community.models.danger import PATIENCE
from community.queries.danger import open_call, people_of, without_a_call, without_a_reason
from core import leases
from core.errors import AlreadyChanged
from core.states import change_state, compare_and_set
from core.urls import absolute_address

State, Circle = DangerCall.State, DangerCall.Circle


def ring(at: datetime) -> int:
    """Begin new calls, tell the next circles, end calls without a reason; how many circles were told.

    Needs all towns in scope. Harmless however often, and by however many, it is called.
    """
    for call in without_a_reason():
        _end(call, at)
    told = sum(_begin(comment, at) for comment in without_a_call())
    due = DangerCall.objects.due(at).select_related("comment__channel", "municipality")
    return told + sum(_widen(call, at) for call in due[:500])


@transaction.atomic
def see_to_danger(comment: Comment, *, actor: User) -> DangerCall:
    """Say that one sees to ``comment``: the ringing stops, and the head is told only if it is open after its hour.

    Raises ``AlreadyChanged`` when somebody else has said so, or it is over.
    """
    require(actor, "community.decide_comment", comment)
    call = open_call(comment)
    if call is None:
        raise AlreadyChanged(_("This call is over: the comment was decided, or it is no danger."))
    if not call.is_ringing:
        raise AlreadyChanged(_("%(person)s sees to it already.") % {"person": call.seen_to_by})
    at = now()
    later = max(comment.due_at, at + PATIENCE)
    change_state(
        call,
        State.SEEN_TO,
        seen_to_by=actor,
        seen_to_at=at,
        next_at=later if call.circle < Circle.HEAD else None,
    )
    record(actor, "community.danger_seen_to", comment)
    return call


def _begin(comment: Comment, at: datetime) -> bool:
    circles = ((circle, people_of(circle, comment.municipality, at)) for circle in Circle.values)
    circle, people = next(((circle, people) for circle, people in circles if people), (Circle.HEAD, []))
    try:
        with transaction.atomic():
            call = DangerCall.objects.create(
                municipality=comment.municipality,
                comment=comment,
                revision=comment.revision,
                circle=circle,
                began_at=at,
                next_at=at + PATIENCE if circle < Circle.HEAD else None,
            )
            _tell(call, people)
    except IntegrityError:
        return False  # another worker was faster
    return True


@transaction.atomic
def _widen(call: DangerCall, at: datetime) -> bool:
    """Tell the next circle; whoever has the comment open at this moment sees to it without saying so."""
    comment = call.comment
    is_held = comment.state == Comment.State.CLAIMED and leases.is_held(comment, at, "claim_until")
    wider = Circle.HEAD if call.state == State.SEEN_TO else call.circle + 1
    try:
        if is_held:
            compare_and_set(call, expected=_as_read(call), next_at=at + PATIENCE)
            return False
        next_at = at + PATIENCE if wider < Circle.HEAD else None
        compare_and_set(call, expected=_as_read(call), circle=wider, next_at=next_at)
    except AlreadyChanged:
        return False  # seen to, over, or told by another worker
    _tell(call, people_of(wider, call.municipality, at))
    return True


def _end(call: DangerCall, at: datetime) -> None:
    try:
        with transaction.atomic():
            change_state(call, State.OVER, over_at=at, next_at=None)
    except AlreadyChanged:
        return


def _as_read(call: DangerCall) -> dict[str, object]:
    return {"state": call.state, "circle": call.circle, "next_at": call.next_at}


def _tell(call: DangerCall, people: list[User]) -> None:
    """One letter for each person of the circle; it quotes no citizen, for mail is read by others, too."""
    town, comment = call.municipality, call.comment
    record(None, "community.danger_told", comment, circle=int(call.circle), told=len(people))
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("%(town)s: a comment may mean danger") % {"town": town.name}
        for person in people:
            context = {
                "person": person,
                "town": town,
                "comment": comment,
                "call": call,
                "url": absolute_address("dialog:comment", town.slug, comment.pk),
            }
            post_letter(
                town,
                to=person.email,
                subject=subject,
                **words_of("community/email/danger", context),
                key=f"danger:{call.pk}:{call.circle}:person:{person.pk}",
            )
