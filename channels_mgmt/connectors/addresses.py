# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which servers this installation may talk to.

A town enters the address of its server. Whoever can enter an address could make us fetch from
the data centre's own network, so only addresses of the public internet are reached. The check
is repeated on every connection (see ``transport``), because a name may point elsewhere later.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.pasted import pasted

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_REFUSED = [
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments, of which Python calls some global
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # Teredo, ORCHID and other tunnels
        "2001:db8::/32",
        "3fff::/20",  # documentation
    )
]


class UnsafeAddress(DomainError, ValueError):
    """The address is malformed or leads into a network that is none of the public internet."""


def resolve(host: str, port: int) -> list[str]:
    """Every address the system's resolver gives for ``host``, in its order, without repeats."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_rest, sockaddr in answers))


def is_public(address: IPAddress) -> bool:
    """True for addresses of the public internet only, looking into addresses that carry another."""
    if isinstance(address, ipaddress.IPv6Address):
        if carried := _carried(address):
            return is_public(carried)
        if address not in _GLOBAL_UNICAST:
            return False
    if any(address.version == network.version and address in network for network in _REFUSED):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        return ipaddress.IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
    return None


def refuse_internal(host: str, found: Iterable[str], *, allow_local: bool) -> list[str]:
    """Return ``found`` when every address is public (or loopback, if allowed); else raise."""
    addresses = list(found)
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        if "%" not in text and is_public(address):
            continue
        if allow_local and address.is_loopback:
            continue
        raise UnsafeAddress(
            _("%(host)s leads into an internal network. Only servers on the public internet can be connected.")
            % {"host": host}
        )
    return addresses


def check_base_url(url: str, allow_local: bool = False, resolver: Resolver = resolve) -> str:
    """Return ``url`` in normal form (``https://host`` or ``https://host:port``).

    Raises ``UnsafeAddress`` unless it is a bare https address whose every resolved address is
    public. ``allow_local`` also permits http and https to the loopback addresses.
    """
    import httpx  # slow

    given = pasted(url, keeps_blanks=True)
    try:
        parsed = httpx.URL(given if "://" in given else f"https://{given}")
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise UnsafeAddress(_("This is not a web address. Example: https://social.example")) from None
    host = parsed.host.rstrip(".")
    if not host or "\\" in given or any(char.isspace() or ord(char) < 32 for char in given):
        raise UnsafeAddress(_("This is not a web address. Example: https://social.example"))
    if parsed.userinfo or parsed.query or parsed.fragment or parsed.path not in ("", "/"):
        raise UnsafeAddress(_("Please enter only the server, without path, user name or parameters."))
    if parsed.scheme != "https" and not (allow_local and parsed.scheme == "http"):
        raise UnsafeAddress(_("The address must begin with https://."))
    _refuse_odd_number(host)
    port = parsed.port or (443 if parsed.scheme == "https" else 80)
    try:
        found = resolver(host, port)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise UnsafeAddress(_("No server answers to the name %(host)s. Is it spelled correctly?") % {"host": host})
    refuse_internal(host, found, allow_local=allow_local)
    if parsed.scheme == "http" and not all(ipaddress.ip_address(a.partition("%")[0]).is_loopback for a in found):
        raise UnsafeAddress(_("The address must begin with https://."))
    return str(parsed.copy_with(path="", raw_path=b"/")).rstrip("/")


def _refuse_odd_number(host: str) -> None:
    """Refuse octal, hexadecimal, decimal and shortened forms of an IPv4 address."""
    last = host.rpartition(".")[2]
    if ":" in host or not (last.isdecimal() or last.lower().startswith("0x")):
        return
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        raise UnsafeAddress(_("This is not a web address. Example: https://social.example")) from None
