# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A link for a department, a question to it, and the form behind the link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.forms.placing import DATE
from channels_mgmt.models.register import LONGEST_DEPARTMENT
from channels_mgmt.services.heif import offered_photos
from channels_mgmt.services.topics import NOTE_LENGTH, TITLE_LENGTH
from core.days import DayField
from core.pasted import PastedEmailField, PastedLineField


class DepartmentLinkForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Department"),
        max_length=LONGEST_DEPARTMENT,
        help_text=gettext_lazy("For example: building yard, library"),
        widget=forms.TextInput(attrs={"list": "known-departments", "autocomplete": "off"}),
    )
    email = PastedEmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The link is sent there, and every question."),
        widget=forms.EmailInput(attrs={"list": "known-addresses", "autocomplete": "off"}),
    )
    last_day = DayField(
        label=gettext_lazy("Last day on which the link opens"),
        widget=DATE,
        help_text=gettext_lazy("A year at most. It can be withdrawn at any time."),
    )


class AskDepartmentForm(forms.Form):
    question = forms.CharField(
        label=gettext_lazy("What do you need to know?"),
        max_length=400,
        help_text=gettext_lazy("For example: When does the outdoor pool open, and what is new this year?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = DayField(label=gettext_lazy("Until when?"), widget=DATE)


class BringTopicForm(forms.Form):
    """Filled in without an account. ``website`` is a trap for scripts: people do not see it."""

    title = forms.CharField(label=gettext_lazy("What is it about?"), max_length=TITLE_LENGTH)
    note = forms.CharField(
        label=gettext_lazy("What should people know?"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=gettext_lazy("Keywords are enough: what, when, where, for whom. No names of citizens."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    wanted_day = DayField(
        label=gettext_lazy("When should it appear?"),
        required=False,
        widget=DATE,
        help_text=gettext_lazy("Only if there is a reason for that day."),
    )
    contact = forms.CharField(
        label=gettext_lazy("Who can be asked?"),
        max_length=160,
        help_text=gettext_lazy("Name and telephone number at work. Only the town's own team reads it."),
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        help_text=gettext_lazy("One, if you have it: JPEG, PNG or WebP. Place and device are removed."),
        widget=forms.FileInput,
    )
    website = PastedLineField(required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].widget.attrs["accept"] = offered_photos()

    @property
    def is_trapped(self) -> bool:
        return bool(str(self.data.get("website", "")).strip())

    def visible(self) -> list[Any]:
        return [self[name] for name in ("title", "note", "wanted_day", "contact", "photo")]

    def brought(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "note", "wanted_day", "contact")}
