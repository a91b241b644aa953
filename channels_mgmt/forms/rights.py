# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people say about the rights to an image, and by what they look for one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Municipality
from channels_mgmt.forms.placing import DATE
from channels_mgmt.models import Consent, Licence, People
from channels_mgmt.queries.library import STANDINGS, LibraryFilter
from channels_mgmt.services.scans import UnfitScan, read_scan
from core.days import DayField
from core.pasted import PastedURLField
from core.platforms import Platform


class LibraryFilterForm(forms.Form):
    """In the address. Empty or unknown values filter nothing."""

    q = forms.CharField(label=gettext_lazy("Name, credit or post"), required=False, max_length=100)
    stand = forms.ChoiceField(
        label=gettext_lazy("How they stand"),
        required=False,
        choices=[("", gettext_lazy("All images")), *STANDINGS.items()],
    )

    def chosen(self) -> LibraryFilter:
        """The filter, without what could not be understood."""
        self.is_valid()
        given = self.cleaned_data
        return LibraryFilter(given.get("q", "").strip(), given.get("stand", ""))


class PeopleForm(forms.Form):
    people = forms.ChoiceField(
        label=gettext_lazy("Who can be recognised in the photo?"),
        choices=People.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what is true of this photo.")},
    )


class FocusForm(forms.Form):
    """In percent; the arrow keys of the fields move it without a script."""

    x = forms.IntegerField(label=gettext_lazy("From the left, in percent"), min_value=0, max_value=100)
    y = forms.IntegerField(label=gettext_lazy("From the top, in percent"), min_value=0, max_value=100)


class ChosenConsentForm(forms.Form):
    """A consent that is kept already."""

    consent: Any = forms.ModelChoiceField(
        label=gettext_lazy("A consent that is kept already"),
        queryset=Consent.objects.none(),
        empty_label=gettext_lazy("Please choose"),
    )

    def __init__(self, town: Municipality, offered: list[Consent], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["consent"]
        field.queryset = Consent.objects.filter(municipality=town)  # type: ignore[attr-defined]  # a choice of rows
        named = [(each.pk, f"{each.pk} · {each.who} · {each.purpose}") for each in offered]
        field.choices = [("", _("Please choose")), *named]  # type: ignore[attr-defined]


class ConsentForm(forms.Form):
    who = forms.CharField(
        label=gettext_lazy("Who agreed?"),
        max_length=120,
        help_text=gettext_lazy(
            "A name, or what you know the people by: “Group of the Kita Regenbogen”, “child 7 of the list”."
        ),
    )
    signed_by = forms.ChoiceField(
        label=gettext_lazy("Who signed?"),
        choices=Consent.Signed.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("For children both parents sign, from about 14 years on the child as well."),
    )
    purpose = forms.CharField(
        label=gettext_lazy("For what?"),
        max_length=200,
        help_text=gettext_lazy("As it stands on the paper, for example “reports about the summer party”."),
    )
    platforms = forms.MultipleChoiceField(
        label=gettext_lazy("Where may it be shown?"),
        choices=Platform.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing ticked: on all channels of the town."),
    )
    given_on = DayField(label=gettext_lazy("Given on"), widget=DATE)
    valid_until = DayField(
        label=gettext_lazy("Valid until"),
        widget=DATE,
        required=False,
        help_text=gettext_lazy(
            "Left empty: until somebody withdraws it. An end stands on the start page a month before."
        ),
    )
    scan = forms.FileField(
        label=gettext_lazy("The signed paper"),
        required=False,
        help_text=gettext_lazy("PDF, JPEG or PNG up to 10 MB. It is kept encrypted; who opens it is on record."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def clean_scan(self) -> Any:
        scan = self.cleaned_data["scan"]
        if scan:
            try:
                read_scan(scan)
            except UnfitScan as error:
                raise forms.ValidationError(str(error)) from None
        return scan


class WithdrawForm(forms.Form):
    withdrawn_on = DayField(label=gettext_lazy("Withdrawn on"), widget=DATE)
    note = forms.CharField(
        label=gettext_lazy("How did it reach you?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For example “by e-mail of the mother to the press office”."),
    )


class SettleForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("What was done?"), max_length=200)


class ChosenLicenceForm(forms.Form):
    """Terms that are kept already; none takes them back."""

    licence: Any = forms.ModelChoiceField(
        label=gettext_lazy("On which terms is it used?"),
        queryset=Licence.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nothing is said"),
    )

    def __init__(self, town: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        licences = Licence.objects.filter(municipality=town).order_by("source", "author", "pk")
        self.fields["licence"].queryset = licences  # type: ignore[attr-defined]  # a choice of rows


class LicenceForm(forms.ModelForm):
    """Source, terms and credit line."""

    valid_until = DayField(
        label=gettext_lazy("Valid until"),
        widget=DATE,
        required=False,
        help_text=gettext_lazy("Left empty: without end. Afterwards nothing goes out with these images."),
    )

    url = PastedURLField(label=gettext_lazy("Where the terms stand"), required=False, assume_scheme="https")

    class Meta:
        model = Licence
        fields = ("source", "author", "terms", "note", "credit_line", "url", "valid_until")
        help_texts = {
            "source": gettext_lazy("Photographer, agency, picture archive, or “own photos”."),
            "credit_line": gettext_lazy(
                "Has to stand in every post with the image, as it is here. Left empty, nothing is asked for."
            ),
        }
