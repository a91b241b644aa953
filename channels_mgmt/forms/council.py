# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A decision somebody pastes, where decisions are read from, and what the list shows."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.forms.placing import DATE
from channels_mgmt.models import CouncilDecision
from channels_mgmt.queries.council import DecisionFilter
from channels_mgmt.services.council import BODY_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from core.days import DayField
from core.pasted import PastedLineField, PastedURLField

State = CouncilDecision.State


class DecisionForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Subject"), max_length=TITLE_LENGTH)
    text = forms.CharField(
        label=gettext_lazy("Words of the decision"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Paste it as it stands in the minutes. Only what was decided in public."),
    )
    decided_on = DayField(label=gettext_lazy("Day of the decision"), required=False, widget=DATE)
    body = forms.CharField(
        label=gettext_lazy("Who decided"),
        required=False,
        max_length=BODY_LENGTH,
        help_text=gettext_lazy("For example: council, building committee."),
    )
    web = PastedURLField(
        label=gettext_lazy("Web page of the decision"), required=False, max_length=200, assume_scheme="https"
    )


class CouncilSourceForm(forms.Form):
    url = PastedLineField(
        label=gettext_lazy("Address of the OParl interface"),
        required=False,
        max_length=500,
        widget=forms.URLInput,
        help_text=gettext_lazy("Of the system or of your body, beginning with https://. Left empty, nobody is asked."),
    )


class DecisionFilterForm(forms.Form):
    """Filters in the address. Unknown values filter nothing."""

    q = forms.CharField(
        label=gettext_lazy("Search in the decisions"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    stand = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[*(choice for choice in State.choices if choice[0] != State.GONE), ("alle", gettext_lazy("All"))],
    )

    def chosen(self) -> DecisionFilter:
        self.is_valid()
        given = self.cleaned_data
        state = given.get("stand") or State.NEW
        return DecisionFilter("" if state == "alle" else state, given.get("q", "").strip())
