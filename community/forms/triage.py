# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What software suggests: the switch, the town's own words, and a text to try them with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from community.forms import PlainField
from community.models import TriageSettings
from community.services.triage.own_words import REMOVED
from community.triage.labels import Label

LONGEST_LIST, LONGEST_SAMPLE = 8_000, 2_000


class TriageForm(forms.Form):
    is_on = forms.BooleanField(
        label=gettext_lazy("Software looks at comments and suggests"),
        required=False,
        help_text=gettext_lazy("It sorts and names words. It never answers, hides or deletes anything."),
    )
    sample = PlainField(
        label=gettext_lazy("A text to try it with"),
        required=False,
        max_length=LONGEST_SAMPLE,
        help_text=gettext_lazy("Shows which rules see something in it, with the words above. It is not kept."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, settings: TriageSettings, typed: QueryDict | None = None) -> None:
        kept = settings.own_words
        words = {f"words_{name}": "\n".join(kept.get(name, ())) for name in (*Label.values, REMOVED)}
        super().__init__(typed, initial={"is_on": settings.is_on, **words})
        sample = self.fields.pop("sample")
        for label in Label:
            self.fields[f"words_{label.value}"] = _words(label.label)
        self.fields[f"words_{REMOVED}"] = _words(gettext_lazy("Words of the house that mean nothing here"))
        self.fields["sample"] = sample

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[f"words_{name}"] for name in (*Label.values, REMOVED)]

    @property
    def typed_words(self) -> dict[str, list[str]]:
        """By label and ``REMOVED`` what was typed, one word or several a line."""
        return {
            name: [" ".join(line.split()) for line in self.cleaned_data[f"words_{name}"].splitlines() if line.strip()]
            for name in (*Label.values, REMOVED)
        }


def _words(label: Any) -> forms.Field:
    rows = {"rows": 2, "spellcheck": "false"}
    return PlainField(label=label, required=False, max_length=LONGEST_LIST, widget=forms.Textarea(attrs=rows))
