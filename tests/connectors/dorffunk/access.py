# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django import forms

from channels_mgmt.connectors.contract import Account, Rejected


class AccessForm(forms.Form):
    secret = forms.CharField(label="Losung", help_text="Sie steht am Schwarzen Brett.")
    house = forms.CharField(label="Hausnummer")


def open_account(account: Account, given: Mapping[str, str]) -> Account:
    if given["secret"] != "Linde":
        raise Rejected("Die Losung stimmt nicht.")
    return replace(account, remote_id=given["house"], handle=f"haus-{given['house']}", tokens={"access": "eingelassen"})
