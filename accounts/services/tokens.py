# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The secret of an invitation: in the link, and nowhere else but as a hash."""

import secrets
from datetime import timedelta
from hashlib import sha256

from core.urls import absolute_address

VALID_FOR = timedelta(days=14)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def invitation_link(token: str) -> str:
    """The absolute address that accepts an invitation."""
    return absolute_address("invitation:accept", token)
