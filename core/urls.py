# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a page may lead on to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest, wanted: str, otherwise: str = "/") -> str:
    """``wanted``, if it is an address on this host, else ``otherwise``. A bare word ("abc") is no address."""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours and ("/" in wanted[:1] or "://" in wanted) else otherwise
