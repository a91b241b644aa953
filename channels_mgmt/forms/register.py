# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the press office types to keep the register of departments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.models.register import LONGEST_DEPARTMENT
from core.pasted import PastedEmailField


class DepartmentEntryForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Department"),
        max_length=LONGEST_DEPARTMENT,
        help_text=gettext_lazy("As it is called in the house. Questions asked before keep the name of then."),
        error_messages={"required": gettext_lazy("Please name the department.")},
    )
    email = PastedEmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("A mailbox somebody reads also during holidays is better than a person's own."),
    )
    aliases = forms.CharField(
        label=gettext_lazy("Other names and addresses"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("One a line. Mails with topics are recognised by these addresses, too."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def entry(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"name": given["name"], "email": given["email"], "aliases": given["aliases"].splitlines()}


class DepartmentChangeForm(DepartmentEntryForm):
    """``version`` is the entry that was on the screen."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    is_paused = forms.BooleanField(
        label=gettext_lazy("Paused"),
        required=False,
        help_text=gettext_lazy("It is neither proposed nor asked, and its mails wait for a person."),
    )

    def entry(self) -> dict[str, Any]:
        return super().entry() | {"is_paused": self.cleaned_data["is_paused"]}
