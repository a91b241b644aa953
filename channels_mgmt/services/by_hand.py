# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person does on a channel without software: publish, and say with the link that it is done.

The software has checked what it checks everywhere and handed the post over (``services.outbox``); it never learns by
itself what became of it. Two people who answer at the same moment are told apart by compare-and-set.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.models import Delivery
from channels_mgmt.services.publishing import follow_deliveries
from core.errors import AlreadyChanged, Refused
from core.hashing import content_hash
from core.states import change_state

State = Delivery.State
REASON_LENGTH = 3
ADDRESS_LENGTH = 500


def confirm_by_hand(delivery: Delivery, *, actor: User, remote_url: str) -> None:
    """Say that the post is public, and where; also after its time, when the confirmation was forgotten.

    Raises ``Refused`` for an address that is none of the channel's platform or belongs to another post, and
    ``AlreadyChanged`` when somebody has answered or withdrawn it since.
    """
    require(actor, "channels_mgmt.publish_by_hand", delivery)
    url = _address_on_platform(delivery, remote_url)
    if not delivery.takes_a_confirmation:
        raise AlreadyChanged(_answered_before(delivery))
    try:
        with transaction.atomic():
            change_state(
                delivery,
                State.PUBLISHED,
                remote_id=content_hash(url),
                remote_url=url,
                published_at=now(),
                next_attempt_at=None,
                error="",
            )
            follow_deliveries(delivery.post)
            record(
                actor,
                "channels_mgmt.delivery_confirmed_by_hand",
                delivery,
                channel=delivery.channel.name,
                url=url,
            )
    except IntegrityError:
        raise Refused(_("This address already belongs to another post. Please copy the address of this one.")) from None


@transaction.atomic
def report_not_published(delivery: Delivery, *, actor: User, reason: str) -> None:
    """Say that the post could not be published by hand, and why; it can be scheduled again.

    Raises ``Refused`` without a reason, ``AlreadyChanged`` when somebody has answered or withdrawn it since.
    """
    require(actor, "channels_mgmt.publish_by_hand", delivery)
    reason = reason.strip()
    if len(reason) < REASON_LENGTH:
        raise Refused(_("Please say in one sentence why it could not be published; it is kept on record."))
    if not delivery.is_handed_over:
        raise AlreadyChanged(_answered_before(delivery))
    change_state(delivery, State.REJECTED, next_attempt_at=None, error=reason)
    follow_deliveries(delivery.post)
    record(
        actor,
        "channels_mgmt.delivery_impossible_by_hand",
        delivery,
        channel=delivery.channel.name,
        reason=reason,
    )


def _address_on_platform(delivery: Delivery, remote_url: str) -> str:
    url = remote_url.strip().partition("#")[0]
    try:
        URLValidator(schemes=["https", "http"])(url)
    except ValidationError:
        url = ""
    if len(url) > ADDRESS_LENGTH or not profile_of(delivery.channel.platform).is_at(url):
        raise Refused(
            _("Please copy the whole address of the post on %(platform)s, beginning with https://.")
            % {"platform": delivery.channel.get_platform_display()}
        )
    return url


def _answered_before(delivery: Delivery) -> str:
    if delivery.state == State.WITHDRAWN:
        return _("The post was taken back and is not to be published. If it is public already, please delete it there.")
    return _("Somebody else has answered this in the meantime. Nothing was changed by you.")
