# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import ReadingChoice


class NameReaderForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Who is named?"),
        help_text=_("Only people who read the dialogue can be chosen. Others get the role “Reader” first."),
        queryset=User.objects.none(),
        empty_label=_("Please choose"),
        error_messages={
            "required": _("Please choose a person."),
            "invalid_choice": _("Please choose somebody who reads the dialogue and is not named yet."),
        },
    )

    def __init__(self, people: QuerySet[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ConcernedForm(forms.Form):
    """Whom a comment is about, as far as they work with this software."""

    person = forms.ModelChoiceField(
        label=_("Is it about somebody who works with this software?"),
        help_text=_("Then this person does not read the comment, even if named. Nobody is told, nothing counted."),
        queryset=User.objects.none(),
        empty_label=_("No, or somebody else"),
        required=False,
        error_messages={"invalid_choice": _("Please choose somebody who works here.")},
    )

    def __init__(self, people: QuerySet[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ReadingForm(forms.Form):
    blur = forms.ChoiceField(
        label=_("What do you want to see blurred first?"),
        help_text=_("For you alone. Nobody sees your choice, and nobody notes what you look at."),
        choices=ReadingChoice.Blur.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose one of the three."),
            "invalid_choice": _("Please choose one of the three."),
        },
    )
