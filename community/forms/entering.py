# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is typed in, or read in from a table, of comments that no software reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from channels_mgmt.models import Channel, Delivery
from community.forms import LineField, PlainField
from community.queries.imports import MOST_POSTS, channels_to_enter, published_posts
from community.services.comment_import import LONGEST_NAME, LONGEST_TEXT, LONGEST_URL
from core.days import DayField
from core.localtime import NoSuchLocalTime, to_instant
from core.moments import german_date
from core.pasted import PastedLineField
from core.table_file import TableFileField
from core.text import shortened


class PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, delivery: Delivery) -> str:
        return (
            f"{german_date(delivery.published_at, delivery.post.municipality)} · {shortened(delivery.post.title, 80)}"
        )


class EnterForm(forms.Form):
    """One comment of ``channel``; after cleaning, ``posted_at`` is its moment."""

    author = LineField(
        label=_("Who wrote it?"),
        max_length=LONGEST_NAME,
        help_text=_("The name as it stands there."),
        error_messages={"required": _("Please enter the name as it stands there.")},
    )
    text = PlainField(
        label=_("The comment"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Please copy the words of the comment.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    day = DayField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Please enter the day like this: 24.11.2026.")},
    )
    hour = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Please enter the time like this: 14:30.")},
    )
    post = PostChoice(
        label=_("Below which post?"),
        queryset=Delivery.objects.none(),
        required=False,
        empty_label=_("not below one of these"),
    )
    url = PastedLineField(
        label=_("Address of the comment"),
        required=False,
        max_length=LONGEST_URL,
        help_text=_("Copied from the platform, so that colleagues find it there."),
    )

    def __init__(self, channel: Channel, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        self.use_required_attribute = False
        posts = list(published_posts(channel))
        field = self.fields["post"]
        field.queryset = Delivery.objects.filter(pk__in=[post.pk for post in posts])  # type: ignore[attr-defined]
        choices = [(post.pk, field.label_from_instance(post)) for post in posts]  # type: ignore[attr-defined]
        field.choices = [("", field.empty_label), *choices]  # type: ignore[attr-defined]
        if len(posts) == MOST_POSTS:
            field.help_text = _("The newest posts are offered.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("day") and given.get("hour"):
            wall = datetime.combine(given["day"], given["hour"])
            try:
                given["posted_at"] = to_instant(wall, self.channel.municipality.timezone)
            except NoSuchLocalTime as error:
                self.add_error("hour", str(error))
        return given


class TableForm(forms.Form):
    channel: forms.ModelChoiceField[Channel] = forms.ModelChoiceField(
        label=_("Channel"),
        queryset=Channel.objects.none(),
        empty_label=None,
        error_messages={"required": _("Please choose the channel."), "invalid_choice": _("Please choose the channel.")},
    )
    file = TableFileField(help_text=_("Excel (.xlsx) or CSV, at most 20 MB and 5,000 rows."))

    def __init__(self, town: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["channel"].queryset = channels_to_enter(town)  # type: ignore[attr-defined]
