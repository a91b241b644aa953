# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in at the server, or an access token that the town has made there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Account
from channels_mgmt.connectors.mastodon.sign_in import MastodonSignIn
from core.pasted import PastedField

SIGN_IN = MastodonSignIn()


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
