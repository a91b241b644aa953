# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A fresh passkey in place of password and code: read from the session, good for one signature.

allauth notes in the session how somebody proved who they are. Only a proof asked for anew counts
(``reauthenticated``), never the one of the login, and each counts once.
"""

from datetime import UTC, datetime
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now

from accounts.services.identity import PASSKEY_COUNTS_FOR
from accounts.services.passwords import forget_too_young

USED = "passkey_used_at"


def fresh_passkey(request: HttpRequest) -> datetime | None:
    """When this session last confirmed a passkey, if that is fresh and was not used yet."""
    records = [
        record
        for record in get_authentication_records(request, request.user)
        if record.get("reauthenticated") and record.get("method") == "mfa" and record.get("type") == "webauthn"
    ]
    proofs = [record["at"] for record in forget_too_young(records, request.user)]
    if not proofs or proofs[-1] <= request.session.get(USED, 0) + 0.001:
        return None
    at = datetime.fromtimestamp(proofs[-1], tz=UTC)
    return at if now() - at <= PASSKEY_COUNTS_FOR else None


def use_passkey(request: HttpRequest, at: datetime) -> None:
    """Note that the proof of ``at`` has served."""
    request.session[USED] = at.timestamp()


def passkey_url(back_to: str) -> str:
    """Where the passkey is confirmed; leads back afterwards."""
    return f"{reverse('mfa_reauthenticate_webauthn')}?{urlencode({'next': back_to})}"
