# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people type for a channel's documents."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.models import Channel, ChannelDocument, ChannelProvider, DocumentParticulars
from channels_mgmt.services.documents import MAX_CHARACTERS
from core.days import DayField
from core.pasted import PastedURLField


class DocumentForm(forms.Form):
    """The text of a document, with the version the person began with."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Text"),
        strip=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "true"}),
        help_text=_(
            "## begins a heading, ### a smaller one, - an item of a list, 1. a numbered one, **bold**. "
            "Tables: | cell | cell |, the first line is the head. An empty line ends a paragraph."
        ),
    )

    def __init__(self, document: ChannelDocument, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"text": document.text, "version": document.version})
        super().__init__(*args, **kwargs)


class CheckForm(forms.Form):
    """Who vouches for the text, in which function."""

    function = forms.CharField(
        label=_("Checked by (function)"),
        max_length=120,
        help_text=_("For example “data protection officer” or “legal department”; no name."),
    )
    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example the date and file number of a statement."),
    )
    checks = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ParticularsForm(forms.ModelForm):
    """What all documents of a town need."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    privacy_url = PastedURLField(
        label=_("Privacy notice of the town’s website"), required=False, max_length=200, assume_scheme="https"
    )

    class Meta:
        model = DocumentParticulars
        fields = (
            "postal_address",
            "phone",
            "represented_by",
            "responsible_for_content",
            "data_protection_officer",
            "privacy_url",
        )
        widgets = {
            "postal_address": forms.Textarea(attrs={"rows": 3}),
            "data_protection_officer": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "represented_by": _("The office, for example “the mayor”. With the name if your imprint names it."),
            "responsible_for_content": _("Name and address, as § 18 (2) MStV asks for. It becomes public."),
            "data_protection_officer": _("Office, address and e-mail, for example datenschutz@…"),
        }


class ProviderForm(forms.ModelForm):
    """Who provides the platform of a channel; begins with the product's default."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    privacy_url = PastedURLField(
        label=_("Privacy policy of the provider"), required=False, max_length=200, assume_scheme="https"
    )

    class Meta:
        model = ChannelProvider
        fields = ("name", "seat", "privacy_url", "joint_control", "third_country", "as_of", "source")
        widgets = {
            "joint_control": forms.Textarea(attrs={"rows": 4}),
            "third_country": forms.Textarea(attrs={"rows": 4}),
            "as_of": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        field_classes = {"as_of": DayField}
        help_texts = {
            "name": _("For open networks: whoever runs the server."),
            "as_of": _("The day on which somebody looked it up."),
            "source": _("For example the provider’s privacy policy, or your data protection officer."),
        }

    def __init__(self, channel: Channel, data: Any = None) -> None:
        stored = ChannelProvider.objects.filter(channel=channel).first()
        initial = {"revision": stored.revision if stored else 0}
        if stored is None:
            initial |= asdict(profile_of(channel.platform).provider)
        super().__init__(data, instance=stored, initial=initial)
