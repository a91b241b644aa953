# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The token of a Threads account, made by the town in its own app at Meta; it lasts sixty days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Account
from channels_mgmt.connectors.threads.sign_in import ThreadsSignIn
from core.pasted import PastedField

SIGN_IN = ThreadsSignIn()


class AccessForm(forms.Form):
    secret = PastedField(
        label=gettext_lazy("Access token"),
        help_text=format_lazy(
            gettext_lazy(
                "From your app at Meta, with the rights {rights}. It ends after 60 days at most. It is stored "
                "encrypted and never shown again."
            ),
            rights=SIGN_IN.scopes,
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        max_length=1000,
    )


def open_account(account: Account, given: Mapping[str, str]) -> Account:
    return replace(account, tokens={"access": given["secret"]})
