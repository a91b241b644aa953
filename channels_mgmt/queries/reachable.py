# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a platform may come to us for a picture. What a firewall does, only the platform can tell."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from channels_mgmt.connectors.addresses import is_public
from core.urls import absolute

INTERNAL = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "test", "invalid", "localdomain")


def why_not_reachable() -> str:
    """Why nobody outside can fetch anything from this installation, for people; empty when they can."""
    if settings.ALLOW_LOCAL_PEERS or is_outside(absolute("/")):
        return ""
    return _(
        "This platform fetches the pictures itself. This installation has no public address beginning with https://, "
        "so it cannot. The administration sets it (BASE_URL); until then publish by hand."
    )


def is_outside(address: str) -> bool:
    """Whether ``address`` is https on a name, or number, of the public internet. Nothing is looked up."""
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme != "https" or not host:
        return False
    try:
        return is_public(ipaddress.ip_address(host))
    except ValueError:
        return "." in host and host.rpartition(".")[2] not in INTERNAL
