# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What lies encrypted in the database: Fernet tokens (AES-128-CBC with HMAC-SHA256)."""

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def encrypt(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Raises ``cryptography.fernet.InvalidToken`` for what none of the keys has encrypted."""
    return _keys().decrypt(token.encode()).decode()


def _keys() -> MultiFernet:
    """The newest key encrypts, every listed one decrypts, so that keys can be rotated."""
    return MultiFernet([Fernet(key) for key in settings.FIELD_ENCRYPTION_KEYS])
