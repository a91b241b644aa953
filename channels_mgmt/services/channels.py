# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A channel's life: planned, connected, checked, live, paused, closed.

At most two channels of a town are live (D11). The database holds that limit; what is asked of a
channel before it goes live stands in ``queries.missing_for_live``.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audit import record
from accounts.models import Membership, Municipality, Role, User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.addresses import check_base_url
from channels_mgmt.connectors.contract import Account, Connector, ConnectorError, Identity, Limits, Tokens
from channels_mgmt.connectors.registry import CONNECTORS, access_of, build, profile_of
from channels_mgmt.models import Channel, Credential, Delivery
from channels_mgmt.queries.channels import missing_for_live
from channels_mgmt.queries.closing import needs_a_closing
from channels_mgmt.queries.reachable import why_not_reachable
from channels_mgmt.services.connections import term_of
from core.errors import AlreadyChanged, Refused
from core.platforms import Platform
from core.states import change_state, compare_and_set
from practice.services import open_town_account

logger = logging.getLogger(__name__)

State = Channel.State
LIVE_SLOTS = (1, 2)
WAITING = (
    Delivery.State.SCHEDULED,
    Delivery.State.RETRY_WAIT,
    Delivery.State.SENDING,
    Delivery.State.UNCERTAIN,
    Delivery.State.HANDED_OVER,
)


def connector_for(platform: str) -> str:
    """How a channel on ``platform`` is published: by its connector, or by hand as long as there is none."""
    return platform if platform in CONNECTORS else Channel.Connector.MANUAL


def ways_of(platform: str) -> tuple[str, ...]:
    """Every way to publish on ``platform``, the usual one first; some that can be connected may be served by hand."""
    usual = connector_for(platform)
    by_hand = Channel.Connector.MANUAL
    return (usual, by_hand) if usual != by_hand and profile_of(platform).hosts else (usual,)


@transaction.atomic
def create_channel(
    municipality: Municipality,
    *,
    actor: User,
    platform: str,
    connector: str,
    name: str,
    base_url: str = "",
    owner: User | None = None,
    deputy: User | None = None,
) -> Channel:
    """Plan a channel. ``base_url`` is checked: only servers of the public internet are reached.

    Raises ``UnsafeAddress`` for such an address and ``Refused`` for people who cannot answer for it.
    """
    require(actor, "channels_mgmt.manage_channels", municipality)
    if connector not in (Channel.Connector.PRACTICE, *ways_of(platform)):
        raise Refused(_("%(platform)s cannot be connected in this way.") % {"platform": Platform(platform).label})
    _refuse_wrong_people(municipality, owner, deputy)
    channel = Channel.objects.create(
        municipality=municipality,
        platform=platform,
        connector=connector,
        name=name.strip() or Platform(platform).label,
        base_url=server_for(connector, base_url),
        owner=owner,
        deputy=deputy,
    )
    record(actor, "channels.created", channel, platform=platform, connector=connector)
    return channel


@transaction.atomic
def edit_channel(
    channel: Channel, *, actor: User, name: str, owner: User | None, deputy: User | None, base_url: str | None = None
) -> Channel:
    """Change name, owner and deputy; the server only while no account is connected."""
    require(actor, "channels_mgmt.manage_channels", channel)
    _refuse_wrong_people(channel.municipality, owner, deputy)
    changes: dict[str, object] = {"name": name.strip() or channel.name, "owner": owner, "deputy": deputy}
    if base_url is not None and base_url != channel.base_url:
        if channel.account_id:
            raise Refused(_("The server belongs to the connected account. Close this channel and create a new one."))
        changes["base_url"] = server_for(channel.connector, base_url)
    compare_and_set(channel, expected={"state": channel.state}, **changes)
    record(actor, "channels.edited", channel, owner=owner.pk if owner else None, deputy=deputy.pk if deputy else None)
    return channel


def connect_channel(channel: Channel, *, actor: User, secret: str = "", **given: str) -> Channel:
    """Give the channel access to its account and store it encrypted.

    ``secret`` and ``given`` are the fields of the platform's form (``connectors/<platform>/access.py``). Of a channel
    by hand ``handle`` is the address of the profile, and nothing else is asked. The practice platform needs nothing.
    Once an account is connected, only that very account is accepted again. The platform is asked before
    anything is written; raises ``Refused`` in the platform's words when it declines.
    """
    given = {name: value.strip() for name, value in given.items()}
    require(actor, "channels_mgmt.connect_channel", channel)
    if channel.state == State.CLOSED:
        raise Refused(_("This channel is closed. Please create a new one."))
    if channel.is_practice:
        return connect_practice(channel, actor)
    if channel.is_by_hand:
        return _name_account(channel, actor, given)
    if not secret.strip():
        raise Refused(_("Please enter the access that the platform gave you."))
    refuse_unreachable(channel.connector)
    check_base_url(channel.base_url, allow_local=settings.ALLOW_LOCAL_PEERS)
    try:
        identity, tokens, limits = ask_platform(channel, given | {"secret": secret.strip()})
    except ConnectorError as error:
        raise Refused(str(error)) from error
    return store_access(channel, actor, identity, tokens, limits)


def go_live(channel: Channel, *, actor: User) -> Channel:
    """Let the channel publish, in one of the town's two places.

    Raises ``Refused``: with the gaps when something is missing, or because both places are taken.
    """
    require(actor, "channels_mgmt.go_live", channel)
    _refuse_gaps(channel)
    for slot in LIVE_SLOTS:
        try:
            return take_slot(channel, actor, slot)
        except IntegrityError:
            continue  # taken, perhaps by somebody at this very moment
    raise Refused(
        _(
            "Two channels are already live; a town does one or two networks well rather than three badly. "
            "Close one of them first."
        )
    )


@transaction.atomic
def pause_channel(channel: Channel, *, actor: User, reason: str) -> Channel:
    """Stop publishing for a while; nothing goes out until somebody resumes."""
    require(actor, "channels_mgmt.pause_channel", channel)
    _refuse_no_reason(reason)
    change_state(channel, State.PAUSED, pause_reason=reason.strip()[:300])
    record(actor, "channels.paused", channel, reason=reason.strip())
    return channel


@transaction.atomic
def resume_channel(channel: Channel, *, actor: User) -> Channel:
    """Publish again after a pause; asks for the same things as going live."""
    require(actor, "channels_mgmt.pause_channel", channel)
    if channel.state != State.PAUSED:
        raise AlreadyChanged(_("This channel is not paused."))
    _refuse_gaps(channel)
    change_state(channel, State.LIVE, pause_reason="", sync_due_at=now())
    record(actor, "channels.resumed", channel)
    return channel


@transaction.atomic
def close_channel(channel: Channel, *, actor: User, reason: str) -> Channel:
    """End a channel for good that the public does not know; all others by ``services.closing``.

    Posts, comments and records stay. Refused while posts still wait for this channel.
    """
    require(actor, "channels_mgmt.manage_channels", channel)
    _refuse_no_reason(reason)
    if needs_a_closing(channel):
        raise Refused(_("The public knows this channel. Please prepare its closing step by step."))
    return end_channel(channel, actor=actor, reason=reason)


@transaction.atomic
def end_channel(channel: Channel, *, actor: User, reason: str) -> Channel:
    """The last step of every closing; the caller has asked whether it may be taken."""
    waiting = Delivery.objects.filter(channel=channel, state__in=WAITING).count()
    if waiting:
        raise Refused(
            ngettext(
                "%(count)d post still waits to go out on this channel. Please withdraw it first.",
                "%(count)d posts still wait to go out on this channel. Please withdraw them first.",
                waiting,
            )
            % {"count": waiting}
        )
    change_state(channel, State.CLOSED, live_slot=None, sync_due_at=None, pause_reason=reason.strip()[:300])
    Credential.objects.filter(channel=channel).delete()
    record(actor, "channels.closed", channel, reason=reason.strip())
    return channel


# -- shared steps -------------------------------------------------------------------------------


def server_for(connector: str, base_url: str) -> str:
    """The checked address of the server a channel speaks to; empty where it speaks to none."""
    if connector in (Channel.Connector.PRACTICE, Channel.Connector.MANUAL):
        return ""
    profile = profile_of(connector)
    given = base_url.strip()
    if profile.has_one_server and not (given and settings.ALLOW_LOCAL_PEERS):
        return profile.server
    given = given or profile.server
    if not given:
        raise Refused(
            _("Please enter the server of the account, for example %(server)s.") % {"server": profile.server_example}
        )
    return check_base_url(given, allow_local=settings.ALLOW_LOCAL_PEERS)


def _refuse_wrong_people(municipality: Municipality, owner: User | None, deputy: User | None) -> None:
    if owner is not None and owner == deputy:
        raise Refused(_("Owner and deputy are two different people, so that somebody is there on leave and illness."))
    for person in (owner, deputy):
        if person is None:
            continue
        roles = Membership.objects.current(localdate()).filter(user=person, municipality=municipality)
        if not roles.exclude(role=Role.EXTERNAL).exists():
            raise Refused(
                _("%(person)s does not work for this town and cannot answer for a channel.") % {"person": person}
            )


def refuse_unreachable(connector: str) -> None:
    """Raise where a platform takes nothing but pictures that it fetches from us, and has no way in."""
    if profile_of(connector).limits.needs_image and (why := why_not_reachable()):
        raise Refused(why)


def ask_platform(channel: Channel, given: dict[str, str]) -> tuple[Identity, Tokens, Limits]:
    """Whose account the access opens and what the server accepts. No transaction is open here."""
    known = Account(
        base_url=channel.base_url,
        handle=channel.handle,
        remote_id=channel.account_id,
        allow_local=settings.ALLOW_LOCAL_PEERS,
    )
    account = access_of(channel.connector).open_account(known, given)
    connector = build(account, channel.connector)
    return connector.verify(), dict(account.tokens), limits_told_by(connector)


def limits_told_by(connector: Connector) -> Limits:
    """What the server says it accepts. One that does not say so is connected all the same, with the usual limits."""
    try:
        return connector.read_limits()
    except ConnectorError as error:
        logger.warning("%s: limits could not be read, the usual ones are used: %s", connector.kind, error)
        return connector.limits


def store_access(channel: Channel, actor: User, identity: Identity, tokens: Tokens, limits: Limits) -> Channel:
    try:
        with transaction.atomic():
            compare_and_set(
                channel,
                expected={"account_id": channel.account_id, "state": channel.state},
                account_id=identity.remote_id,
                handle=identity.handle,
                limits=limits.as_json(),
            )
            if tokens:
                store_tokens(channel, tokens)
            record(actor, "channels.connected", channel, handle=identity.handle, account_id=identity.remote_id)
    except IntegrityError:
        channel.refresh_from_db()
        raise Refused(
            _("The account %(handle)s is already connected to another channel.") % {"handle": identity.handle}
        ) from None
    return channel


def store_tokens(channel: Channel, tokens: Tokens) -> None:
    """Keep ``tokens`` as the access of ``channel``, in place of what was there. Call in a transaction."""
    credential = Credential.objects.filter(channel=channel).first()
    if credential is None:
        Credential.objects.create(channel=channel, tokens=tokens, **term_of(tokens))
        return
    compare_and_set(
        credential,
        expected={"revision": credential.revision},
        tokens=tokens,
        revision=credential.revision + 1,
        broken_since=None,
        updated_at=now(),
        lease_until=None,
        **term_of(tokens),
    )


def _name_account(channel: Channel, actor: User, given: dict[str, str]) -> Channel:
    """Keep where the account is; no software signs in to it."""
    profile = profile_of(channel.platform)
    if not profile.is_at(given.get("handle", "")):
        raise Refused(
            _("Please copy the whole address of your profile on %(platform)s, beginning with https://.")
            % {"platform": channel.get_platform_display()}
        )
    account = access_of(channel.connector).open_account(Account(base_url="", handle=""), given)
    return store_access(channel, actor, build(account, channel.connector).verify(), {}, profile.limits)


@transaction.atomic
def connect_practice(channel: Channel, actor: User) -> Channel:
    """Give a practice channel the town's account on the practice platform; asks for no permission itself."""
    account = open_town_account(channel.municipality, actor=actor, emulates=channel.platform)
    own = Account(base_url="", handle=account.handle, remote_id=str(account.pk))
    connector = build(own, Channel.Connector.PRACTICE)
    identity = Identity(str(account.pk), account.handle, account.display_name, "")
    return store_access(channel, actor, identity, {}, connector.read_limits())


def _refuse_gaps(channel: Channel) -> None:
    gaps = missing_for_live(channel)
    if gaps:
        raise Refused(
            ngettext(
                "The channel cannot go live yet, %(count)d thing is missing.",
                "The channel cannot go live yet, %(count)d things are missing.",
                len(gaps),
            )
            % {"count": len(gaps)},
            gaps,
        )


def _refuse_no_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Please give the reason in one sentence; it is kept on record."))


@transaction.atomic
def take_slot(channel: Channel, actor: User, slot: int) -> Channel:
    """Let a channel be live in place ``slot``; the caller has asked whether it may. ``IntegrityError``: taken."""
    change_state(channel, State.LIVE, live_slot=slot, live_since=now(), sync_due_at=now(), pause_reason="")
    record(actor, "channels.went_live", channel, slot=slot)
    return channel
