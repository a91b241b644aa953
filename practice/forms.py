# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.domain.platform import CITIZENS
from practice.models import Fault, PracticeAccount
from practice.services import REPLY_LENGTH


class ReplyForm(forms.Form):
    """What an invented person says."""

    citizen = forms.ChoiceField(
        label=_("Who is writing?"),
        help_text=_("All of them are invented."),
        choices=[(citizen.handle, citizen.name) for citizen in CITIZENS],
    )
    text = forms.CharField(
        label=_("What does the person say?"),
        max_length=REPLY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    warning = forms.CharField(label=_("Content warning"), required=False, max_length=200)
    poll_options = forms.CharField(
        label=_("Poll"),
        required=False,
        max_length=400,
        help_text=_("One option per line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    has_picture = forms.BooleanField(label=_("With a sample picture"), required=False)
    picture_alt = forms.CharField(
        label=_("Description of the picture"),
        required=False,
        max_length=300,
        help_text=_("Leave it empty to practise with a picture that nobody described."),
    )
    is_private = forms.BooleanField(label=_("Only for the town to read"), required=False)

    def clean_poll_options(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["poll_options"].splitlines() if line.strip()]


WORKS = "works"


class FaultForm(forms.Form):
    """How the platform misbehaves towards one account, and how often."""

    fault = forms.TypedChoiceField(
        label=_("The platform …"),
        choices=[(value or WORKS, label) for value, label in Fault.choices],
        coerce=lambda value: "" if value == WORKS else value,
    )
    fault_count = forms.IntegerField(
        label=_("For how many posts?"),
        help_text=_("0 means: until you change it."),
        min_value=0,
        max_value=100,
        initial=1,
    )

    def __init__(self, *args: Any, account: PracticeAccount, **kwargs: Any) -> None:
        initial = {"fault": account.fault or WORKS, "fault_count": account.fault_count if account.fault else 1}
        super().__init__(*args, **kwargs | {"prefix": f"account-{account.pk}", "initial": initial})
