# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.services.closing import REASON_LENGTH
from core.days import DayField


class ClosingForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is the channel closed?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answers_until = DayField(
        label=gettext_lazy("Comments are answered until"),
        help_text=gettext_lazy("Until then comments are read and answered; the channel is closed afterwards."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
