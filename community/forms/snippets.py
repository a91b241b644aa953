# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Texts to answer with, and the file they come in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Municipality, User
from community.forms import LineField, PlainField
from community.models import Snippet
from community.models.texts import LONGEST_NAME, LONGEST_TEXT
from community.queries.snippets import people_who_answer
from core.days import DayField

MOST_BYTES = 5_000_000


class SnippetForm(forms.Form):
    """``version`` is the wording that was on the screen."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("For what?"),
        choices=[(kind.value, kind.label) for kind in (Snippet.Kind.REPLY, Snippet.Kind.RATIONALE)],
        widget=forms.RadioSelect,
    )
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Under which colleagues find it, for example: thanks for a hint."),
        error_messages={"required": gettext_lazy("Please give the text a name under which colleagues find it.")},
    )
    text = PlainField(
        label=gettext_lazy("Text"),
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy(
            "Filled in by itself where known: {anrede}, {kommune}, {amt}, {frist}, {link}, {netiquette}, {kürzel}. Any "
            "other word in braces is a gap that has to be filled in before an answer leaves."
        ),
        error_messages={"required": gettext_lazy("Please write the text.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who answers for it?"), queryset=User.objects.none(), empty_label=None
    )
    valid_until = DayField(
        label=gettext_lazy("Valid until"),
        required=False,
        help_text=gettext_lazy("After this day whoever answers for it is reminded, and the text is marked as expired."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, town: Municipality, *args: Any, has_kind: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["owner"].queryset = people_who_answer(town).order_by("name", "pk")  # type: ignore[attr-defined]
        if not has_kind:
            del self.fields["kind"]


class TextFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, Excel or JSON with the columns art, name, text, gueltig_bis; at most 500 texts."),
        error_messages={
            "required": gettext_lazy("Please choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than %(n)s MB.") % {"n": MOST_BYTES // 1_000_000})
        return file
