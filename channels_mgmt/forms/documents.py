# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people type for a channel's documents."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.domain.markup import Grid, Section
from channels_mgmt.domain.section_parts import EDGE, Part, parts_of, text_of
from channels_mgmt.models import Channel, ChannelDocument, ChannelProvider, DocumentParticulars
from channels_mgmt.services.documents import MAX_CHARACTERS
from core.days import DayField
from core.pasted import PastedURLField
from core.text import read_number

MOST_ROWS = 200


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


class SectionForm(forms.Form):
    """One section of a document: prose in text fields, tables row by row; ``NEW_ROWS`` empty rows stand at each end.

    ``version`` is the newest one the person has seen, ``began`` the one whose section the fields are made of.
    """

    NEW_ROWS = 2
    version = forms.IntegerField(widget=forms.HiddenInput)
    began = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, document: ChannelDocument, section: Section, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": document.version, "began": document.version}
        super().__init__(*args, **kwargs)
        self.parts = parts_of(section.text) or [Part("")]
        for number, part in enumerate(self.parts):
            if part.grid is None:
                rows = max(4, min(18, len(part.text) // 60 + part.text.count("\n") + 2))
                self._add(f"text_{number}", _("Text"), part.text, forms.Textarea(attrs={"rows": rows}), 20_000)
                continue
            for at, row in enumerate(self._rows(number, part.grid)):
                for column, cell in enumerate(row):
                    label = f"{part.grid.head[column]} {at + 1}"
                    widget = forms.Textarea(attrs={"rows": max(1, min(5, len(cell) // 28 + 1)), "aria-label": label})
                    self._add(f"cell_{number}_{at}_{column}", label, cell, widget, 2_000)

    def _add(self, name: str, label: Any, initial: str, widget: forms.Widget, longest: int) -> None:
        self.fields[name] = forms.CharField(
            label=label, initial=initial, required=False, strip=False, widget=widget, max_length=longest
        )

    def _rows(self, number: int, grid: Grid) -> list[tuple[str, ...]]:
        """The stored rows and empty ones; as many as were sent, so that none that was typed is lost."""
        empty = ("",) * len(grid.head)
        rows = [*grid.rows, *[empty] * self.NEW_ROWS]
        sent = read_number(self.data.get(f"rows_{number}", "")) or 0 if self.is_bound else 0
        return rows + [empty] * max(0, min(sent, MOST_ROWS) - len(rows))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, value in list(given.items()):
            if name.startswith("cell_") and EDGE in value:
                self.add_error(name, _("Please leave out the sign “|”; it separates the cells of a table."))
        return given

    def shown_parts(self) -> list[dict[str, Any]]:
        """For the template: ``text`` is a field, or ``head`` with ``rows`` of cells: head and field."""
        shown: list[dict[str, Any]] = []
        for number, part in enumerate(self.parts):
            if part.grid is None:
                shown.append({"text": self[f"text_{number}"]})
                continue
            rows = [
                [(name, self[f"cell_{number}_{at}_{column}"]) for column, name in enumerate(part.grid.head)]
                for at in range(len(self._rows(number, part.grid)))
            ]
            shown.append({"head": part.grid.head, "rows": rows, "number": number})
        return shown

    def section_text(self) -> str:
        """What was typed, as the section's text. Call on a valid form."""
        given = self.cleaned_data
        parts = []
        for number, part in enumerate(self.parts):
            if part.grid is None:
                parts.append(Part(given[f"text_{number}"]))
                continue
            columns, count = range(len(part.grid.head)), len(self._rows(number, part.grid))
            rows = tuple(tuple(given[f"cell_{number}_{at}_{column}"] for column in columns) for at in range(count))
            parts.append(Part("", Grid(part.grid.head, rows)))
        return text_of(parts)


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
            "legal_form",
            "legal_supervision",
            "data_protection_officer",
            "processors",
            "privacy_url",
            "access_assessed_on",
            "access_gaps",
            "enforcement_contact",
        )
        field_classes = {"access_assessed_on": DayField}
        widgets = {
            "access_assessed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "access_gaps": forms.Textarea(attrs={"rows": 3}),
            "enforcement_contact": forms.Textarea(attrs={"rows": 3}),
            "postal_address": forms.Textarea(attrs={"rows": 3}),
            "data_protection_officer": forms.Textarea(attrs={"rows": 3}),
            "processors": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "represented_by": _("First name, surname and office of who represents you, as § 18 (1) MStV asks for."),
            "responsible_for_content": _(
                "First name, surname and address of one person who is fully liable, as § 18 (2) MStV asks for. "
                "It becomes public."
            ),
            "legal_form": _("As a rule “Körperschaft des öffentlichen Rechts”."),
            "legal_supervision": _("The authority that supervises you, for example the district office."),
            "processors": _(
                "Whoever hosts this software or reads mails on your behalf (Art. 28 GDPR), with seat. “None” if you "
                "run everything yourselves."
            ),
            "data_protection_officer": _("Office, address and e-mail, for example datenschutz@…"),
            "access_assessed_on": _(
                "The day on which somebody of yours looked through the public pages. The statement has to be looked at "
                "again every year."
            ),
            "access_gaps": _(
                "One a line, each with its reason and what you offer instead. What is known of the software stands in "
                "the statement already."
            ),
            "enforcement_contact": _(
                "Address or e-mail of the body your state has named. Empty: what is known of it here, if anything."
            ),
        }

    #: What imprint and privacy notice must not lack: DDG § 5, MStV § 18, Art. 13 GDPR.
    REQUIRED = (
        "postal_address",
        "represented_by",
        "responsible_for_content",
        "legal_form",
        "legal_supervision",
        "data_protection_officer",
        "processors",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.REQUIRED:
            self.fields[name].required = True


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


class WithdrawCheckForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)
