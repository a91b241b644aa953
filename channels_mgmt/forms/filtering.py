# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""By what the plan is filtered, in the address."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.models import Post
from channels_mgmt.queries.calendar import STATUSES
from channels_mgmt.queries.filtering import UNPLACED, PlanFilter, PlanSubjects

Numbered = tuple[tuple[int, str], ...]


class Offered(NamedTuple):
    """What a town's plan can be filtered by."""

    channels: Numbered
    subjects: PlanSubjects


class PlanFilterForm(forms.Form):
    """Filters of the calendar, in the address. Empty or unknown values filter nothing."""

    q = forms.CharField(label=gettext_lazy("Search in this plan"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("All")), *((s.key, s.label) for s in STATUSES.values())],
    )
    art = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *Post.Kind.choices]
    )

    def __init__(self, offered: Offered, data: Any) -> None:
        super().__init__(data)
        authors, pillars, campaigns = offered.subjects
        self._offer("kanal", _("Channel"), offered.channels)
        self._offer("von", _("Author"), authors)
        self._offer("kampagne", _("Campaign"), campaigns)
        named = [(name, name) for name in pillars]
        self.fields["saeule"] = forms.ChoiceField(
            label=_("Content pillar"),
            required=False,
            choices=[("", _("All")), *named, (UNPLACED, _("none named"))],
        )
        self.order_fields(["q", "kanal", "status", "von", "saeule", "art", "kampagne"])
        self.fields["q"].widget.attrs["type"] = "search"

    def _offer(self, name: str, label: str, choices: Numbered) -> None:
        self.fields[name] = forms.TypedChoiceField(
            label=label, required=False, coerce=int, empty_value=None, choices=[("", _("All")), *choices]
        )

    def folded(self) -> list[Any]:
        """The fields behind the search, without those that offer no choice in this town."""
        least = {"kanal": 2, "kampagne": 2, "saeule": 3}
        return [
            self[name]
            for name, field in self.fields.items()
            if len(getattr(field, "choices", ())) >= least.get(name, 1)
        ]

    def chosen(self) -> PlanFilter:
        """The filter, without what could not be understood."""
        self.is_valid()
        given = self.cleaned_data
        return PlanFilter(
            channel=given.get("kanal"),
            status=given.get("status", ""),
            author=given.get("von"),
            text=given.get("q", "").strip(),
            pillar=given.get("saeule", ""),
            kind=given.get("art", ""),
            campaign=given.get("kampagne"),
        )
