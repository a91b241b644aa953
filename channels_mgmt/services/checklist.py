# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The checklist of a channel: lines ticked by people, links looked at again every half-year.

The product cannot see a public profile, so a person looks and says so. What was said stays: each
answer is a row of ``ChannelCheckConfirmation``; the tick itself only holds the latest.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Channel, ChannelCheck, ChannelCheckConfirmation
from core.errors import AlreadyChanged, Refused
from core.states import compare_and_set

Answer = ChannelCheckConfirmation.Answer


@transaction.atomic
def confirm_check(channel: Channel, *, actor: User, key: str) -> ChannelCheck:
    """Confirm one line of the checklist; who and when is kept."""
    require(actor, "channels_mgmt.manage_channels", channel)
    check, is_new = ChannelCheck.objects.get_or_create(
        channel=channel, key=ChannelCheck.Key(key), defaults={"done_by": actor, "done_at": now()}
    )
    if is_new:
        _keep(channel, actor, key, Answer.LINKED, check.done_at)
        record(actor, "channels.check_confirmed", channel, check=key)
    return check


@transaction.atomic
def withdraw_check(channel: Channel, *, actor: User, key: str) -> None:
    """Take the confirmation of one line back."""
    require(actor, "channels_mgmt.manage_channels", channel)
    removed, _rows = ChannelCheck.objects.filter(channel=channel, key=ChannelCheck.Key(key)).delete()
    if removed:
        _keep(channel, actor, key, Answer.MISSING, now())
        record(actor, "channels.check_withdrawn", channel, check=key)


@transaction.atomic
def confirm_link(channel: Channel, *, actor: User, key: str, seen_at: datetime | None) -> ChannelCheck:
    """Say that the profile links to it today; the half-year begins anew.

    ``seen_at`` is the confirmation the person saw on the page, ``None`` when the link was missing.
    Raises ``AlreadyChanged`` when somebody else has answered since: one look is one row.
    """
    require(actor, "channels_mgmt.confirm_links", channel)
    _refuse_other_than_links(channel, key)
    at = now()
    if seen_at is None:
        check, is_new = ChannelCheck.objects.get_or_create(
            channel=channel, key=key, defaults={"done_by": actor, "done_at": at}
        )
        if not is_new:
            raise AlreadyChanged(_answered_before())
    else:
        check = _stored(channel, key)
        if check.done_at != seen_at:
            raise AlreadyChanged(_answered_before())
        compare_and_set(check, expected={"done_at": seen_at}, done_by=actor, done_at=at)
    _keep(channel, actor, key, Answer.LINKED, at)
    record(actor, "channels.link_confirmed", channel, check=key)
    return check


@transaction.atomic
def report_link_missing(channel: Channel, *, actor: User, key: str, seen_at: datetime | None) -> None:
    """Say that the profile does not link to it: the tick is withdrawn, the channel stays live.

    Raises ``AlreadyChanged`` when somebody else has answered since ``seen_at``.
    """
    require(actor, "channels_mgmt.confirm_links", channel)
    _refuse_other_than_links(channel, key)
    if seen_at is None:
        raise AlreadyChanged(_answered_before())
    removed, _rows = ChannelCheck.objects.filter(channel=channel, key=key, done_at=seen_at).delete()
    if not removed:
        raise AlreadyChanged(_answered_before())
    _keep(channel, actor, key, Answer.MISSING, now())
    record(actor, "channels.link_missing", channel, check=key)


def _stored(channel: Channel, key: str) -> ChannelCheck:
    check = ChannelCheck.objects.filter(channel=channel, key=key).first()
    if check is None:
        raise AlreadyChanged(_answered_before())
    return check


def _keep(channel: Channel, actor: User, key: str, answer: str, at: datetime) -> None:
    ChannelCheckConfirmation.objects.create(channel=channel, key=key, answer=answer, person=actor, at=at)


def _refuse_other_than_links(channel: Channel, key: str) -> None:
    if key not in ChannelCheck.LINK_KEYS:
        raise Refused(_("There is no such line in the checklist."))
    if channel.live_slot is None:
        raise Refused(_("This channel is not public. Its links are looked at once it is live."))


def _answered_before() -> str:
    return _("Somebody else has answered this in the meantime. Nothing was changed by you.")
