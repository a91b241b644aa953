# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why nothing may go out, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.forms.planning import DATE, TIME
from channels_mgmt.services.stops import REASON_LENGTH
from core.days import DayField


class StopForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("A few words that everybody in the house may read on every page."),
    )
    day = DayField(
        label=gettext_lazy("Until (day)"),
        required=False,
        widget=DATE,
        help_text=gettext_lazy("Without an end it lasts until somebody lets things go on."),
    )
    time = forms.TimeField(label=gettext_lazy("Until (time)"), required=False, widget=TIME)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, other in (("day", "time"), ("time", "day")):
            if given.get(name) is None and given.get(other) is not None and name not in self.errors:
                self.add_error(name, _("Please give day and time, or neither."))
        return given

    @property
    def wall(self) -> datetime | None:
        """The end on the town's clock, of a valid form."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        return datetime.combine(day, time) if day and time else None
