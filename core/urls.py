# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of this installation, and where a page may lead on to."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import ResolverMatch, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme


def absolute(path: str) -> str:
    """The address of ``path`` for mails and paper, the same on every host and in every request."""
    return f"{settings.BASE_URL}{path}"


def absolute_address(name: str, *args: Any) -> str:
    """The absolute address of the page called ``name``."""
    return absolute(reverse(name, args=args))


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
