# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Practice from the first minute: one click opens a channel that reaches nobody, with a sample post (docs/adr/0034).

Only channels of the practice platform begin here. A real one has ``services.channels`` as its only way to be live.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Channel, Delivery, Post, PostTarget
from channels_mgmt.queries.channels import live_practice_channel
from channels_mgmt.services.channels import LIVE_SLOTS, connect_practice, take_slot
from channels_mgmt.services.planning import approve_as_routine, plan_for
from channels_mgmt.services.publishing import publish_delivery
from core.errors import Refused
from core.localtime import to_wall
from core.platforms import EXAMPLE
from core.states import hold_and_read


def open_practice_channel(town: Municipality, *, actor: User) -> Channel:
    """The town's live practice channel; the first call makes it, and of two at the same moment one.

    Raises ``Refused`` while both places for practice are taken by channels that are paused.
    """
    require(actor, "channels_mgmt.practise", town)
    for slot in LIVE_SLOTS:
        channel = live_practice_channel(town)
        if channel is not None:
            return channel
        try:
            return _open(town, actor, slot)
        except (IntegrityError, Refused):
            continue  # the place or the account is taken, perhaps by somebody at this very moment
    channel = live_practice_channel(town)
    if channel is None:
        raise Refused(_("The practice channel is paused. Please let it continue under “Channels”."))
    return channel


def publish_sample(channel: Channel, *, actor: User, title: str, text: str) -> Delivery:
    """Publish ``text`` on a practice channel where nothing was published yet; else return what was.

    The sample is routine, so no second person is asked for. Raises ``Refused`` for a real channel.
    """
    require(actor, "channels_mgmt.practise", channel)
    delivery = _planned_sample(channel, actor, title, text)
    publish_delivery(delivery.pk)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def _open(town: Municipality, actor: User, slot: int) -> Channel:
    hold_and_read(town, "name")  # two who click at once come one after the other
    channel = live_practice_channel(town)
    if channel is not None:
        return channel
    channel = Channel.objects.create(
        municipality=town, platform=EXAMPLE, connector=Channel.Connector.PRACTICE, name=_("Practice")
    )
    record(actor, "channels.created", channel, platform=channel.platform, connector=channel.connector)
    connect_practice(channel, actor)
    return take_slot(channel, actor, slot)


@transaction.atomic
def _planned_sample(channel: Channel, actor: User, title: str, text: str) -> Delivery:
    hold_and_read(channel, "state", "connector")
    if not channel.is_practice:
        raise Refused(_("This works on a practice channel only."))
    known = Delivery.objects.filter(channel=channel).exclude(state=Delivery.State.WITHDRAWN).order_by("pk").first()
    if known is not None:
        return known
    town, at = channel.municipality, now()
    plan = plan_for(town, to_wall(at, town.timezone))
    post = Post.objects.create(
        municipality=town,
        title=title,
        text=text,
        risk=Post.Risk.ROUTINE,
        state=Post.State.DRAFT,
        author=actor,
        edited_by=actor,
        edited_at=at,
        **plan,
    )
    PostTarget.objects.create(post=post, channel=channel)
    record(actor, "planning.post_created", post)
    approve_as_routine(post, actor=actor)
    return Delivery.objects.create(post=post, channel=channel, due_at=plan["planned_at"])
