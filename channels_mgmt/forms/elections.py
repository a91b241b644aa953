# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town says about an election: its days, what the window rests on, and who stands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Municipality, User
from channels_mgmt.forms.planning import DATE
from channels_mgmt.models import ElectionWindow
from channels_mgmt.services.elections import BASIS_LENGTH, NAMES_LENGTH
from core.days import DayField

BEFORE = timedelta(days=92)
"""Suggested: three months before the day (docs/adr/0041)."""


class ElectionForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is elected?"), choices=[("", "---------"), *ElectionWindow.Kind.choices]
    )
    election_day = DayField(label=gettext_lazy("Election day"), widget=DATE)
    starts_on = DayField(
        label=gettext_lazy("First day of the window"),
        widget=DATE,
        required=False,
        help_text=gettext_lazy("Left empty: three months before the election day, the yardstick of the courts."),
    )
    ends_on = DayField(
        label=gettext_lazy("Last day of the window"),
        widget=DATE,
        required=False,
        help_text=gettext_lazy("Left empty: the election day. A run-off may need a later one."),
    )
    basis = forms.CharField(
        label=gettext_lazy("What does it rest on?"),
        max_length=BASIS_LENGTH,
        initial=gettext_lazy("Duty of neutrality (BVerfGE 44, 125)"),
        help_text=gettext_lazy("For example an instruction of your state or a decision of the head."),
    )
    standing = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who of these people stands?"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They go on writing and approve nothing in the window."),
    )
    names = forms.CharField(
        label=gettext_lazy("Other names and offices"),
        max_length=NAMES_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, for example “Bürgermeisterin”. Posts that say them stand on the list."),
    )

    def __init__(self, town: Municipality, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.current(today).filter(municipality=town)
        people = User.objects.filter(pk__in=members.values("user"), is_active=True)
        self.fields["standing"].queryset = people.order_by("name")  # type: ignore[attr-defined]  # a choice of rows

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day = given.get("election_day")
        if day is not None:
            given["starts_on"] = given.get("starts_on") or day - BEFORE
            given["ends_on"] = given.get("ends_on") or day
        return given
