# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.login.devices import remember_device
from accounts.login.limits import seconds_to_wait
from accounts.models import PasswordOrigin, User
from core import encryption

OWN_CHANGES = {"account_change_password", "account_set_password"}
"""Pages on which a password is changed by somebody who has just proved who they are."""


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """People come by invitation of their town's administrator; nobody registers.

    Also says how fast passwords may be tried, how somebody proves who they are, and how a password was set.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow down instead of refusing (accounts/login/limits.py)."""
        seconds = seconds_to_wait(request, credentials.get("email", ""))
        if seconds:
            raise ValidationError(
                _(
                    "Too many tries with this address. Please try again in %(seconds)s seconds. With a passkey, from a "
                    "device you have signed in from before, or after setting a new password by mail you get in now."
                )
                % {"seconds": seconds},
                code="too_many_login_attempts",
            )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, response, user)
        return response

    def set_password(self, user: User, password: str) -> None:
        """Record how: what is not changed by its owner in a session of their own came by mail."""
        request = self.request
        is_own = request is not None and request.user.is_authenticated and request.user.pk == user.pk
        is_own = is_own and request.resolver_match.url_name in OWN_CHANGES
        user.set_password(password, how=PasswordOrigin.CHANGE if is_own else PasswordOrigin.RESET)
        user.save()

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A link of the library confirms the login address itself, and never makes another one count."""
        if email_address.email.lower() != email_address.user.email.lower():
            return False
        return bool(super().confirm_email(request, email_address))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a second factor proves it with that; the app's code first, or else the key."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        stronger = [method for method in methods if method["id"] != "reauthenticate"]
        if not stronger:
            return methods
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            stronger.reverse()
        return stronger


class EncryptingMFAAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes lie encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)
