# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The notice of a measure as a private message on the platform, sent off by a person (docs/adr/0068).

Only where the platform carries an answer to its addressee alone, and the measure is carried out. Everywhere else the
page says so and gives the words to paste. Nothing leaves for ten seconds, never twice, and doubt is shown to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.contract import Connector, OutgoingPost, RemoteRef, gaps
from channels_mgmt.models import Channel
from channels_mgmt.queries.measure import comparable
from channels_mgmt.services import outbox
from channels_mgmt.services.outbox.errand import Done, Errand, Hold, Void
from channels_mgmt.services.outbox.lanes import Item, items_of
from community.models import Comment, Decision, Notice, NoticeMessage, Restriction
from community.services.appeals_intake import PUBLIC_LANGUAGE
from community.services.booked_answers import answer_key, booked_elsewhere
from community.services.notices import notice_link
from community.services.remote import remote_ref, speaker_without_access
from core.errors import AlreadyChanged, IllegalTransition, Refused
from core.hashing import content_hash
from core.states import change_state, compare_and_set

State = NoticeMessage.State
AT_ONCE = 500
CHANNEL = "decision__comment__channel"
LIVE_RESTRICTIONS = [Restriction.State.IN_FORCE]


def notice_words(about: Decision | Restriction, link: str) -> str:
    """What the citizen is told; the reasons stand behind the link alone."""
    with translation.override(PUBLIC_LANGUAGE):
        words = _("%(town)s has taken a measure. Which rule it rests on, why, and how you can object: %(link)s")
        return words % {"town": about.municipality.name, "link": link}


def why_only_by_hand(decision: Decision) -> str:
    """Why the software cannot bring the notice to the citizen; empty where it can."""
    comment = decision.comment
    channel, platform = comment.channel, comment.channel.get_platform_display()
    speaker = speaker_without_access(channel)
    if channel.is_by_hand or not speaker.abilities.private_messages:
        return _(
            "Dorflinde can send no private message on %(platform)s: an answer there would be public. Please paste the "
            "text into a private message by hand."
        ) % {"platform": platform}
    if channel.state == Channel.State.CLOSED:
        return _("The channel has been closed.")
    if comment.removed_at is not None or comment.gone_at is not None or comment.pseudonymised_at is not None:
        return _("The comment is no longer there to be answered. Please paste the text into a private message by hand.")
    if Restriction.objects.filter(account=comment.author_id, state__in=LIVE_RESTRICTIONS).exists():
        return _("The account is restricted, so a message might not arrive. Please tell the citizen another way.")
    words = notice_words(decision, notice_link(decision))
    post = OutgoingPost(key=uuid4(), created_at=timezone.now(), text=words, reply_to=_privately(comment))
    if missing := gaps(speaker, post):
        return " ".join(missing)
    return ""


@transaction.atomic
def send_notice(decision: Decision, *, actor: User) -> NoticeMessage:
    """Send the notice off to the author alone; it leaves after ten seconds.

    Raises ``Refused`` where only a person can bring it, or the measure is not carried out or was taken back;
    ``AlreadyChanged`` when it is on its way already.
    """
    require(actor, "community.give_notice", decision)
    action = getattr(decision, "action", None)
    if not decision.is_measure or decision.undone_at is not None or decision.emptied_at is not None:
        raise Refused(_("There is no measure here that a citizen could be told about."))
    if action is None or not action.is_published:
        raise Refused(_("The measure is not carried out yet. The citizen is told once it is."))
    if reason := why_only_by_hand(decision):
        raise Refused(reason)
    try:
        with transaction.atomic():
            message = NoticeMessage.objects.create(
                decision=decision,
                sent_by=actor,
                text=notice_words(decision, notice_link(decision)),
                due_at=timezone.now() + Decision.UNDO_TIME,
            )
    except IntegrityError:
        raise AlreadyChanged(_("The notice is on its way already. Nothing was sent a second time.")) from None
    record(actor, "community.notice_sent_off", decision)
    return message


@transaction.atomic
def take_notice_back(message: NoticeMessage, *, actor: User) -> None:
    """Within the ten seconds, and what never left. Raises ``Refused`` when it is too late."""
    require(actor, "community.give_notice", message)
    try:
        change_state(message, State.WITHDRAWN, next_attempt_at=None, uncertain_since=None)
    except (AlreadyChanged, IllegalTransition):
        raise Refused(_("Too late to undo: the message has been sent.")) from None
    record(actor, "community.notice_taken_back", message.decision)


@transaction.atomic
def settle_notice(message: NoticeMessage, *, actor: User, outcome: str) -> None:
    """A person says what became of a message that is stuck: ``look`` again, ``done``, or ``retry``.

    Raises ``AlreadyChanged`` when its outcome is known meanwhile.
    """
    require(actor, "community.give_notice", message)
    at = timezone.now()
    changes: dict[str, Any] = {"next_attempt_at": None, "uncertain_since": None, "error": ""}
    if outcome == "look":
        expected = {"state": State.UNCERTAIN, "next_attempt_at": None}
        compare_and_set(message, expected=expected, next_attempt_at=at, uncertain_since=at)
    elif outcome == "done":
        change_state(message, State.PUBLISHED, published_at=at, **changes)
        _note(message)
    else:
        change_state(message, State.SCHEDULED, due_at=at, attempts=0, waits=0, **changes)
    record(actor, "community.notice_settled", message.decision, outcome=outcome)


class NoticeErrand(Errand[NoticeMessage]):
    model = NoticeMessage

    def find(self, pk: int) -> NoticeMessage | None:
        comment = "decision__comment"
        wanted = ("municipality", "author", "delivery", "channel__municipality", "channel__credential")
        rows = NoticeMessage.objects.select_related(*(f"{comment}__{name}" for name in wanted), "sent_by")
        return rows.filter(pk=pk).first()

    def channel_of(self, row: NoticeMessage) -> Channel:
        return row.decision.comment.channel

    def obstacle(self, row: NoticeMessage) -> Hold | Void | None:
        decision, comment = row.decision, row.decision.comment
        if decision.undone_at is not None or decision.emptied_at is not None:
            return Void(_("The decision was taken back."))
        if comment.gone_at is not None or comment.removed_at is not None or comment.pseudonymised_at is not None:
            return Void(_("The comment is no longer on the platform. Nothing was sent there."))
        if comment.channel.state == Channel.State.CLOSED:
            return Void(_("The channel has been closed."))
        return None

    def conditions(self, row: NoticeMessage) -> dict[str, Any]:
        return {"decision__undone_at": None, "decision__emptied_at": None, "decision__comment__gone_at": None}

    def wording(self, row: NoticeMessage) -> str:
        comment = row.decision.comment
        return content_hash([comment.channel_id, comment.remote_id, comparable(row.text)])

    def booking(self, row: NoticeMessage, done: Done) -> dict[str, Any]:
        return {"answer_key": answer_key(row.decision, done.remote_id)} if done.remote_id else {}

    def carry_out(self, row: NoticeMessage, connector: Connector) -> Done:
        published = connector.publish(_post(row))
        return Done(published.remote_id, published.url, dict(published.data))

    def look_for(self, row: NoticeMessage, connector: Connector) -> Done | None:
        published = connector.read_back(_post(row))
        return Done(published.remote_id, published.url, dict(published.data)) if published else None

    def booked(self, row: NoticeMessage) -> None:
        step = {State.PUBLISHED: "arrived", State.SCHEDULED: "not_found"}.get(State(row.state), row.state)
        record(None, f"community.notice_{step}", row.decision, reason=row.error, attempts=row.attempts)
        if row.is_published:
            _note(row)


ERRAND = NoticeErrand()


def carry_out_notice(pk: int) -> bool:
    """Send message ``pk`` if it is due and the measure still stands. Idempotent; false when taken."""
    return outbox.send(ERRAND, pk)


def recover_notice(pk: int) -> None:
    """Find out what became of message ``pk`` whose sender died or got no clear answer. Idempotent."""
    outbox.recover(ERRAND, pk)


def due_notices(at: datetime) -> list[Item]:
    """Messages to be sent at ``at``. Needs all towns in scope."""
    return items_of(NoticeMessage.objects.due(at)[:AT_ONCE], CHANNEL)


def sweep_notices(at: datetime) -> list[Item]:
    """Messages to be recovered at ``at``."""
    left = items_of(NoticeMessage.objects.past_their_lease(at)[:AT_ONCE], CHANNEL)
    return left + items_of(NoticeMessage.objects.to_look_for(at)[:AT_ONCE], CHANNEL)


def _note(message: NoticeMessage) -> None:
    """The citizen has got it: the same note as by hand, once."""
    decision = message.decision
    Notice.objects.get_or_create(
        decision=decision, defaults={"municipality": decision.municipality, "given_by": message.sent_by}
    )


def _privately(comment: Comment) -> RemoteRef:
    """Whatever the comment was: the notice goes to its author alone."""
    return replace(remote_ref(comment), is_private=True)


def _post(row: NoticeMessage) -> OutgoingPost:
    return OutgoingPost(
        key=row.key,
        created_at=row.created_at,
        text=row.text,
        reply_to=_privately(row.decision.comment),
        client_key=row.client_key,
        is_repetition=row.is_repetition,
        booked=partial(_booked, row),
        remember=outbox.keeper(row),
    )


def _booked(row: NoticeMessage, remote_ids: Sequence[str]) -> set[str]:
    return booked_elsewhere(row, row.decision, remote_ids)
