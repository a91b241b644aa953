# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often one address may use a public page.

What is kept: for one minute a number, under a keyed hash of the address. Neither the address nor what was
asked is stored anywhere.
"""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

MINUTE = 60


def is_too_often(request: HttpRequest, purpose: str, *, per_minute: int) -> bool:
    """Count this visit and say whether the address has used up its minute. IPv6 counts by network (/64)."""
    address = get_adapter().get_client_ip(request)
    stamp = salted_hmac(f"throttle-{purpose}", _network(address)).hexdigest()[:20]
    key = f"throttle-{purpose}-{stamp}-{int(now().timestamp()) // MINUTE}"
    if cache.add(key, 1, MINUTE):
        return False
    try:
        return bool(cache.incr(key) > per_minute)
    except ValueError:  # the minute ended between the two lines
        return False


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)
