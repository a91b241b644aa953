# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often a public page may be used. No address is stored: only a number under a keyed hash.

The counters live in the cache and end by themselves. Nobody can compute an address back from a key without the
installation's secret, and at the latest tomorrow the same address has another one.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.models import Municipality

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Limit:
    """At most ``times`` in ``seconds`` (a day or less) for each value of ``kind``."""

    kind: str
    times: int
    seconds: int


def is_within_limits(uses: Iterable[tuple[Limit, str]], at: datetime, *, town: Municipality | None = None) -> bool:
    """Count one use of each limit and say whether all still hold; with ``town``, each town counts for itself."""
    counted = [_count(limit, value, at, town) <= limit.times for limit, value in uses]
    return all(counted)


def sender_of(request: HttpRequest) -> str:
    """What counts as one sender: an IPv4 address, or the network (/64) of an IPv6 one, which changes its end."""
    try:
        address = str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # no address, for example behind a socket: all such visitors count as one
        return ""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


def _count(limit: Limit, value: str, at: datetime, town: Municipality | None) -> int:
    # A new window, and with it a new hash, at the latest every day.
    window = int(at.timestamp()) // min(limit.seconds, DAY)
    named = f"{window}|{town.pk if town else ''}|{limit.kind}|{value}"
    secret = salted_hmac("dorflinde.rate", named, algorithm="sha256").hexdigest()
    key = f"rate-{limit.kind}-{secret[:32]}"
    cache.add(key, 0, limit.seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # the counter ended between the two lines
        return 1
