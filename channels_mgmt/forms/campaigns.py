# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A campaign: its name, its days, what it is to reach, and how its posts are marked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.forms.placing import DATE
from channels_mgmt.models import Campaign
from core.days import DayField

HUES = [
    (1, gettext_lazy("blue")),
    (2, gettext_lazy("green")),
    (3, gettext_lazy("yellow")),
    (4, gettext_lazy("purple")),
    (5, gettext_lazy("red")),
    (6, gettext_lazy("turquoise")),
]
NAMES = ("name", "goal", "first", "last", "wanted", "hue", "revision")


class CampaignForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=60, help_text=gettext_lazy("For example: cycling weeks, budget 2027")
    )
    goal = forms.CharField(
        label=gettext_lazy("What is it to reach?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One sentence by which you can tell afterwards whether it worked."),
    )
    first = DayField(label=gettext_lazy("First day"), widget=DATE)
    last = DayField(label=gettext_lazy("Last day"), widget=DATE)
    wanted = forms.IntegerField(
        label=gettext_lazy("Number of posts"),
        required=False,
        min_value=1,
        max_value=500,
        help_text=gettext_lazy("Empty: no number is aimed at."),
    )
    hue = forms.TypedChoiceField(label=gettext_lazy("Colour of the label"), choices=HUES, coerce=int, initial=1)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Campaign | None = None, **kwargs: Any) -> None:
        self.campaign = campaign
        if campaign is not None:
            kwargs["initial"] = {name: getattr(campaign, name) for name in NAMES}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first one."))
        return given
