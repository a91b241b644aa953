# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Connecting a channel by signing in at its platform: begin, return, choose.

What the browser brings back is believed only when it returns to the person, the session, the town and the channel it
began in, once and within a quarter of an hour. The platform is asked without a transaction; what was learned is stored
by ``services.channels``, as every other access.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.addresses import check_base_url
from channels_mgmt.connectors.contract import Account, ConnectorError, Text
from channels_mgmt.connectors.registry import build, sign_in_of
from channels_mgmt.connectors.sign_in import AppKeys, AppUnknown, Opened, Right, SignIn, challenge_of, new_secret
from channels_mgmt.models import Channel, PlatformApp, SignInAttempt
from channels_mgmt.models.sign_ins import SIGN_IN_TIME
from channels_mgmt.services.channels import limits_told_by, store_access
from core.errors import AlreadyChanged, Refused
from core.states import change_state
from core.urls import absolute_address

logger = logging.getLogger(__name__)

State = SignInAttempt.State


@dataclass(frozen=True, slots=True)
class Returned:
    """What the platform's address line brought back."""

    state: str = ""
    code: str = ""
    error: str = ""


def begin_sign_in(channel: Channel, *, actor: User, session_key: str) -> SignInAttempt:
    """Prepare a way to the platform for this person and session; an earlier one of theirs ends.

    Raises ``Refused`` in the platform's words when the server cannot be asked, or does not let us.
    """
    require(actor, "channels_mgmt.connect_channel", channel)
    way = _way_of(channel)
    if gap := way.gap():
        raise Refused(gap)
    check_base_url(channel.base_url, allow_local=settings.ALLOW_LOCAL_PEERS)
    redirect_uri = _return_address(channel)
    account, state, verifier = _account_of(channel), new_secret(), new_secret()
    try:
        app = _app_for(channel, way, account, redirect_uri)
        address = way.address(account, app, redirect_uri=redirect_uri, state=state, challenge=challenge_of(verifier))
    except ConnectorError as error:
        raise Refused(str(error)) from error
    with transaction.atomic():
        SignInAttempt.objects.filter(channel=channel, person=actor).delete()
        attempt = SignInAttempt.objects.create(
            channel=channel,
            person=actor,
            token_hash=_fingerprint(state),
            session_hash=_session(session_key),
            redirect_uri=redirect_uri,
            secrets={"address": address, "verifier": verifier},
            ends_at=now() + SIGN_IN_TIME,
        )
        record(actor, "channels.sign_in_begun", channel, server=channel.base_url)
    return attempt


@dataclass(frozen=True, slots=True)
class Way:
    """How a sign-in begins, for a page: where, with which rights, and what is still missing for it."""

    host: str
    rights: Sequence[Right]
    advice: Text
    gap: str
    return_address: str
    """What an app that stands in the settings has to name as a way back; empty where the software registers itself."""


def way_to_sign_in(channel: Channel) -> Way | None:
    """``None`` where the platform offers no sign-in. No request is made."""
    way = sign_in_of(channel.connector)
    if way is None:
        return None
    host = urlsplit(way.site(_account_of(channel))).hostname or ""
    return_address = "" if way.registers else _return_address(channel)
    return Way(host, way.rights, way.advice, way.gap(), return_address)


def open_attempt(channel: Channel, *, actor: User, session_key: str) -> SignInAttempt | None:
    """The way that is under way for this person in this session, ``None`` when there is none or its time is over."""
    attempts = SignInAttempt.objects.open(now()).filter(channel=channel, person=actor)
    found: SignInAttempt | None = attempts.filter(session_hash=_session(session_key)).first()
    return found


def return_from_platform(town: Municipality, *, actor: User, session_key: str, returned: Returned) -> SignInAttempt:
    """Exchange what the platform sent back for the accounts it opens. Nothing is connected yet.

    Raises ``Refused``, with ``channel`` set where it is certain which one was meant: the state is foreign, old or used,
    the person has declined, the platform does not accept the code, or no account is behind it.
    """
    require(actor, "channels_mgmt.connect_channel", town)
    attempt = _attempt_of(town, actor, session_key, returned.state)
    channel = attempt.channel
    require(actor, "channels_mgmt.connect_channel", channel)
    if channel.is_closed:
        raise SignInFailed(_("This channel is closed. Please create a new one."), channel)
    if returned.error or not returned.code:
        _end(attempt, actor, returned.error or "no code")
        raise SignInFailed(_what_was_declined(channel, returned.error), channel)
    try:
        change_state(attempt, State.EXCHANGING)
    except AlreadyChanged as error:
        raise SignInFailed(str(error), channel) from error
    try:
        opened = _redeemed(attempt, returned.code)
    except ConnectorError as error:
        _end(attempt, actor, type(error).__name__)
        raise SignInFailed(str(error), channel) from error
    change_state(attempt, State.OPENED, secrets={"opened": [account.as_json() for account in opened]})
    return attempt


def accounts_of(attempt: SignInAttempt) -> list[Opened]:
    """What the person may choose from after the return."""
    return [Opened.from_json(stored) for stored in attempt.secrets.get("opened", [])]


def choose_account(channel: Channel, *, actor: User, session_key: str, remote_id: str) -> Channel:
    """Connect the account ``remote_id`` of those the sign-in has opened.

    The channel's own account alone is accepted once there is one. Raises ``Refused``; then nothing is changed.
    """
    require(actor, "channels_mgmt.connect_channel", channel)
    _way_of(channel)
    attempt = open_attempt(channel, actor=actor, session_key=session_key)
    if attempt is None or not attempt.is_opened:
        raise Refused(_("The sign-in has ended. Nothing was connected; please begin again."))
    chosen = next((one for one in accounts_of(attempt) if one.identity.remote_id == remote_id), None)
    if chosen is None:
        raise Refused(_("Please choose one of the accounts. Nothing was connected."))
    if channel.account_id and chosen.identity.remote_id != channel.account_id:
        raise Refused(
            _(
                "You have signed in as %(found)s. This channel belongs to %(expected)s. Nothing was connected: please "
                "sign out over there, and sign in with the right account."
            )
            % {"found": chosen.identity.handle, "expected": channel.handle}
        )
    account = replace(_account_of(channel), remote_id=remote_id, tokens=dict(chosen.tokens))
    connector = build(account, channel.connector)
    try:
        identity = connector.verify()
    except ConnectorError as error:
        raise Refused(str(error)) from error
    connected = store_access(channel, actor, identity, dict(chosen.tokens), limits_told_by(connector))
    attempt.delete()
    try:
        _way_of(channel).after_connecting(account)
    except ConnectorError as error:
        logger.warning("channel %s is connected, and is read without being rung for: %s", channel.pk, error)
    return connected


@transaction.atomic
def cancel_sign_in(channel: Channel, *, actor: User) -> None:
    """Forget what is under way, tokens included."""
    require(actor, "channels_mgmt.connect_channel", channel)
    SignInAttempt.objects.filter(channel=channel, person=actor).delete()


def forget_old_sign_ins(at: datetime) -> int:
    """Delete what nobody has finished in time, tokens included. Needs all towns in scope."""
    return int(SignInAttempt.objects.over(at).delete()[0])


class SignInFailed(Refused):
    """A sign-in that came to nothing; ``channel`` is the one it was begun for."""

    def __init__(self, message: object, channel: Channel) -> None:
        super().__init__(message)
        self.channel = channel


def _return_address(channel: Channel) -> str:
    return absolute_address("channels:sign_in_return", channel.municipality.slug)


def _way_of(channel: Channel) -> SignIn:
    if channel.is_closed:
        raise Refused(_("This channel is closed. Please create a new one."))
    way = sign_in_of(channel.connector)
    if way is None:
        raise Refused(_("This platform offers no sign-in for this. Please enter the access by hand."))
    return way


def _account_of(channel: Channel) -> Account:
    return Account(
        base_url=channel.base_url,
        handle=channel.handle,
        remote_id=channel.account_id,
        allow_local=settings.ALLOW_LOCAL_PEERS,
    )


def _app_for(channel: Channel, way: SignIn, account: Account, redirect_uri: str) -> AppKeys:
    if not way.registers:
        return way.register(account, redirect_uri=redirect_uri)
    known = _known_apps(channel, redirect_uri).first()
    if known is None:
        keys = way.register(account, redirect_uri=redirect_uri)
        # Two people at the same moment register twice; the later keys stay, and both are valid over there.
        known, _is_new = PlatformApp.objects.update_or_create(
            municipality=channel.municipality,
            connector=channel.connector,
            base_url=channel.base_url,
            redirect_uri=redirect_uri,
            defaults={"keys": keys.as_json()},
        )
    return AppKeys(**known.keys)


def _known_apps(channel: Channel, redirect_uri: str) -> QuerySet[PlatformApp]:
    return PlatformApp.objects.filter(
        municipality=channel.municipality,
        connector=channel.connector,
        base_url=channel.base_url,
        redirect_uri=redirect_uri,
    )


def _attempt_of(town: Municipality, actor: User, session_key: str, state: str) -> SignInAttempt:
    attempts = SignInAttempt.objects.open(now()).select_related("channel__municipality")
    attempt: SignInAttempt | None = attempts.filter(
        token_hash=_fingerprint(state),
        session_hash=_session(session_key),
        person=actor,
        channel__municipality=town,
        state=State.BEGUN,
    ).first()
    if attempt is None:
        raise Refused(
            _(
                "This sign-in was not begun in this window, was used before, or is older than a quarter of an hour. "
                "Nothing was connected. Please begin again on the page of the channel."
            )
        )
    return attempt


def _redeemed(attempt: SignInAttempt, code: str) -> list[Opened]:
    channel = attempt.channel
    way, account = _way_of(channel), _account_of(channel)
    app = _app_for(channel, way, account, attempt.redirect_uri)
    try:
        opened = way.redeem(
            account, app, redirect_uri=attempt.redirect_uri, code=code, verifier=attempt.secrets["verifier"]
        )
    except AppUnknown:
        _known_apps(channel, attempt.redirect_uri).delete()
        raise
    if not opened:
        raise NoAccount(_("Behind this sign-in there is no account that could be connected. Nothing was connected."))
    return list(opened)


class NoAccount(ConnectorError):
    """The sign-in worked and opens nothing."""


def _what_was_declined(channel: Channel, error: str) -> str:
    if error in ("access_denied", ""):
        return _(
            "The access was declined on %(platform)s. Nothing was connected, and everything stays as it was. You can "
            "begin again at any time."
        ) % {"platform": channel.get_platform_display()}
    return _("%(platform)s has ended the sign-in (%(error)s). Nothing was connected. Please begin again.") % {
        "platform": channel.get_platform_display(),
        "error": "".join(sign for sign in error if sign.isalnum() or sign == "_")[:60],
    }


@transaction.atomic
def _end(attempt: SignInAttempt, actor: User, why: str) -> None:
    record(actor, "channels.sign_in_failed", attempt.channel, why=why[:60])
    attempt.delete()


def _fingerprint(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()


def _session(session_key: str) -> str:
    return salted_hmac("channels.sign_in", session_key, algorithm="sha256").hexdigest()
