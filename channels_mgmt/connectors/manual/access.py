# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account that only people use needs no access, only its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Account
from core.pasted import PastedLineField


class AccessForm(forms.Form):
    """Where an account is that only people use."""

    handle = PastedLineField(
        label=gettext_lazy("Address of the profile"),
        help_text=gettext_lazy("Copied from the platform, beginning with https://"),
        widget=forms.URLInput,
        max_length=200,
    )


def open_account(account: Account, given: Mapping[str, str]) -> Account:
    """The account at this address; whether it lies on the platform is for the caller to ask (``Profile.is_at``)."""
    url = given.get("handle", "")
    name = url.partition("://")[2].removeprefix("www.").rstrip("/")
    return replace(account, remote_id=url[:200], handle=name[:200])
