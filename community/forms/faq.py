# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A question for everybody, with its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import Municipality, User
from community.forms import LineField, PlainField
from community.models.faq import LONGEST_ANSWER, LONGEST_QUESTION
from community.queries.snippets import people_who_answer
from core.days import DayField


class FaqForm(forms.Form):
    """``version`` is the wording that was on the screen."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    question = LineField(
        label=gettext_lazy("The question, in your own words"),
        max_length=LONGEST_QUESTION,
        help_text=gettext_lazy("As many would ask it, without names. For example: When does the pool open?"),
        error_messages={"required": gettext_lazy("Please write the question.")},
    )
    answer = PlainField(
        label=gettext_lazy("The answer"),
        max_length=LONGEST_ANSWER,
        help_text=gettext_lazy("Short and friendly. Addresses beginning with https:// become links."),
        error_messages={"required": gettext_lazy("Please write the answer.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    as_of = DayField(
        label=gettext_lazy("True as of"),
        help_text=gettext_lazy("The day on which you last found the answer true. Readers see it."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who answers for it?"), queryset=User.objects.none(), empty_label=None
    )
    valid_until = DayField(
        label=gettext_lazy("To be looked at again by"),
        required=False,
        help_text=gettext_lazy("After this day whoever answers for it is reminded."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, town: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["owner"].queryset = people_who_answer(town).order_by("name", "pk")  # type: ignore[attr-defined]
