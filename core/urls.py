# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of this installation, and where a page may lead on to."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import ResolverMatch, get_script_prefix, get_urlconf, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

#: For the number of any row; no slug contains both it and its neighbour.
_STAND_IN = 4_611_686_018_427_387


def absolute(path: str) -> str:
    """The address of ``path`` for mails and paper, the same on every host and in every request."""
    return f"{settings.BASE_URL}{path}"


def absolute_address(name: str, *args: Any) -> str:
    """The absolute address of the page called ``name``."""
    return absolute(reverse(name, args=args))


def address_of(name: str, *args: Any) -> str:
    """``reverse(name, args=args)``, for pages that write many: looked up once for all rows of a table.

    A whole number last, as of a row, is put where another stood when the address was looked up.
    """
    number = args[-1] if args else None
    if type(number) is not int or number < 0 or not all(type(value) is str for value in args[:-1]):
        return reverse(name, args=args)
    before, after = _around_number(get_script_prefix(), get_urlconf(), name, args[:-1])
    return f"{before}{number}{after}" if after is not None else reverse(name, args=args)


@lru_cache(2048)
def _around_number(
    _prefix: str, urlconf: str | None, name: str, args: tuple[str, ...]
) -> tuple[str, str] | tuple[str, None]:
    """What stands before and after the number of the address; ``None`` where it stands there in other words."""
    pieces = reverse(name, urlconf, [*args, _STAND_IN]).split(str(_STAND_IN))
    others = reverse(name, urlconf, [*args, _STAND_IN + 1]).split(str(_STAND_IN + 1))
    return (pieces[0], pieces[1]) if pieces == others and len(pieces) == 2 else ("", None)


def public_host() -> str:
    """The name under which this installation is reached, without a port."""
    return urlsplit(settings.BASE_URL).hostname or ""


def match_of(request: HttpRequest) -> ResolverMatch:
    """Which view answers ``request``, looked up once for all middlewares; ``Resolver404`` when none does."""
    known: tuple[str, ResolverMatch] | None = request.__dict__.get("_match_of_path")
    if known is None or known[0] != request.path_info:
        known = request.__dict__["_match_of_path"] = (request.path_info, resolve(request.path_info))
    return known[1]


def way_back(request: HttpRequest, wanted: str, otherwise: str = "/") -> str:
    """``wanted``, if it is an address on this host, else ``otherwise``. A bare word ("abc") is no address."""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours and ("/" in wanted[:1] or "://" in wanted) else otherwise
