# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accesses that end are renewed half-way, one at a time per account. The row is the queue.

Whoever dies between the platform's answer and storing it leaves the old tokens in place, which work until their own
end; after the lease the next renews them again. New tokens are stored only over those they were renewed from.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import now

from channels_mgmt.connectors.contract import ConnectorError, NeedsReconnect, Tokens
from channels_mgmt.connectors.registry import CONNECTORS
from channels_mgmt.models import Credential
from channels_mgmt.services.connections import connector_of, note_broken_access, term_of
from channels_mgmt.services.outbox.lanes import Item, items_of
from core import leases
from core.errors import AlreadyChanged
from core.states import compare_and_set

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
PAUSE = timedelta(hours=6)
"""Between two attempts; half of an access's life is time for many."""
AT_ONCE = 500


def _due(at: datetime) -> QuerySet[Credential]:
    renewed = [code for code, profile in CONNECTORS.items() if profile.renews_access]
    due: QuerySet[Credential] = Credential.objects.to_renew(at, renewed)
    return due


def is_a_renewal_due(at: datetime) -> bool:
    """Needs all towns in scope, like the next."""
    return _due(at).exists()


def due_renewals(at: datetime) -> list[Item]:
    return items_of(_due(at)[:AT_ONCE])


def renew_access(pk: int) -> bool:
    """Renew an access if it is due; false when somebody else does. Idempotent."""
    credential = _due(now()).filter(pk=pk).select_related("channel__municipality").first()
    if credential is None:
        return False
    channel, revision = credential.channel, credential.revision
    channel.credential = credential
    if not leases.take(credential, LEASE, only_if={"revision": revision, "broken_since": None}):
        return False
    connector = connector_of(channel)
    try:
        found = connector.renew_access()
    except NeedsReconnect:
        note_broken_access(channel, connector)
        found = None
    except ConnectorError as error:
        logger.warning("the access of channel %s was not renewed: %s", channel.pk, error)
        found = None
    book_renewal(credential, revision, found)
    return True


def book_renewal(credential: Credential, revision: int, found: Tokens | None) -> None:
    """Store new tokens, or when to try again, as long as the lease is ours and nobody stored others."""
    try:
        if not found:
            leases.give_back(credential, renew_at=now() + PAUSE)
            return
        kept = dict(credential.tokens) | {name: value for name, value in found.items() if value}
        compare_and_set(
            credential,
            expected={"revision": revision} | leases.held(credential),
            tokens=kept,
            revision=revision + 1,
            updated_at=now(),
            lease_until=None,
            **term_of(found),
        )
    except AlreadyChanged:
        logger.info("the access of channel %s was renewed or given anew at the same time", credential.channel_id)
