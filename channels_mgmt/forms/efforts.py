# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Time and money for a post, in three fields."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.models.efforts import MOST_MINUTES


class EffortForm(forms.Form):
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        required=False,
        min_value=0,
        max_value=MOST_MINUTES,
        help_text=gettext_lazy("An estimate is enough."),
    )
    euros = forms.DecimalField(
        label=gettext_lazy("Euros"),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        localize=True,
        help_text=gettext_lazy("For example a photo, a print, an agency."),
    )
    is_external = forms.BooleanField(label=gettext_lazy("By somebody from outside"), required=False)

    def noted(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "minutes": given["minutes"] or 0,
            "euros": given["euros"] or Decimal(0),
            "is_external": given["is_external"],
        }
