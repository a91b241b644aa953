# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.models import AccessHolder
from channels_mgmt.services.access import NAME_LENGTH


class AccessHolderForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Who"),
        help_text=gettext_lazy("A person with the department, a role mailbox, an agency"),
        max_length=NAME_LENGTH,
    )
    reach = forms.ChoiceField(label=gettext_lazy("May do"), choices=AccessHolder.Reach.choices)
