# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What lies encrypted, rows and files (Fernet: AES-128-CBC with HMAC-SHA256), and signatures under the same keys."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac


def encrypt(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Raises ``cryptography.fernet.InvalidToken`` for what none of the keys has encrypted."""
    return _keys().decrypt(token.encode()).decode()


def encrypt_bytes(content: bytes) -> bytes:
    """For files; a third larger than ``content``."""
    return _keys().encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """Raises ``cryptography.fernet.InvalidToken`` for what none of the keys has encrypted."""
    return _keys().decrypt(token)


def is_current(token: bytes) -> bool:
    """Whether the newest key has encrypted ``token``."""
    try:
        Fernet(settings.FIELD_ENCRYPTION_KEYS[0]).decrypt(token)
    except InvalidToken:
        return False
    return True


def renewed(token: bytes) -> bytes:
    """The same under the newest key. Raises ``InvalidToken`` for what none of the keys has encrypted."""
    return _keys().rotate(token)


def sign(content: str | bytes, *, purpose: str) -> str:
    """HMAC-SHA256 under the newest key. ``purpose`` keeps a signature from being worth anything elsewhere."""
    return _signature(content, purpose, settings.FIELD_ENCRYPTION_KEYS[0])


def is_signed(content: str | bytes, signature: str, *, purpose: str) -> bool:
    """Whether one of the listed keys signed it, the oldest included."""
    known = [_signature(content, purpose, key) for key in settings.FIELD_ENCRYPTION_KEYS]
    return any(constant_time_compare(signature, one) for one in known)


def _signature(content: str | bytes, purpose: str, key: str) -> str:
    return salted_hmac(f"dorflinde.{purpose}", content, secret=key, algorithm="sha256").hexdigest()


def _keys() -> MultiFernet:
    """The newest key encrypts, every listed one decrypts, so that keys can be rotated."""
    return MultiFernet([Fernet(key) for key in settings.FIELD_ENCRYPTION_KEYS])
