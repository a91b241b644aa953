# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Figures that a person has read on the platform, with their source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.figures import LABELS
from channels_mgmt.services.figures import MOST
from core.days import DayField


class _FiguresForm(forms.Form):
    def __init__(self, names: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = list(names)
        for name in self.names:
            self.fields[name] = forms.IntegerField(
                label=LABELS[name], required=False, min_value=0, max_value=MOST, widget=forms.NumberInput
            )
        self.order_fields(
            [*[name for name in self.fields if name not in (*self.names, "source")], *self.names, "source"]
        )

    def values(self) -> dict[str, int | None]:
        return {name: self.cleaned_data.get(name) for name in self.names}


class ChannelFiguresForm(_FiguresForm):
    day = DayField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    source = forms.CharField(
        label=gettext_lazy("Where are the figures from?"),
        help_text=gettext_lazy("For example: profile page, seen on the telephone"),
        max_length=120,
    )


class PostFiguresForm(_FiguresForm):
    day = DayField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=gettext_lazy("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    source = forms.CharField(
        label=gettext_lazy("Where are the figures from?"),
        help_text=gettext_lazy("For example: statistics of the page, seen at the desk"),
        max_length=120,
    )
