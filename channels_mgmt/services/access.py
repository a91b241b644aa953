# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of who has access at a platform: entered, confirmed every quarter, ended. The software sees none of it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.models import AccessHolder, Channel
from core.errors import AlreadyChanged, Refused
from core.states import compare_and_set

NAME_LENGTH = 120


def add_holder(channel: Channel, *, actor: User, name: str, reach: str) -> AccessHolder:
    """Note that somebody has access. Raises ``Refused`` without a name, or when the name stands there already."""
    require(actor, "channels_mgmt.review_access", channel)
    said = " ".join(name.split())[:NAME_LENGTH]
    if not said:
        raise Refused(_("Please say who has access: a person, a role mailbox or an agency."))
    at = now()
    try:
        with transaction.atomic():
            holder = AccessHolder.objects.create(
                channel=channel, name=said, reach=AccessHolder.Reach(reach), added_at=at, confirmed_at=at
            )
            record(actor, "channels.access_noted", channel, reach=reach)
    except IntegrityError:
        raise Refused(_("This name stands in the list already.")) from None
    return holder


@transaction.atomic
def confirm_holder(holder: AccessHolder, *, actor: User, seen_at: datetime | None) -> None:
    """Say that the access is still needed; the quarter begins anew.

    ``seen_at`` is the confirmation the person saw. Raises ``AlreadyChanged`` when somebody has answered since.
    """
    require(actor, "channels_mgmt.review_access", holder.channel)
    _refuse_unless_as_seen(holder, seen_at)
    compare_and_set(holder, expected={"confirmed_at": seen_at, "ended_at": None}, confirmed_at=now())
    record(actor, "channels.access_confirmed", holder.channel, holder=holder.pk)


@transaction.atomic
def end_holder(holder: AccessHolder, *, actor: User, seen_at: datetime | None) -> None:
    """Say that the access was taken away at the platform."""
    require(actor, "channels_mgmt.review_access", holder.channel)
    _refuse_unless_as_seen(holder, seen_at)
    compare_and_set(holder, expected={"confirmed_at": seen_at, "ended_at": None}, ended_at=now())
    record(actor, "channels.access_ended", holder.channel, holder=holder.pk)


def _refuse_unless_as_seen(holder: AccessHolder, seen_at: datetime | None) -> None:
    if not holder.is_current or holder.confirmed_at != seen_at:
        raise AlreadyChanged(_("Somebody else has answered this in the meantime. Nothing was changed by you."))
