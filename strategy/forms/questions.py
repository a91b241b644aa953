# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is typed into the direct line. Forms check lengths; services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from strategy.models import LONGEST_ANSWER, LONGEST_QUESTION


class AskForm(forms.Form):
    """One question to the head. ``von`` is the page it is asked from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The form also opens over other pages, whose fields have names of their own.
        super().__init__(*args, **{"auto_id": "ask_%s", **kwargs})

    question = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        help_text=_("One decision, as one sentence that can be answered by a tap."),
        widget=forms.Textarea({"rows": 3}),
    )
    context = forms.CharField(
        label=_("What one needs to know for it"),
        required=False,
        max_length=1000,
        help_text=_("For example the words it is about: the head cannot open every page."),
        widget=forms.Textarea({"rows": 3, "class": "textarea--short"}),
    )
    answer_1 = forms.CharField(label=_("First answer"), max_length=LONGEST_ANSWER)
    answer_2 = forms.CharField(label=_("Second answer"), max_length=LONGEST_ANSWER)
    answer_3 = forms.CharField(label=_("Third answer"), max_length=LONGEST_ANSWER, required=False)
    von = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def answers(self) -> list[str]:
        return [self.cleaned_data[f"answer_{number}"] for number in (1, 2, 3)]


def usual_answers() -> dict[str, Any]:
    """Where most questions begin; each can be changed."""
    return {"answer_1": gettext("Yes"), "answer_2": gettext("No"), "answer_3": gettext("Please call")}


class AnswerForm(forms.Form):
    """The button that was pressed, and what the head wants to add."""

    answer = forms.TypedChoiceField(choices=[(1, "1"), (2, "2"), (3, "3")], coerce=int)
    # Of several lines, so that the enter key does not press the first answer.
    remark = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2, "class": "textarea--short"}),
    )
