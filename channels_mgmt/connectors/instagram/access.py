# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The token of the page to which the professional profile belongs; with it the Graph acts for the profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Account, Identity, Rejected, refuse_other_account
from channels_mgmt.connectors.instagram.profile import NAME
from channels_mgmt.connectors.instagram.sign_in import InstagramSignIn
from channels_mgmt.connectors.meta.pages import page_behind
from core.pasted import PastedField, PastedLineField

SIGN_IN = InstagramSignIn()


class AccessForm(forms.Form):
    page = PastedLineField(
        label=gettext_lazy("Page of the profile"),
        help_text=gettext_lazy(
            "Name or number of the page to which the profile belongs. Only needed when your access opens several."
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
    if page.profile is None:
        raise Rejected(
            _(
                "No professional Instagram profile belongs to the page %(page)s. In Instagram choose Settings → "
                "Account type and tools, switch to a professional account and connect it with the page."
            )
            % {"page": page.name}
        )
    found = Identity(page.profile.remote_id, f"@{page.profile.username}", page.profile.name, "")
    refuse_other_account(account, found)
    return replace(account, tokens={"access": page.token}, remote_id=found.remote_id, handle=found.handle)
