# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One decision about comments that say nearly the same."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms import ClauseChoice
from community.models import Decision
from core.text import read_number
from netiquette.models import Clause

KINDS = [(Decision.Kind.LEAVE, _("Leave them all")), (Decision.Kind.HIDE, _("Hide them all, or report them"))]


class AlikeForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is decided about each of them?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose whether the comments are left or hidden.")},
    )
    clause = ClauseChoice(
        label=_("To hide: which clause is violated?"),
        queryset=Clause.objects.none(),
        empty_label=_("Please choose"),
        required=False,
    )
    rationale = forms.CharField(
        label=_("To hide: why? Your reasons, the same for each"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, clauses: list[Clause], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["clause"].queryset = Clause.objects.filter(  # type: ignore[attr-defined]
            pk__in=[clause.pk for clause in clauses]
        )


def chosen(values: list[str]) -> dict[int, int]:
    """Number and revision of each ticked comment, from ``number:revision``; anything else is left out."""
    found = {}
    for value in values:
        number, _colon, revision = value.partition(":")
        pk, seen = read_number(number), read_number(revision)
        if pk is not None and seen is not None:
            found[pk] = seen
    return found
