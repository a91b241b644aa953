# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An app password, exchanged once for the tokens of a session."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.bluesky.records import profile_url
from channels_mgmt.connectors.contract import Account, Identity, NeedsReconnect, Rejected, refuse_other_account
from channels_mgmt.connectors.transport import Session
from core.pasted import PastedField

APP_PASSWORD = re.compile(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}", re.IGNORECASE)


class AccessForm(forms.Form):
    handle = PastedField(
        label=gettext_lazy("Account name"), help_text=gettext_lazy("For example stadt.bsky.social"), max_length=200
    )
    secret = PastedField(
        label=gettext_lazy("App password"),
        help_text=gettext_lazy(
            "From Bluesky: Settings → Privacy and security → App passwords. It is used once and not kept."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        max_length=200,
    )
    is_other_shape = forms.BooleanField(
        label=gettext_lazy("It is an app password; our server makes them in another form"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["is_other_shape"]

    def clean(self) -> dict[str, Any]:
        """Stop the password of the account itself before it leaves the house: it opens far more than is needed."""
        given = super().clean() or {}
        secret, is_sure = given.get("secret", ""), given.pop("is_other_shape", False)
        if secret and not is_sure and not APP_PASSWORD.fullmatch(secret):
            self.add_error(
                "secret",
                _(
                    "This does not look like an app password, which has the form abcd-efgh-ijkl-mnop. "
                    "Nothing was sent. Please do not enter the password of the account; make an app password in "
                    "Bluesky under Settings → Privacy and security → App passwords (https://bsky.app/settings/app-passwords)."
                ),
            )
        return given


def open_account(account: Account, given: Mapping[str, str]) -> Account:
    handle = given.get("handle") or account.handle
    if not handle:
        raise Rejected(_("Please enter the account name, for example stadt.bsky.social."))
    return sign_in(replace(account, handle=handle.removeprefix("@")), given["secret"])


def sign_in(account: Account, app_password: str) -> Account:
    """Exchange an app password for tokens; the password itself is never kept.

    Returns ``account`` with ``tokens``, ``handle`` and ``remote_id``. Raises ``NeedsReconnect``
    for a wrong password and ``TryLater`` when the server cannot be reached.
    """
    http = Session(account)
    body = {"identifier": account.handle, "password": app_password}
    answer = http.ask("POST", "/xrpc/com.atproto.server.createSession", ok=(400, 401), json=body)
    if answer.entry("error") == "AuthFactorTokenRequired":
        raise NeedsReconnect(
            _(
                "This is the password of the account itself. Dorflinde needs an app password: make one in Bluesky "
                "under Settings → Privacy and security → App passwords (https://bsky.app/settings/app-passwords)."
            )
        )
    if answer.status >= 400:
        raise NeedsReconnect(_("%(host)s does not accept this name and app password.") % {"host": http.host})
    access, refresh, did, handle = (answer.entry(n) for n in ("accessJwt", "refreshJwt", "did", "handle"))
    if not (access and refresh and did and handle):
        raise http.unreadable(may_have_happened=False)
    found = Identity(str(did), str(handle), str(handle), profile_url(str(did)))
    refuse_other_account(account, found)
    tokens = {"access": str(access), "refresh": str(refresh)}
    return replace(account, tokens=tokens, handle=found.handle, remote_id=found.remote_id)
