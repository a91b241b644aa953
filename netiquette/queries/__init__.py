# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the netiquette."""

from netiquette.queries.versions import (
    PublicLink,
    citable_clauses,
    open_netiquette,
    public_links_of,
    published_netiquette,
    published_versions,
    register_public_link,
    scheduled_netiquette,
    signed_versions,
    versions_on,
)

__all__ = [
    "PublicLink",
    "citable_clauses",
    "open_netiquette",
    "public_links_of",
    "published_netiquette",
    "published_versions",
    "register_public_link",
    "scheduled_netiquette",
    "signed_versions",
    "versions_on",
]
