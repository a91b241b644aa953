# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Send the parts of a long answer, one after the other (docs/adr/0068)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from accounts.audit import record
from channels_mgmt.connectors.contract import Connector, OutgoingPost
from channels_mgmt.models import Channel
from channels_mgmt.queries.measure import comparable
from channels_mgmt.services import outbox
from channels_mgmt.services.outbox.errand import Done, Errand, Hold, Void
from channels_mgmt.services.outbox.lanes import Item, items_of
from community.models import AnswerPart
from community.services.answer_parts import answered_ref, note_part
from community.services.booked_answers import answer_key, booked_elsewhere
from core.hashing import content_hash

State = AnswerPart.State
AT_ONCE = 1000
CHANNEL = "decision__comment__channel"


class PartErrand(Errand[AnswerPart]):
    """A part of an answer on its way to the platform. Never before the one in front of it stands."""

    model = AnswerPart

    def find(self, pk: int) -> AnswerPart | None:
        comment = "decision__comment"
        wanted = ("municipality", "author", "delivery", "channel__municipality", "channel__credential")
        return AnswerPart.objects.select_related(*(f"{comment}__{name}" for name in wanted)).filter(pk=pk).first()

    def channel_of(self, row: AnswerPart) -> Channel:
        return row.decision.comment.channel

    def obstacle(self, row: AnswerPart) -> Hold | Void | None:
        decision, channel = row.decision, row.decision.comment.channel
        if decision.undone_at is not None:
            return Void(_("The decision was taken back."))
        if row.number == 1 and decision.comment.revision != decision.comment_revision:
            return Void(_("The author changed the comment after the decision. Please look at it again."))
        if row.number == 1 and decision.comment.gone_at is not None:
            return Void(_("The comment is no longer on the platform. Nothing was sent there."))
        if channel.state == Channel.State.CLOSED:
            return Void(_("The channel has been closed."))
        if channel.state != Channel.State.LIVE:
            return Hold(_("The channel is paused: %(reason)s") % {"reason": channel.pause_reason})
        return None

    def conditions(self, row: AnswerPart) -> dict[str, Any]:
        found: dict[str, Any] = {
            "decision__undone_at": None,
            "decision__comment__channel__state": Channel.State.LIVE,
            "decision__action__state": State.SCHEDULED,
        }
        if row.number == 1:
            found["decision__comment__revision"] = row.decision.comment_revision
            found["decision__comment__gone_at"] = None
        else:
            found["decision__parts__number"] = row.number - 1
            found["decision__parts__state"] = State.PUBLISHED
        return found

    def wording(self, row: AnswerPart) -> str:
        comment = row.decision.comment
        return content_hash([comment.channel_id, comment.remote_id, row.number, comparable(row.text)])

    def booking(self, row: AnswerPart, done: Done) -> dict[str, Any]:
        return {"answer_key": answer_key(row.decision, done.remote_id)} if done.remote_id else {}

    def carry_out(self, row: AnswerPart, connector: Connector) -> Done:
        published = connector.publish(_post(row))
        return Done(published.remote_id, published.url, dict(published.data))

    def look_for(self, row: AnswerPart, connector: Connector) -> Done | None:
        published = connector.read_back(_post(row))
        return Done(published.remote_id, published.url, dict(published.data)) if published else None

    def booked(self, row: AnswerPart) -> None:
        step = {State.PUBLISHED: "carried_out", State.SCHEDULED: "not_found"}.get(State(row.state), row.state)
        record(
            None,
            f"community.action_{step}",
            row.decision,
            part=row.number,
            of=row.decision.part_count,
            url=row.remote_url,
            reason=row.error,
            attempts=row.attempts,
        )
        note_part(row)


ERRAND = PartErrand()


def carry_out_part(pk: int) -> bool:
    """Send part ``pk`` if it is its turn. Idempotent; false when taken."""
    return outbox.send(ERRAND, pk)


def recover_part(pk: int) -> None:
    """Find out what became of part ``pk`` whose sender died or got no clear answer. Idempotent."""
    outbox.recover(ERRAND, pk)


def due_parts(at: datetime) -> list[Item]:
    """Parts whose turn it is at ``at``. Needs all towns in scope."""
    return items_of(AnswerPart.objects.due(at)[:AT_ONCE], CHANNEL)


def sweep_parts(at: datetime) -> list[Item]:
    """Parts to be recovered at ``at``."""
    rows = AnswerPart.objects
    left = items_of(rows.past_their_lease(at)[:AT_ONCE], CHANNEL)
    return left + items_of(rows.to_look_for(at)[:AT_ONCE], CHANNEL)


def _post(row: AnswerPart) -> OutgoingPost:
    return OutgoingPost(
        key=row.key,
        created_at=row.created_at,
        text=row.text,
        reply_to=answered_ref(row.decision, row.number),
        client_key=row.client_key,
        is_repetition=row.is_repetition,
        booked=partial(_booked, row),
        remember=outbox.keeper(row),
    )


def _booked(row: AnswerPart, remote_ids: Sequence[str]) -> set[str]:
    return booked_elsewhere(row, row.decision, remote_ids)
