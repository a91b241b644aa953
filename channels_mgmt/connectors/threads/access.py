# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The token of a Threads account, made by the town in its own app at Meta; it lasts sixty days."""

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
            "From your app at Meta, with the rights threads_basic, threads_content_publish, threads_read_replies, "
            "threads_manage_replies and threads_delete. It ends after 60 days at most. It is stored encrypted and "
            "never shown again."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        max_length=1000,
    )


def open_account(account: Account, given: Mapping[str, str]) -> Account:
    return replace(account, tokens={"access": given["secret"]})
