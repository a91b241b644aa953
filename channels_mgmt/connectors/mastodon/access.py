# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An access token, made by the town on its server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Account
from core.pasted import PastedField


class AccessForm(forms.Form):
    secret = PastedField(
        label=gettext_lazy("Access token"),
        help_text=gettext_lazy(
            "From your server: Preferences → Development → New application. "
            "It is stored encrypted and never shown again."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        max_length=500,
    )


def open_account(account: Account, given: Mapping[str, str]) -> Account:
    return replace(account, tokens={"access": given["secret"]})
