# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.models import Fault, PracticeAccount
from practice.platform import CITIZENS
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
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write what the invented person says.")},
    )


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
        super().__init__(*args, prefix=f"account-{account.pk}", initial=initial, **kwargs)
