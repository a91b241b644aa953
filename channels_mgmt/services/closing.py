# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Closing a channel that the public knows: begun with a reason, settled line by line, signed, carried out."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Channel, ChannelClosing, ClosingStep
from channels_mgmt.queries.closing import missing_for_closing, needs_a_closing, needs_a_signature
from channels_mgmt.services.channels import end_channel
from core.errors import AlreadyChanged, Refused
from core.states import change_state, hold

State = ChannelClosing.State
REASON_LENGTH = NOTE_LENGTH = 300


def begin_closing(channel: Channel, *, actor: User, reason: str, answers_until: date) -> ChannelClosing:
    """Begin to close a public channel. Nothing changes for its readers yet.

    Raises ``Refused`` without a reason, for a past day, or when one has been begun already.
    """
    require(actor, "channels_mgmt.manage_channels", channel)
    said = " ".join(reason.split())[:REASON_LENGTH]
    if not said:
        raise Refused(_("Please give the reason in one sentence; it is kept on record."))
    if not needs_a_closing(channel):
        raise Refused(_("Nobody outside knows this channel. It can be closed at once on its page."))
    if answers_until < channel.municipality.local_day():
        raise Refused(_("Please name today or a later day, so that open comments can be answered."))
    try:
        with transaction.atomic():
            closing = ChannelClosing.objects.create(
                channel=channel, reason=said, answers_until=answers_until, begun_by=actor
            )
            record(actor, "channels.closing_begun", channel, reason=said, answers_until=answers_until)
    except IntegrityError:
        raise AlreadyChanged(_("Somebody else has begun to close this channel already.")) from None
    return closing


@transaction.atomic
def settle_step(closing: ChannelClosing, *, actor: User, key: str, answer: str, note: str = "") -> ClosingStep:
    """Say of one line that it is done, or not needed for a reason; a later answer replaces an earlier one.

    A changed line after the signature would not be what was signed: it is refused.
    """
    require(actor, "channels_mgmt.manage_channels", closing.channel)
    said = " ".join(note.split())[:NOTE_LENGTH]
    if key not in ClosingStep.Key.values or answer not in ClosingStep.Answer.values:
        raise Refused(_("There is no such line in the checklist."))
    if answer == ClosingStep.Answer.NOT_NEEDED and not said:
        raise Refused(_("Please say in a few words why this is not needed."))
    hold(closing, state=State.PREPARING)
    step, _is_new = ClosingStep.objects.update_or_create(
        closing=closing, key=key, defaults={"answer": answer, "note": said, "person": actor, "at": now()}
    )
    record(actor, "channels.closing_step_settled", closing.channel, step=key, answer=answer, note=said)
    return step


@transaction.atomic
def sign_closing(closing: ChannelClosing, *, actor: User) -> None:
    """The head agrees that the town leaves. Raises ``Refused`` while lines are open."""
    require(actor, "channels_mgmt.sign_closing", closing)
    if closing.steps.count() < len(ClosingStep.Key):
        raise Refused(_("Every line of the list has to be settled before it is signed."))
    change_state(closing, State.SIGNED, signed_by=actor, signed_at=now())
    record(actor, "channels.closing_signed", closing.channel)


@transaction.atomic
def abandon_closing(closing: ChannelClosing, *, actor: User) -> None:
    """The channel stays."""
    require(actor, "channels_mgmt.manage_channels", closing.channel)
    change_state(closing, State.ABANDONED)
    record(actor, "channels.closing_abandoned", closing.channel)


@transaction.atomic
def carry_out_closing(closing: ChannelClosing, *, actor: User) -> None:
    """Close the channel for good: its place becomes free, its access is deleted; posts, comments and records stay.

    Raises ``Refused`` with the gaps.
    """
    channel = closing.channel
    require(actor, "channels_mgmt.manage_channels", channel)
    needed = needs_a_signature(channel)
    gaps = missing_for_closing(closing, channel.municipality.local_day(), is_signature_needed=needed)
    if gaps:
        raise Refused(_("The channel cannot be closed yet."), gaps)
    change_state(closing, State.DONE)
    end_channel(channel, actor=actor, reason=closing.reason)
