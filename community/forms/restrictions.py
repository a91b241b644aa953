# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is typed to ask for a restriction of an account, to decide on it and to end it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms import ClauseChoice, PlainField
from community.models import Comment, Decision, Restriction
from community.models.restrictions import LONGEST_RESTRICTION
from netiquette.models import Clause

KINDS = [
    (Restriction.Kind.RESTRICT, _("Restrict for a time")),
    (Restriction.Kind.BLOCK, _("Block for a time")),
]


class RestrictionForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is asked for?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose between restricting and blocking.")},
    )
    clause = ClauseChoice(
        label=_("On which clause does it rest?"),
        queryset=Clause.objects.none(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Please choose a clause of the netiquette in force.")},
    )
    comments = forms.MultipleChoiceField(
        label=_("Which other comments of this account does it rest on?"),
        help_text=_("Evidence of each is kept before anything happens."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = PlainField(
        label=_("Why are milder measures not enough?"),
        help_text=_("A few polemic comments are no ground. Your colleague, the author and a court read it."),
        max_length=5_000,
        error_messages={"required": _("Please write down why milder measures are not enough.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    days = forms.IntegerField(
        label=_("For how many days?"),
        help_text=_("It ends by itself. A week before, somebody looks whether it is still right."),
        min_value=1,
        max_value=LONGEST_RESTRICTION,
    )

    def __init__(
        self,
        comment: Comment,
        clauses: list[Clause],
        grounds: list[tuple[Comment, Decision | None]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        clause, comments = self.fields["clause"], self.fields["comments"]
        clause.queryset = Clause.objects.filter(pk__in=[c.pk for c in clauses])  # type: ignore[attr-defined]
        comments.choices = [(c.pk, _label(c, measure)) for c, measure in grounds]  # type: ignore[attr-defined]
        if not grounds:
            del self.fields["comments"]


class JudgeRestrictionForm(forms.Form):
    note = PlainField(
        label=_("Your reasons"),
        help_text=_("Needed to decline; welcome otherwise."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndRestrictionForm(forms.Form):
    note = PlainField(
        label=_("Why does it end before its time?"),
        max_length=2_000,
        error_messages={"required": _("Please write down why the restriction ends before its time.")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "textarea--short"}),
    )


def _label(comment: Comment, measure: Decision | None) -> str:
    words = comment.text if len(comment.text) <= 120 else f"{comment.text[:119]}…"
    return f"{words} ({measure.get_kind_display()}: {measure.clause})" if measure else words
