# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""For what somebody may write, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Municipality, User
from channels_mgmt.forms.placing import DATE
from channels_mgmt.forms.planning import TIME
from channels_mgmt.models import Channel, PostSeries
from channels_mgmt.queries.writing_rights import people_without_writing
from core.days import DayField


class WritingRightForm(forms.Form):
    person = forms.ModelChoiceField(
        label=gettext_lazy("Who?"),
        queryset=User._base_manager.none(),
        help_text=gettext_lazy("People of the town whom no role lets write. The person is told by mail."),
    )
    place = forms.ChoiceField(label=gettext_lazy("For what?"))
    day = DayField(label=gettext_lazy("Last day"), widget=DATE, help_text=gettext_lazy("A year at most."))
    time = forms.TimeField(label=gettext_lazy("Ends at"), widget=TIME, initial="18:00")

    def __init__(self, town: Municipality, places: Sequence[Channel | PostSeries], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"{place._meta.model_name}-{place.pk}": place for place in places}
        choices = [(key, _called(place)) for key, place in self.places.items()]
        self.fields["place"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        self.fields["person"].queryset = people_without_writing(town)  # type: ignore[attr-defined]

    @property
    def chosen_place(self) -> Channel | PostSeries:
        return self.places[self.cleaned_data["place"]]

    @property
    def wall(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])


def _called(place: Channel | PostSeries) -> str:
    words = _("Channel %(name)s") if isinstance(place, Channel) else _("Series %(name)s")
    return words % {"name": place.name}
