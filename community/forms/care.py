# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms import PlainField
from community.services.care import LONGEST_CONTACTS


class ContactsForm(forms.Form):
    contacts = PlainField(
        label=_("Your own contacts"),
        help_text=_("Names, telephone and hours: superiors, company doctor, staff council, counselling."),
        required=False,
        max_length=LONGEST_CONTACTS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
