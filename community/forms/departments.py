# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is typed to ask a department, and what a department types to answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms import DecisionForm, LineField, PlainField
from community.models import Comment
from community.models.departments import LONGEST_ANSWER, LONGEST_NAME, LONGEST_QUESTION
from community.services.department_files import read_attachments
from community.services.departments import MOST_DAYS
from core.errors import Refused
from core.pasted import PastedEmailField


class DepartmentForm(DecisionForm):
    department = LineField(
        label=_("Department"),
        max_length=LONGEST_NAME,
        help_text=_("For example: building authority, day-care office, municipal utilities."),
        error_messages={"required": _("Please name the department.")},
        widget=forms.TextInput(attrs={"list": "known-departments", "autocomplete": "off"}),
    )
    email = PastedEmailField(
        label=_("E-mail address of the department"),
        help_text=_("Whoever reads mail there can answer with the link, without an account."),
        error_messages={
            "required": _("Please enter the e-mail address of the department."),
            "invalid": _("Please enter a complete e-mail address, for example name@mail.example."),
        },
        widget=forms.EmailInput(attrs={"list": "known-addresses", "autocomplete": "off"}),
    )
    question = PlainField(
        label=_("The question, without the citizen's name"),
        help_text=_("Only these words are sent. Please take names and addresses out."),
        max_length=LONGEST_QUESTION,
        error_messages={"required": _("Please write what the department is to answer.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    days = forms.IntegerField(
        label=_("Answer within how many working days?"),
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "input--number"}),
    )
    is_answered_now = forms.BooleanField(
        label=_("Tell the citizen right away that the question was passed on"),
        required=False,
    )
    interim_answer = forms.CharField(
        label=_("First answer of the town"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, comment: Comment, *args: Any, **kwargs: Any) -> None:
        super().__init__(comment, *args, **kwargs)
        self.initial["revision"] = comment.revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_answered_now") and not cleaned.get("interim_answer", "").strip():
            self.add_error("interim_answer", _("Please write the first answer, or take the tick out."))
        return cleaned


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class AttachmentsField(forms.FileField):
    """Up to three files, each of them what its content says; nothing chosen is an empty list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        chosen = [super(AttachmentsField, self).clean(one) for one in data or [] if one]
        try:
            read_attachments(chosen)
        except Refused as error:
            raise forms.ValidationError([str(each) for each in error.gaps] or [str(error)]) from None
        return chosen


class DepartmentAnswerForm(forms.Form):
    text = PlainField(
        label=_("Your answer"),
        help_text=_("In plain words. Colleagues turn it into an answer to the citizen; it is not published as it is."),
        max_length=LONGEST_ANSWER,
        error_messages={"required": _("Please write your answer first.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    answered_as = LineField(
        label=_("Who answers? (voluntary)"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("A name or a telephone extension for questions. Citizens do not see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    attachments = AttachmentsField(
        label=_("Files (voluntary)"),
        required=False,
        help_text=_(
            "Up to three: PDF, JPEG or PNG, each up to 10 MB. Only colleagues see them; nothing is published by itself."
        ),
        widget=SeveralFiles(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
