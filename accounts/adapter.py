# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_noop

# The library's own German says "Passwort" where this product says "Kennwort".
gettext_noop("Forgot your password?")


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People come by invitation of their town's administrator; nobody registers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class EncryptingMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps and recovery codes lie encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()


def _keys() -> MultiFernet:
    """The newest key encrypts, every listed one decrypts."""
    return MultiFernet([Fernet(key) for key in settings.FIELD_ENCRYPTION_KEYS])
