# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How fast passwords may be tried: ever more slowly, never refused for good (docs/adr/0019).

Who is nobody we know counts together with all other strangers at the same address: whatever network they sit in,
together they try at most 240 passwords a day. A device the person has signed in from is counted for itself, as is
the browser in which a link of a reset mail was just used; no stranger uses up their tries. A passkey is not
counted at all. A whole network is only ever slowed down for one minute.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.timezone import now

from accounts.login.devices import device_of
from accounts.models import User
from accounts.tenancy.throttle import HOUR, MINUTE, Limit, is_within_limits, sender_of

TEN_MINUTES = 10 * MINUTE
STRANGERS = (
    Limit("login-minute", 5, MINUTE),
    Limit("login-minutes", 8, TEN_MINUTES),
    Limit("login-hour", 10, HOUR),
)
"""At one address, all strangers together: at most 10 an hour, 240 a day."""
DEVICE = (
    Limit("device-minute", 5, MINUTE),
    Limit("device-minutes", 15, TEN_MINUTES),
    Limit("device-hour", 30, HOUR),
)
"""On a device that is known: at most 30 an hour, 720 a day, for whoever stole it."""
NETWORK = Limit("login-network", 120, MINUTE)
"""Strangers of one network at all addresses together."""
MAILS = (Limit("reset-minutes", 3, TEN_MINUTES), Limit("reset-hour", 6, HOUR))
MAILS_OF_NETWORK = Limit("reset-network", 60, HOUR)

PROVEN = "mailbox_proven"
PROVEN_FOR = timedelta(hours=1)


def seconds_to_wait(request: HttpRequest, email: str) -> int:
    """Count one try of a password for ``email``; 0 if it may be tried now, else after how many seconds."""
    email, at = email.strip().lower(), now()
    if request.user.is_authenticated and request.user.email.lower() == email:
        return 0  # asked again in a session of the same person, which the library counts by person
    known = device_of(request, email) or _proven(request, email, at)
    if known:
        return _wait(DEVICE, f"{known}|{email}", at)
    return _wait(STRANGERS, email, at) or _wait((NETWORK,), sender_of(request), at)


def may_send_reset(request: HttpRequest, email: str, person: User | None) -> bool:
    """Whether another mail with a reset link may leave. If not, the links of those before still work.

    They work until the password, the address or the last login changes; the count begins anew with each.
    """
    at = now()
    state = f"{person.password}|{person.last_login}" if person is not None else ""
    known = device_of(request, email)
    value = f"{known}|{email.strip().lower()}|{state}"
    if _wait(MAILS, value, at):
        return False
    return bool(known) or not _wait((MAILS_OF_NETWORK,), sender_of(request), at)


def note_mailbox_proven(request: HttpRequest, person: User) -> None:
    """The link of a reset mail was used in this browser: its owner gets in, whatever strangers do."""
    request.session[PROVEN] = [person.pk, now().timestamp()]


def _proven(request: HttpRequest, email: str, at: datetime) -> str:
    pk, since = request.session.get(PROVEN) or (None, 0.0)
    if pk is None or at.timestamp() - since > PROVEN_FOR.total_seconds():
        return ""
    is_theirs = User.objects.filter(pk=pk, email=email, is_active=True).exists()
    return f"reset-{pk}-{since}" if is_theirs else ""


def _wait(tiers: Sequence[Limit], value: str, at: datetime) -> int:
    """Count in the shortest window first: a try that must wait uses up nothing of the longer ones."""
    for limit in tiers:
        if not is_within_limits([(limit, value)], at):
            return limit.seconds - int(at.timestamp()) % limit.seconds
    return 0
