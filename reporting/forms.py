# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

MONTHS_OFFERED = 13


class ReportRequestForm(forms.Form):
    """Which month: this one (interim) or one of the last twelve."""

    month = forms.TypedChoiceField(label=_("Month"), coerce=date.fromisoformat)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months, first = [], today.replace(day=1)
        for _number in range(MONTHS_OFFERED):
            months.append(first)
            first = (first - timedelta(days=1)).replace(day=1)
        self.fields["month"].choices = [(f"{m:%Y-%m-%d}", date_format(m, "F Y")) for m in months]  # type: ignore[attr-defined]
