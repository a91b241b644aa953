# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a town answers, and one's own initials."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from community.forms import LineField, PlainField
from community.models import ReplySettings
from community.models.replying import LONGEST_GUIDE, LONGEST_INITIALS


class ReplySettingsForm(forms.Form):
    tone_guide = PlainField(
        label=gettext_lazy("How we answer"),
        required=False,
        max_length=LONGEST_GUIDE,
        help_text=gettext_lazy("A few sentences for everybody who answers. Left empty, the proposal stands."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    release = forms.TypedChoiceField(
        label=gettext_lazy("A second person releases"),
        coerce=int,
        choices=ReplySettings.Release.choices,
        help_text=gettext_lazy("Such an answer waits until somebody other than its author has read it."),
    )
    uses_initials = forms.BooleanField(
        label=gettext_lazy("Initials may stand below answers"),
        required=False,
        help_text=gettext_lazy(
            "Only below the answers of people who agree to it themselves. Please speak with your staff council first."
        ),
    )


class InitialsForm(forms.Form):
    initials = LineField(
        label=gettext_lazy("Your initials"),
        max_length=LONGEST_INITIALS,
        help_text=gettext_lazy("They stand at the end of your answers, for example ^mk, and are public there."),
        error_messages={"required": gettext_lazy("Please enter your initials.")},
        widget=forms.TextInput(attrs={"class": "input--number", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
