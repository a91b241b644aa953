# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take hiding back: show a comment again, because an appeal was upheld or it was hidden by mistake (docs/adr/0017).

Showing is a decision of its own, carried out like hiding. It leaves the comment's place in the queue alone and
the measure, its reasons and its evidence in the record.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Channel
from community.models import Appeal, Comment, Decision, PlatformAction
from community.services.appeals_intake import PUBLIC_LANGUAGE
from community.services.queue import refuse_while_on_its_way
from community.services.remote import speaker_without_access
from community.services.wording import raise_if_changed
from core.errors import AlreadyChanged, Refused
from core.hashing import content_hash
from core.states import change_state, compare_and_set

State = PlatformAction.State


def show_comment(comment: Comment, *, actor: User, rationale: str, seen_revision: int | None = None) -> Decision:
    """Undo the hiding of ``comment`` on its platform, with written reasons. Leaves the house after ten seconds.

    Raises ``Refused`` without reasons, for a comment that is not hidden, where the platform cannot take hiding
    back, and while another step is on its way; ``CommentChanged`` when the author changed the words after
    revision ``seen_revision``; ``AlreadyChanged`` when somebody else was faster.
    """
    try:
        with transaction.atomic():
            return _show(comment, actor, rationale.strip(), seen_revision)
    except IntegrityError:
        raise _already_shown() from None


def note_visibility(decision: Decision, *, is_hidden: bool) -> None:
    """The platform has done it: keep what the public sees now, and close the upheld appeals it answers."""
    Comment._base_manager.filter(pk=decision.comment_id).update(is_hidden=is_hidden)
    if not is_hidden:
        _close_appeals(decision)


def note_shown_by_hand(measure: Decision, *, actor: User, rationale: str) -> None:
    """Record that a person took ``measure`` back on the platform itself. Harmless when that is recorded already.

    A step of ours that is stuck counts as done by that hand and is not tried again.
    """
    standing = Decision.objects.filter(reverses=measure, undone_at=None).select_related("action").first()
    if standing is None:
        at = timezone.now()
        try:
            with transaction.atomic():
                standing = Decision.objects.create(
                    comment=measure.comment,
                    comment_revision=measure.comment.revision,
                    kind=Decision.Kind.SHOW,
                    actor=actor,
                    decided_at=at,
                    rationale=rationale,
                    reverses=measure,
                )
        except IntegrityError:
            return  # somebody has recorded it at this moment
        _record(standing, actor, is_by_hand=True)
    elif (action := getattr(standing, "action", None)) is not None and action.needs_a_person:
        change_state(action, State.WITHDRAWN, next_attempt_at=None, uncertain_since=None)
    Comment.objects.filter(pk=measure.comment_id).update(is_hidden=False)


def can_be_shown(comment: Comment) -> bool:
    """Whether its platform lets the town take hiding back, and channel and the comment's place are still known."""
    channel = comment.channel
    return (
        comment.pseudonymised_at is None
        and comment.removed_at is None
        and comment.gone_at is None
        and channel.state != Channel.State.CLOSED
        and bool(speaker_without_access(channel).abilities.unhide)
    )


def refuse_while_being_shown(comment: Comment) -> None:
    """A new decision must not meet one that is still making the comment visible."""
    unsettled = [State.SCHEDULED, State.SENDING, State.RETRY_WAIT, State.UNCERTAIN]
    showing = PlatformAction.objects.filter(decision__comment=comment, decision__kind=Decision.Kind.SHOW)
    if showing.filter(decision__undone_at=None, state__in=unsettled).exists():
        raise Refused(_("The comment is just being shown again. That has to arrive or be settled first."))


def _show(comment: Comment, actor: User, rationale: str, seen_revision: int | None) -> Decision:
    require(actor, "community.show_comment", comment)
    if not rationale:
        raise Refused(_("Please write down why the comment is shown again."))
    if not can_be_shown(comment):
        raise Refused(_("This platform lets nobody take hiding back from here. Nothing was changed."))
    seen = comment.revision if seen_revision is None else seen_revision
    at = timezone.now()
    has_been_decided = comment.is_decided
    try:
        # Holds the row until the end, so that whoever comes second reads what the first has done.
        compare_and_set(
            comment,
            expected={"is_hidden": True, "revision": seen, "state": comment.state},
            decided_at=at if has_been_decided else None,
        )
    except AlreadyChanged:
        raise_if_changed(comment, seen)
        if not Comment.objects.get(pk=comment.pk).is_hidden:
            raise AlreadyChanged(_("This comment is not hidden any more. Nothing was changed.")) from None
        raise
    stuck = PlatformAction.objects.needing_a_person().filter(decision__comment=comment, decision__undone_at=None)
    if stuck.filter(decision__kind=Decision.Kind.SHOW).exists():
        raise Refused(_("Showing this comment again is stuck already. Please settle that step on the comment’s page."))
    measure = Decision.objects.filter(comment=comment).standing_measures().order_by("-decided_at").first()
    if measure is None:
        raise _already_shown()
    refuse_while_on_its_way(comment)
    decision = Decision.objects.create(
        comment=comment,
        comment_revision=seen,
        kind=Decision.Kind.SHOW,
        actor=actor,
        decided_at=at,
        rationale=rationale,
        reverses=measure,
    )
    PlatformAction.objects.create(decision=decision, due_at=at + Decision.UNDO_TIME)
    _record(decision, actor)
    return decision


def _record(decision: Decision, actor: User, *, is_by_hand: bool = False) -> None:
    record(
        actor,
        "community.comment_shown",
        decision,
        comment=decision.comment_id,
        revision=decision.comment_revision,
        reverses=decision.reverses_id,
        rationale_sha256=content_hash(decision.rationale),
        is_by_hand=is_by_hand,
    )


def _close_appeals(decision: Decision) -> None:
    """What was promised to citizens whose appeal was upheld in full is done. The rest is closed by a person."""
    waiting = Appeal._base_manager.filter(
        state=Appeal.State.DECIDED,
        outcome=Appeal.Outcome.UPHELD,
        decision__comment=decision.comment_id,
        decision__kind__in=Decision.NEEDS_GROUNDS,
    )
    for appeal in waiting.select_related("municipality"):
        with translation.override(PUBLIC_LANGUAGE):
            note = _("Shown again on the platform by Dorflinde.")
        try:
            change_state(
                appeal,
                Appeal.State.CLOSED,
                closed_by_id=decision.actor_id,
                closed_at=timezone.now(),
                closing_note=note,
            )
        except AlreadyChanged:
            continue  # a person closed it at this moment
        record(None, "community.appeal_closed", appeal, is_visible_again=True, decision=decision.pk)


def _already_shown() -> AlreadyChanged:
    return AlreadyChanged(_("Somebody has decided already to show this comment again. Nothing was sent a second time."))
