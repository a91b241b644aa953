# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a channel that people serve by hand to a connected one, and back.

The account is asked first; the channel changes its way in one step with the access, or not at all. What was published,
and every record, stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.addresses import check_base_url
from channels_mgmt.connectors.contract import Account, ConnectorError
from channels_mgmt.connectors.registry import access_of, build, profile_of
from channels_mgmt.models import Channel, Credential, Delivery
from channels_mgmt.services.channels import (
    ask_platform,
    connector_for,
    refuse_unreachable,
    server_for,
    store_tokens,
    ways_of,
)
from core.errors import Refused
from core.states import compare_and_set

State = Delivery.State
BY_HAND = Channel.Connector.MANUAL


def other_way(channel: Channel) -> str:
    """The connector that ``channel`` might have instead; empty where there is no choice."""
    if channel.is_practice or channel.is_closed:
        return ""
    return next((way for way in ways_of(channel.platform) if way != channel.connector), "")


def connect_instead(channel: Channel, *, actor: User, secret: str, base_url: str = "", **given: str) -> Channel:
    """Let the software publish on a channel served by hand; ``secret`` and ``given`` as in ``connect_channel``.

    Raises ``Refused``: in the platform's words, while posts wait to be confirmed by hand, or where there is no choice.
    """
    require(actor, "channels_mgmt.connect_channel", channel)
    if not channel.is_by_hand or not other_way(channel):
        raise Refused(_("There is no other way to publish on this channel."))
    _refuse_waiting(channel, (State.HANDED_OVER,))
    wanted = copy(channel)
    wanted.connector, wanted.handle, wanted.account_id = connector_for(channel.platform), "", ""
    wanted.base_url = server_for(wanted.connector, base_url)
    refuse_unreachable(wanted.connector)
    check_base_url(wanted.base_url, allow_local=settings.ALLOW_LOCAL_PEERS)
    fields = {name: value.strip() for name, value in given.items()} | {"secret": secret.strip()}
    try:
        identity, tokens, limits = ask_platform(wanted, fields)
    except ConnectorError as error:
        raise Refused(str(error)) from error
    try:
        with transaction.atomic():
            _refuse_waiting(channel, (State.HANDED_OVER,))
            compare_and_set(
                channel,
                expected={"connector": BY_HAND, "account_id": channel.account_id, "state": channel.state},
                connector=wanted.connector,
                base_url=wanted.base_url,
                account_id=identity.remote_id,
                handle=identity.handle,
                limits=limits.as_json(),
                sync_cursor={},
                sync_due_at=now() if channel.is_live else None,
            )
            store_tokens(channel, tokens)
            record(actor, "channels.way_changed", channel, way=wanted.connector, handle=identity.handle)
    except IntegrityError:
        channel.refresh_from_db()
        raise Refused(
            _("The account %(handle)s is already connected to another channel.") % {"handle": identity.handle}
        ) from None
    return channel


def publish_by_hand_instead(channel: Channel, *, actor: User, handle: str) -> Channel:
    """Let people publish on a connected channel; ``handle`` is the address of the profile. The access is deleted.

    Raises ``Refused`` while something is on its way, or for an address that is none of the platform.
    """
    require(actor, "channels_mgmt.connect_channel", channel)
    if other_way(channel) != BY_HAND:
        raise Refused(_("There is no other way to publish on this channel."))
    profile = profile_of(channel.platform)
    if not profile.is_at(handle.strip()):
        raise Refused(
            _("Please copy the whole address of your profile on %(platform)s, beginning with https://.")
            % {"platform": channel.get_platform_display()}
        )
    account = access_of(BY_HAND).open_account(Account(base_url="", handle=""), {"handle": handle.strip()})
    identity = build(account, BY_HAND).verify()
    with transaction.atomic():
        _refuse_waiting(channel, (State.SENDING, State.UNCERTAIN))
        compare_and_set(
            channel,
            expected={"connector": channel.connector, "account_id": channel.account_id, "state": channel.state},
            connector=BY_HAND,
            base_url="",
            account_id=identity.remote_id,
            handle=identity.handle,
            limits=profile.limits.as_json(),
            sync_cursor={},
            sync_due_at=None,
            quiet_until=None,
        )
        Credential.objects.filter(channel=channel).delete()
        record(actor, "channels.way_changed", channel, way=BY_HAND, handle=identity.handle)
    return channel


def _refuse_waiting(channel: Channel, states: Sequence[str]) -> None:
    waiting = Delivery.objects.filter(channel=channel, state__in=states).count()
    if waiting:
        raise Refused(
            ngettext(
                "%(count)d post is on its way in the way used so far. Please clear it up first.",
                "%(count)d posts are on their way in the way used so far. Please clear them up first.",
                waiting,
            )
            % {"count": waiting}
        )
