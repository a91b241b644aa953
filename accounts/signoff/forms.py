# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the signatory fills in: to sign, to return, to take a signature back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.signoff.page import Part
from core.pasted import PastedField


class StepUpForm(forms.Form):
    """Asks for password and code again, unless the session has just confirmed a passkey."""

    def __init__(self, *args: Any, user: User, passkey_at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passkey_at = passkey_at
        if passkey_at is not None or not user.has_usable_password():
            return
        self.fields["password"] = forms.CharField(
            label=_("Your password"),
            strip=False,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
            help_text=_("We ask again so that nobody signs in your name on an unlocked device."),
        )
        if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            self.fields["code"] = PastedField(
                label=_("Six-digit code from your app"),
                widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
            )

    @property
    def proof(self) -> dict[str, Any]:
        """What the service needs to confirm the identity."""
        given = self.cleaned_data
        return {
            "password": given.get("password", ""),
            "code": given.get("code", ""),
            "passkey_at": self.passkey_at,
        }


class SignForm(StepUpForm):
    statement = forms.CharField(
        label=_("A word to the team"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Stands above your signature, also in the PDF."),
    )


class RevokeForm(StepUpForm):
    reason = forms.CharField(
        label=_("Why do you withdraw it?"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The press office reads this. It is kept in the audit trail."),
        error_messages={"required": _("Please say why you withdraw it.")},
    )
    is_sure = forms.BooleanField(
        label=_("I have read what this means."),
        error_messages={"required": _("Please read what this means and tick the box.")},
    )


class ReturnForm(forms.Form):
    """A general reason, or a remark beside at least one part; the fields of the parts stand beside them."""

    reason = forms.CharField(
        label=_("What should be changed?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("In general. What concerns one part only, you can write beside that part above."),
    )

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = [part for part in parts if part.anchor]
        for part in self.parts:
            self.fields[f"part_{part.anchor}"] = forms.CharField(
                label=_("Remark on “%(part)s”") % {"part": part.title},
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 3}),
            )

    @property
    def remarks(self) -> dict[str, str]:
        """What was written beside the parts, by key."""
        return {
            part.anchor: text
            for part in self.parts
            if (text := str(self.cleaned_data.get(f"part_{part.anchor}", "")).strip())
        }

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not given.get("reason", "").strip() and not self.remarks:
            self.add_error("reason", _("Please say what should be changed: here, or beside at least one part."))
        return given
