# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people type into the analysis: their own ages, and the table of platform use."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.pasted import PastedLineField
from core.platforms import Platform
from core.uploads import MOST_BYTES, FileOrTextForm
from strategy.domain.age_bands import CENSUS_GROUPS, STUDY_GROUPS, group_band
from strategy.domain.census import DamagedFile
from strategy.domain.usage import UsageRow, read_figure
from strategy.models import PlatformUsage
from strategy.queries import Series
from strategy.queries.outline import ages, base_label, metric_label

KINDS: Mapping[str, Mapping[str, tuple[int, int]]] = {"gruppen": CENSUS_GROUPS, "baender": STUDY_GROUPS}


class CountField(forms.IntegerField):
    """A number of people; ``12.345`` and ``12 345`` are read as they are meant."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if re.fullmatch(r"\d{1,3}([.\s  ]\d{3})+", text):
            text = re.sub(r"\D", "", text)
        return super().to_python(text)


class TypedAgesForm(forms.Form):
    """A town's own age figures by the groups of the census (``gruppen``) or of the studies (``baender``)."""

    name = forms.CharField(label=_("Name of the place"), max_length=120)
    population = CountField(label=_("Population"), min_value=1, max_value=100_000_000)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("For example: registration office, as of 31 December 2025.")
    )
    year = forms.IntegerField(label=_("Year of the figures"), min_value=1990, max_value=2100)

    def __init__(self, *args: Any, kind: str, series: Sequence[Series], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = KINDS[kind]
        for name in self.groups:
            band = group_band(name)
            self.fields[name] = CountField(label=ages(band.first, band.last), min_value=0, max_value=100_000_000)
        choices = [(s.key, f"{metric_label(s.metric)} – {base_label(s.base)} ({s.newest})") for s in series]
        self.fields["series"] = forms.ChoiceField(
            label=_("Which figures?"),
            choices=choices,
            initial=choices[0][0] if choices else None,
            widget=forms.RadioSelect,
            help_text=_("One metric and one base per ranking; they are never mixed."),
        )

    @property
    def about_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "population", "source", "year")]

    @property
    def age_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.groups]

    def ages(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in self.groups}


class FigureForm(forms.Form):
    """One published figure of platform use; checked by the rules of the whole table."""

    platform = forms.CharField(label=_("Platform"))
    age_from = forms.CharField(label=_("Age from"), max_length=3)
    age_to = forms.CharField(
        label=_("Age to"), max_length=3, required=False, help_text=_("Leave empty for “and older”.")
    )
    percent = forms.CharField(label=_("Share in percent"), max_length=8)
    metric = forms.CharField(
        label=_("Metric"),
        max_length=80,
        help_text=_("Spelled exactly like the other figures of the series, for example “weekly”."),
        widget=forms.TextInput(attrs={"list": "known-metrics"}),
    )
    base = forms.CharField(
        label=_("Base of the study"),
        max_length=160,
        help_text=_("Whom the study asked, for example “German-speaking population 14+”."),
        widget=forms.TextInput(attrs={"list": "known-bases"}),
    )
    year = forms.CharField(label=_("Year"), max_length=4)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=PlatformUsage.Status.choices,
        help_text=_("Bound: published as “more than” or “up to”. Estimate: nobody published it; marked everywhere."),
    )
    sample_size = forms.CharField(
        label=_("People asked in the whole study"),
        max_length=9,
        required=False,
        help_text=_("Empty: 2,000 are assumed, and the result says so."),
    )
    source_url = PastedLineField(
        label=_("Source (web address)"),
        max_length=500,
        required=False,
        help_text=_("Optional for estimates only."),
        widget=forms.URLInput,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(code, code) for code in codes if code not in Platform.values]
        self.fields["platform"] = forms.ChoiceField(label=_("Platform"), choices=[*Platform.choices, *others])
        self.row: UsageRow | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors:
            values = {name: given[name].strip() for name in given if name != "seen"}
            values["percent"] = values["percent"].replace(",", ".").removesuffix("%").strip()
            try:
                self.row = read_figure(values)
            except DamagedFile as error:
                self.add_error(error.column if error.column in self.fields else None, error.reason)
        return given


class TableForm(FileOrTextForm):
    """A new table as a file or as text, and what it replaces."""

    WHOLE, SERIES = "whole", "series"

    scope = forms.ChoiceField(
        label=_("What does it replace?"),
        choices=[
            (SERIES, _("One series: the figures of its metric and its base; all others stay")),
            (WHOLE, _("The whole table")),
        ],
        initial=SERIES,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("CSV file (UTF-8, separated by commas)"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    table = forms.CharField(
        label=_("Or the table as text"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "wrap": "off"}),
    )

    too_large = _("The file is larger than one megabyte. A table of figures is not.")
    nothing = _("Please choose a file or paste the table as text.")

    def not_text(self, content: bytes, error: UnicodeDecodeError) -> str:
        line = content[: error.start].count(b"\n") + 1
        return str(DamagedFile(line, gettext("The file is not a text in UTF-8.")))

    @property
    def one_series(self) -> bool:
        return bool(self.cleaned_data["scope"] == self.SERIES)
