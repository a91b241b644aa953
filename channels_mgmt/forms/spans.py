# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town's own action days, and the file with the school holidays of its state."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.forms.planning import DATE
from core.days import DayField
from core.uploads import MOST_BYTES, FileOrTextForm


class ActionDayForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("For example: village fair, election of the mayor"),
    )
    first = DayField(label=gettext_lazy("First day"), widget=DATE)
    last = DayField(
        label=gettext_lazy("Last day"), required=False, widget=DATE, help_text=gettext_lazy("Empty: one day only.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first one."))
        return given


class SchoolHolidaysForm(FileOrTextForm):
    """An iCalendar file."""

    file = forms.FileField(
        label=gettext_lazy("Calendar file (iCalendar, .ics)"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    table = forms.CharField(
        label=gettext_lazy("Or what stands in it, as text"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false", "wrap": "off"}),
    )

    too_large = gettext_lazy("The file is larger than one megabyte. A file of school holidays is not.")
    nothing = gettext_lazy("Please choose a file, or paste what stands in it.")

    def not_text(self, content: bytes, error: UnicodeDecodeError) -> str:
        return _("This is no calendar file: it is not a text in UTF-8. Nothing was taken over.")
