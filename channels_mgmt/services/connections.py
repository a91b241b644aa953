# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a channel in the database to a connector that speaks for it, and what is learned back.

Tokens change under way and calls run in parallel, so everything written here is compare-and-set on
the revision of the credential that was used.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from channels_mgmt.connectors.budget import BudgetSpent, RequestBudget, left_at, paid_after
from channels_mgmt.connectors.contract import Account, Connector, NeedsReconnect, Tokens
from channels_mgmt.connectors.entries import instant
from channels_mgmt.connectors.registry import build
from channels_mgmt.models import Channel, Credential
from channels_mgmt.models.channels import LEAST_AGE
from channels_mgmt.queries.measure import limits_of
from core.errors import AlreadyChanged
from core.states import compare_and_set

__all__ = [
    "BudgetSpent",
    "RequestBudget",
    "connector_of",
    "note_broken_access",
    "paid_after",
    "reading_budget",
    "save_tokens",
    "stored_access",
    "term_of",
]

logger = logging.getLogger(__name__)


def reading_budget(channel: Channel) -> RequestBudget:
    """What may be asked now for reading ``channel``. Whoever used some of it stores ``paid_after``."""
    return RequestBudget(left_at(channel.reads_paid_until, now()))


def connector_of(channel: Channel, *, requests: RequestBudget | None = None) -> Connector:
    """A connector that acts as ``channel`` and asks within ``requests``; no request is made.

    Raises ``NeedsReconnect`` when no access is stored. The practice platform and people need none.
    """
    credential = stored_access(channel)
    if credential is None and not channel.is_practice and not channel.is_by_hand:
        raise NeedsReconnect(_("The channel is not connected yet."))
    account = Account(
        base_url=channel.base_url,
        handle=channel.handle,
        remote_id=channel.account_id,
        tokens=dict(credential.tokens) if credential else {},
        limits=limits_of(channel) if channel.limits else None,
        save_tokens=partial(save_tokens, credential) if credential else None,
        allow_local=settings.ALLOW_LOCAL_PEERS,
        before_request=requests.take if requests else None,
    )
    return build(account, channel.connector)


def save_tokens(credential: Credential, tokens: Tokens) -> None:
    """Store renewed tokens, unless somebody stored others since ``credential`` was read.

    Entries that came empty keep their old value: half an answer must not disconnect an account.
    """
    kept = dict(credential.tokens) | {name: value for name, value in tokens.items() if value}
    if kept == credential.tokens:
        return
    revision = credential.revision
    try:
        compare_and_set(
            credential,
            expected={"revision": revision},
            tokens=kept,
            revision=revision + 1,
            updated_at=now(),
            **term_of(kept),
        )
    except AlreadyChanged:
        logger.info("tokens of channel %s were renewed elsewhere at the same time", credential.channel_id)


def term_of(tokens: Tokens) -> dict[str, datetime | None]:
    """The columns of a credential that say when ``tokens``, got just now, end and are renewed: half-way."""
    ends_at = instant(tokens.get("ends_at"))
    if ends_at is None:
        return {"ends_at": None, "renew_at": None}
    at = now()
    return {"ends_at": ends_at, "renew_at": max(at + LEAST_AGE, at + (ends_at - at) / 2)}


def note_broken_access(channel: Channel, connector: Connector) -> None:
    """Remember that the platform refuses the access ``connector`` was made with, and say so once.

    Access that was renewed meanwhile is not the one that was refused and stays in use.
    """
    used = connector.account.tokens
    with transaction.atomic():
        credential = Credential._base_manager.filter(channel=channel).first()
        if credential is None or not (used.items() <= credential.tokens.items()):
            return
        try:
            compare_and_set(
                credential,
                expected={"revision": credential.revision, "broken_since": None},
                broken_since=now(),
            )
        except AlreadyChanged:
            return
        record(None, "channels_mgmt.access_refused", channel)


def stored_access(channel: Channel) -> Credential | None:
    """The credential of ``channel``, ``None`` while it is not connected."""
    return getattr(channel, "credential", None)
