# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two forms of the login library, made stricter (``ACCOUNT_FORMS``)."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm, UserTokenForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.login.limits import may_send_reset
from core.pasted import PastedEmailField


class PatientResetForm(ResetPasswordForm):
    """Sends no mail after mail. Nobody is refused: the links of the mails before still work."""

    email = PastedEmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput({"autocomplete": "email"}), max_length=254
    )

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        if may_send_reset(request, email, next(iter(self.users), None)):
            super().save(request, **kwargs)
        return email


class ActiveUserTokenForm(UserTokenForm):
    """The link of a reset mail: nothing for somebody who was shut out since."""

    def clean(self) -> dict[str, Any] | None:
        given: dict[str, Any] | None = super().clean()
        if not self.reset_user.is_active:
            raise get_adapter().validation_error("invalid_password_reset")
        return given
