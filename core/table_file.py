# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file of a spreadsheet program in a form; what it says is read by ``core.tables``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables import MOST_BYTES

ACCEPTED = ".xlsx,.csv,.txt,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"


class TableFileField(forms.FileField):
    """One file, not larger than ``read_table`` takes."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("File"))
        options.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPTED}))
        options["error_messages"] = {
            "required": gettext_lazy("Please choose a file."),
            "empty": gettext_lazy("The file is empty."),
        }
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than %(n)s MB.") % {"n": MOST_BYTES // 1_000_000})
        return file
