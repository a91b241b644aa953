# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often a public form may be sent. No address is stored: only a keyed hash that changes every day.

The counters live in the cache and end by themselves. Nobody can compute an address back from them without
the installation's key, and tomorrow's hash of the same address is another one.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from accounts.models import Municipality

HOUR, DAY = 3600, 86400


@dataclass(frozen=True)
class Limit:
    """At most ``times`` in ``seconds`` for each value of ``kind``."""

    kind: str
    times: int
    seconds: int


#: A household or an office behind one address may object several times; a script will want more.
PER_SENDER = Limit("sender", 5, HOUR)
#: No stranger's mailbox is filled by our confirmations.
PER_MAILBOX = Limit("mailbox", 3, DAY)
#: Far above what a town receives, so that a flood cannot fill the list without end.
PER_TOWN = Limit("town", 60, HOUR)


def is_within_limits(town: Municipality, at: datetime, uses: Iterable[tuple[Limit, str]]) -> bool:
    """Count one use of each limit and say whether all still hold."""
    counted = [_count(town, at, limit, value) <= limit.times for limit, value in uses]
    return all(counted)


def sender_of(address: str) -> str:
    """What counts as one sender: an IPv4 address, or the network of an IPv6 address, which changes its end."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


def _count(town: Municipality, at: datetime, limit: Limit, value: str) -> int:
    # A new window, and with it a new hash, at the latest every day.
    window = int(at.timestamp()) // min(limit.seconds, DAY)
    secret = salted_hmac("dorflinde.rate", f"{window}|{town.pk}|{limit.kind}|{value}", algorithm="sha256").hexdigest()
    key = f"rate-{limit.kind}-{secret[:32]}"
    cache.add(key, 0, limit.seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # the counter ended between the two lines
        return 1
