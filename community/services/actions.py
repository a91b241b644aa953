# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Carry out on the platform what a person decided: send the answer, hide the comment, show it again, delete it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from channels_mgmt.connectors.contract import Connector, OutcomeUnknown, OutgoingPost
from channels_mgmt.models import Channel
from channels_mgmt.queries.measure import comparable
from channels_mgmt.services import outbox
from channels_mgmt.services.outbox.errand import Done, Errand, Hold, Void
from channels_mgmt.services.outbox.lanes import Item, items_of
from community.models import Decision, PlatformAction
from community.queries.below import answered_by_others
from community.services import booked_answers
from community.services.answer_parts import answered_ref, has_begun, last_words
from community.services.remote import remote_ref
from community.services.removing import note_removal, reopen_after_deletion
from community.services.showing import note_visibility
from core.hashing import content_hash

State = PlatformAction.State
#: What connectors answer when they did as asked; anything else, such as a report, changes no visibility.
HIDDEN, SHOWN, DELETED = "hidden", "shown", "deleted"
AT_ONCE = 1000
"""Due rows looked at per alarm."""
CHANNEL = "decision__comment__channel"


class ActionErrand(Errand[PlatformAction]):
    """An answer or a measure on its way to the platform."""

    model = PlatformAction

    def find(self, pk: int) -> PlatformAction | None:
        comment = "decision__comment"
        wanted = ("municipality", "author", "delivery", "channel__municipality", "channel__credential")
        actions = PlatformAction.objects.select_related(*(f"{comment}__{name}" for name in wanted), "decision__clause")
        return actions.filter(pk=pk).first()

    def channel_of(self, row: PlatformAction) -> Channel:
        return row.decision.comment.channel

    def obstacle(self, row: PlatformAction) -> Hold | Void | None:
        decision = row.decision
        channel = decision.comment.channel
        if decision.undone_at is not None:
            return Void(_("The decision was taken back."))
        is_begun = has_begun(decision)
        if not is_begun and decision.comment.revision != decision.comment_revision:
            return Void(_("The author changed the comment after the decision. Please look at it again."))
        if not is_begun and decision.comment.gone_at is not None:
            return Void(_("The comment is no longer on the platform. Nothing was sent there."))
        if decision.is_deletion and answered_by_others(decision.comment):
            return Void(_("Somebody has answered below the comment meanwhile; deleting would take those words too."))
        if channel.state == Channel.State.CLOSED:
            return Void(_("The channel has been closed."))
        if decision.kind == Decision.Kind.REPLY and channel.state != Channel.State.LIVE:
            return Hold(_("The channel is paused: %(reason)s") % {"reason": channel.pause_reason})
        return None

    def conditions(self, row: PlatformAction) -> dict[str, Any]:
        found: dict[str, Any] = {"decision__undone_at": None}
        if row.decision.is_in_parts:
            # Part 1 asked whether the citizen's words were the same; the rest is told to its end.
            found["decision__parts__number"] = row.decision.part_count - 1
            found["decision__parts__state"] = State.PUBLISHED
        else:
            found["decision__comment__revision"] = row.decision.comment_revision
            found["decision__comment__gone_at"] = None
        if row.decision.kind == Decision.Kind.REPLY:
            found["decision__comment__channel__state"] = Channel.State.LIVE
        return found

    def by_hand_until(self, row: PlatformAction) -> datetime | None:
        is_by_hand = row.decision.comment.channel.is_by_hand
        return now() + timedelta(seconds=settings.OUTBOX_BY_HAND_SECONDS) if is_by_hand else None

    def wording(self, row: PlatformAction) -> str:
        """Answers with equal words to one comment; a measure may be repeated and needs no such care."""
        comment = row.decision.comment
        if row.decision.kind != Decision.Kind.REPLY:
            return ""
        return content_hash([comment.channel_id, comment.remote_id, comparable(last_words(row.decision))])

    def booking(self, row: PlatformAction, done: Done) -> dict[str, Any]:
        return {"answer_key": answer_key(row, done.remote_id)} if done.remote_id else {}

    def carry_out(self, row: PlatformAction, connector: Connector) -> Done:
        decision = row.decision
        if decision.kind == Decision.Kind.REPLY:
            published = connector.publish(_answer(row))
            return Done(published.remote_id, published.url, dict(published.data), "replied")
        if decision.kind == Decision.Kind.SHOW:
            return Done(outcome=connector.unhide(remote_ref(decision.comment))[:300])
        if decision.is_deletion:
            return Done(outcome=connector.delete_comment(remote_ref(decision.comment))[:300])
        reason = str(decision.clause) if decision.clause else ""
        return Done(outcome=connector.hide(remote_ref(decision.comment), reason=reason)[:300])

    def look_for(self, row: PlatformAction, connector: Connector) -> Done | None:
        if row.decision.kind == Decision.Kind.REPLY:
            published = connector.read_back(_answer(row))
            return Done(published.remote_id, published.url, dict(published.data), "replied") if published else None
        if row.decision.is_deletion:
            return None  # what is gone is deleted, however often
        abilities = connector.abilities
        if abilities.unhide if row.decision.kind == Decision.Kind.SHOW else abilities.hide:
            return None  # hiding twice is hiding once, and so is showing
        raise OutcomeUnknown(_("Whether the measure arrived can only be seen on the platform."))

    def booked(self, row: PlatformAction) -> None:
        decision = row.decision
        action = {State.PUBLISHED: "carried_out", State.SCHEDULED: "not_found"}.get(State(row.state), row.state)
        record(
            None,
            f"community.action_{action}",
            decision,
            outcome=row.outcome,
            url=row.remote_url,
            reason=row.error,
            attempts=row.attempts,
        )
        if row.is_published:
            if row.outcome in (HIDDEN, SHOWN):
                note_visibility(decision, is_hidden=row.outcome == HIDDEN)
            elif row.outcome == DELETED:
                note_removal(decision)
            return
        if row.state == State.WITHDRAWN and decision.is_deletion:
            reopen_after_deletion(decision)
        if row.state == State.WITHDRAWN and decision.kind == Decision.Kind.SHOW:
            # The measure stands again, and may be taken back anew.
            Decision._base_manager.filter(pk=decision.pk, undone_at=None).update(undone_at=now())


ERRAND = ActionErrand()


def carry_out_action(pk: int) -> bool:
    """Carry out action ``pk`` if it is due and the decision still stands. Idempotent; false when taken."""
    return outbox.send(ERRAND, pk)


def recover_action(pk: int) -> None:
    """Find out what became of action ``pk`` whose sender died or got no clear answer. Idempotent."""
    outbox.recover(ERRAND, pk)


def due_actions(at: datetime) -> list[Item]:
    """What is to be carried out at ``at``, oldest first. Needs all towns in scope."""
    return items_of(PlatformAction.objects.due(at)[:AT_ONCE], CHANNEL)


def sweep_actions(at: datetime) -> list[Item]:
    """What is to be recovered at ``at``: left by a dead sender, of unknown outcome, or confirmed by nobody."""
    rows = PlatformAction.objects
    found = (rows.past_their_lease(at), rows.to_look_for(at), rows.past_their_hand_over(at))
    return [item for actions in found for item in items_of(actions[:AT_ONCE], CHANNEL)]


def busy_servers(at: datetime) -> Counter[str]:
    """How many calls are running to each server."""
    sending = PlatformAction.objects.filter(state=State.SENDING, lease_until__gt=at)
    return Counter(item.server for item in items_of(sending, CHANNEL))


def _answer(row: PlatformAction) -> OutgoingPost:
    decision = row.decision
    return OutgoingPost(
        key=row.key,
        created_at=row.created_at,
        text=last_words(decision),
        reply_to=answered_ref(decision, decision.part_count),
        client_key=row.client_key,
        is_repetition=row.is_repetition,
        booked=partial(_booked_elsewhere, row),
        remember=outbox.keeper(row),
    )


def answer_key(row: PlatformAction, remote_id: str) -> str:
    """One per answer on the platform: the database books it for one decision only."""
    return booked_answers.answer_key(row.decision, remote_id)


def _booked_elsewhere(row: PlatformAction, remote_ids: Sequence[str]) -> set[str]:
    return booked_answers.booked_elsewhere(row, row.decision, remote_ids)
