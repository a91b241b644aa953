# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A copy of a post: under which title, on which channels, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from channels_mgmt.forms.placing import DATE
from channels_mgmt.forms.planning import TIME
from channels_mgmt.models import Channel, Post
from channels_mgmt.queries.writing_rights import writable_channels
from core.days import DayField


class CopyForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Working title"), max_length=120)
    channels = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Channels"),
        queryset=Channel._base_manager.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    day = DayField(label=gettext_lazy("Day"), required=False, widget=DATE)
    time = forms.TimeField(label=gettext_lazy("Time"), required=False, widget=TIME)

    def __init__(self, post: Post, *args: Any, writer: User, **kwargs: Any) -> None:
        chosen = list(post.targets.values_list("channel", flat=True))
        kwargs["initial"] = {"title": post.title, "channels": chosen, "time": post.planned_time}
        super().__init__(*args, **kwargs)
        self.fields["channels"].queryset = writable_channels(writer, post.municipality)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, time = given.get("day"), given.get("time")
        if day and not time and "time" not in self.errors:
            self.add_error("time", _("Please choose a time as well."))
        if day and day < localdate():
            self.add_error("day", _("This day has passed. Please choose a later one."))
        return given

    @property
    def wall(self) -> datetime | None:
        """An hour without a day is none: it stands there as a suggestion."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        return datetime.combine(day, time) if day and time else None
