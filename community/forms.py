# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people type when they decide. The services judge; forms keep what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Comment
from netiquette.models import Clause


class DecisionForm(forms.Form):
    """Carries the revision of the comment that was on the screen."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, comment: Comment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", comment.revision)
        self.use_required_attribute = False


class ReplyForm(DecisionForm):
    text = forms.CharField(
        label=_("Answer of the town"),
        max_length=20_000,
        error_messages={"required": _("Please write an answer first.")},
        widget=forms.Textarea(attrs={"rows": 4, "data-key": "r", "data-key-label": _("Write an answer")}),
    )


class ClauseChoice(forms.ModelChoiceField):
    def label_from_instance(self, clause: Clause) -> str:
        return f"{clause.number}. {clause.title}"


class HideForm(DecisionForm):
    clause = ClauseChoice(
        label=_("Which clause is violated?"),
        queryset=Clause.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose the clause of the netiquette that the comment violates."),
            "invalid_choice": _("This clause is not in force any more. Please choose another one."),
        },
    )
    rationale = forms.CharField(
        label=_("Why? Your reasons"),
        help_text=_("One or two sentences that the author, a court and your colleagues understand."),
        max_length=5_000,
        error_messages={"required": _("Please write down why: a measure without reasons does not stand.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, comment: Comment, clauses: list[Clause], *args: Any, **kwargs: Any) -> None:
        super().__init__(comment, *args, **kwargs)
        field = self.fields["clause"]
        field.queryset = Clause.objects.filter(pk__in=[c.pk for c in clauses])  # type: ignore[attr-defined]
        field.choices = [(c.pk, field.label_from_instance(c)) for c in clauses]  # type: ignore[attr-defined]
