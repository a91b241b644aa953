# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two confirmations of an emergency post, and what its second person says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.services.emergencies import NOTE_LENGTH, REASON_LENGTH, checked_reason
from core.errors import Refused


class EmergencyReasonForm(forms.Form):
    """The first confirmation."""

    reason = forms.CharField(
        label=gettext_lazy("Why can this not wait for a second person?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One sentence. The second person and the head read it, and it stays on record."),
    )

    def clean_reason(self) -> str:
        try:
            return checked_reason(self.cleaned_data["reason"])
        except Refused as error:
            raise forms.ValidationError(str(error)) from None


class EmergencyForm(EmergencyReasonForm):
    """The second one: exactly what the page shows, and past the stop that holds, if one does."""

    goes_past_stop = forms.BooleanField(
        label=gettext_lazy("Publishing is stopped. This one post goes out all the same."),
        error_messages={"required": gettext_lazy("Tick that this post goes out in the stop, or leave it stopped.")},
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy("I have read text, channels and images just now. They are right and may be public at once."),
        error_messages={"required": gettext_lazy("Please read once more and tick the box. Nothing has gone out.")},
    )

    def __init__(self, *args: Any, is_stopped: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget = forms.HiddenInput()
        if not is_stopped:
            del self.fields["goes_past_stop"]


class ObjectionForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What is wrong?"), max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
