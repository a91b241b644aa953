# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of a way, the proof of another way, and how a town signs there."""

from __future__ import annotations

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Municipality
from channels_mgmt.forms.placing import DATE
from channels_mgmt.models import Post, WaySettings
from channels_mgmt.presenters.ways import ShownWay
from channels_mgmt.services.ways import PLACE_LENGTH, REASON_LENGTH
from core.days import DayField


class WayForm(forms.Form):
    """Too long is said by the service, so that what was typed stays whole."""

    text = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def of(cls, shown: ShownWay) -> WayForm:
        form = cls(initial={"text": shown.text, "revision": shown.revision}, auto_id=f"{shown.way}_%s")
        form.show_as(shown)
        return form

    def show_as(self, shown: ShownWay) -> None:
        self.auto_id = f"{shown.way}_%s"
        words = _("Text")
        self.fields["text"].label = f"{words}: {shown.label}"
        self.fields["text"].widget.attrs["rows"] = shown.rows


class OtherWayForm(forms.Form):
    notice_on = DayField(label=gettext_lazy("Day of the notice"), required=False, widget=DATE)
    notice_place = forms.CharField(
        label=gettext_lazy("Where it hangs or stands"),
        required=False,
        max_length=PLACE_LENGTH,
        help_text=gettext_lazy("For example: notice board at the town hall, gazette no. 12."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it can be found nowhere else"),
        required=False,
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("Only without page and notice. Whoever approves reads it."),
    )

    @classmethod
    def of(cls, post: Post) -> OtherWayForm:
        stored = {"notice_on": post.notice_on, "notice_place": post.notice_place, "reason": post.no_other_way}
        return cls(initial=stored)


class WaySettingsForm(forms.Form):
    office = forms.CharField(
        label=gettext_lazy("Who signs"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For example “Pressestelle”. Left empty, the name of the municipality."),
    )
    contact = forms.CharField(
        label=gettext_lazy("How to reach it"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Telephone or address. Left empty, the contact address for citizens."),
    )
    gazette_length = forms.IntegerField(
        label=gettext_lazy("Characters of a paragraph in the gazette"),
        validators=[MinValueValidator(200), MaxValueValidator(5000)],
        help_text=gettext_lazy("Your printer’s limit, blanks included."),
    )
    asks_other_way = forms.BooleanField(
        label=gettext_lazy("Every post proves where else it can be found"),
        required=False,
        help_text=gettext_lazy("Data protection authorities ask for it. Emergency posts go out all the same."),
    )

    @classmethod
    def of(cls, town: Municipality, settings: WaySettings) -> WaySettingsForm:
        names = ("office", "contact", "gazette_length")
        stored = {name: getattr(settings, name) for name in names}
        return cls(initial=stored | {"asks_other_way": town.asks_other_way})
