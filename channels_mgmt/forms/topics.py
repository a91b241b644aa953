# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A topic in two fields, why it is set aside, and what the list shows."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.models import Topic
from channels_mgmt.queries.topics import TopicFilter
from channels_mgmt.services.topics import NOTE_LENGTH, REASON_LENGTH, TITLE_LENGTH


class TopicForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Topic"), max_length=TITLE_LENGTH)
    note = forms.CharField(
        label=gettext_lazy("What should it say?"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=gettext_lazy("Keywords are enough. No names of citizens."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SetTopicAsideForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why not?"), max_length=REASON_LENGTH)


class TopicFilterForm(forms.Form):
    """Filters in the address. Unknown values filter nothing."""

    q = forms.CharField(
        label=gettext_lazy("Search in the topics"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    stand = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[*Topic.State.choices, ("alle", gettext_lazy("All"))],
    )
    woher = forms.ChoiceField(
        label=gettext_lazy("From whom"),
        required=False,
        choices=[("", gettext_lazy("All")), *Topic.Source.choices],
    )

    def chosen(self) -> TopicFilter:
        self.is_valid()
        given = self.cleaned_data
        state = given.get("stand") or Topic.State.OPEN
        return TopicFilter("" if state == "alle" else state, given.get("woher", ""), given.get("q", "").strip())
