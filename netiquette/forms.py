# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netiquette.models import Clause, Netiquette


class IntroductionForm(forms.Form):
    """``seen`` carries the text the form was drawn with."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    text = forms.CharField(
        label=_("Introduction"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 7}),
        help_text=_("Invite people to join in. Say that criticism is welcome."),
    )

    @classmethod
    def drawn_from(cls, netiquette: Netiquette) -> "IntroductionForm":
        return cls(initial={"seen": netiquette.introduction, "text": netiquette.introduction})


class ClauseForm(forms.Form):
    """``seen`` carries the fingerprint of the clause the form was drawn with; empty for a new one."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Wording"),
        max_length=4000,
        widget=forms.Textarea({"rows": 7}),
        help_text=_("Short sentences. Say what is not allowed and what happens then."),
    )
    is_ground_for_measures = forms.BooleanField(
        label=_("Measures may rest on it"),
        required=False,
        initial=True,
        help_text=_("Only such clauses can be cited when a comment is hidden or deleted."),
    )

    @classmethod
    def drawn_from(cls, clause: Clause) -> "ClauseForm":
        values: dict[str, Any] = {"seen": clause.fingerprint}
        return cls(
            initial=values | {name: getattr(clause, name) for name in ("title", "text", "is_ground_for_measures")}
        )
