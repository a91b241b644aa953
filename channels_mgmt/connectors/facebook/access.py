# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The token of a page, made by the town in its own app at Meta."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Account, Identity, refuse_other_account
from channels_mgmt.connectors.facebook.profile import NAME
from channels_mgmt.connectors.facebook.sign_in import FacebookSignIn
from channels_mgmt.connectors.meta.pages import page_behind
from core.pasted import PastedField, PastedLineField

SIGN_IN = FacebookSignIn()


class AccessForm(forms.Form):
    page = PastedLineField(
        label=gettext_lazy("Page"),
        help_text=gettext_lazy(
            "Name or number of the page. Only needed when your access opens several; another page is then refused."
        ),
        required=False,
        max_length=200,
    )
    secret = PastedField(
        label=gettext_lazy("Access token of the page"),
        help_text=format_lazy(
            gettext_lazy(
                "From your app at Meta, with the rights {rights}. It is stored encrypted and never shown again."
            ),
            rights=SIGN_IN.scopes,
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        max_length=1000,
    )


def open_account(account: Account, given: Mapping[str, str]) -> Account:
    """A person's token is exchanged for the page's and not kept."""
    page = page_behind(replace(account, tokens={"access": given["secret"]}), NAME, given.get("page", ""))
    refuse_other_account(account, Identity(page.remote_id, page.name, page.name, ""))
    return replace(account, tokens={"access": page.token}, remote_id=page.remote_id, handle=page.name)
