# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often a series comes, when, for how long, and what its drafts begin with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Municipality, User
from channels_mgmt.domain.recurrence import (
    MOST_DATES,
    WEEKDAYS,
    Occurrence,
    end_of,
    first_day,
    occurrences,
    parts_of,
    written,
)
from channels_mgmt.forms.placing import DATE, HTTPS
from channels_mgmt.forms.planning import TIME
from channels_mgmt.models import Channel, Post, PostSeries
from channels_mgmt.queries.channels import open_channels
from channels_mgmt.queries.series import writers_of
from core.days import DayField
from core.errors import Refused
from core.pasted import PastedLineField

WEEKLY, FORTNIGHTLY, MONTHLY_DATE, MONTHLY_LAST, MONTHLY_WEEKDAY = "week", "fortnight", "date", "last", "weekday"
RHYTHMS = [
    (WEEKLY, gettext_lazy("every week on a weekday")),
    (FORTNIGHTLY, gettext_lazy("every second week on a weekday")),
    (MONTHLY_WEEKDAY, gettext_lazy("every month on a certain weekday, for example the first Tuesday")),
    (MONTHLY_DATE, gettext_lazy("every month on the same date, the 1st to the 28th")),
    (MONTHLY_LAST, gettext_lazy("on the last day of every month")),
]
NAMES = [
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
]
WHICH = [
    ("1", pgettext_lazy("weekday of a month", "first")),
    ("2", pgettext_lazy("weekday of a month", "second")),
    ("3", pgettext_lazy("weekday of a month", "third")),
    ("4", pgettext_lazy("weekday of a month", "fourth")),
    ("-1", pgettext_lazy("weekday of a month", "last")),
]
PREVIEWED = 10
PATTERN = ("text", "kind", "risk", "citizen_benefit", "alternative_url")


class SeriesForm(forms.Form):
    """A series as people say it; ``rule`` is the same as RFC 5545 says it."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("For example “Question of the week”. The drafts are named after it, with their day."),
    )
    rhythm = forms.ChoiceField(label=gettext_lazy("How often?"), choices=RHYTHMS, widget=forms.RadioSelect)
    weekday = forms.ChoiceField(
        label=gettext_lazy("Weekday"),
        choices=list(zip(WEEKDAYS, NAMES, strict=True)),
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Which one of the month?"),
        choices=WHICH,
    )
    month_day = forms.IntegerField(
        label=gettext_lazy("Date in the month"),
        min_value=1,
        max_value=28,
        required=False,
        help_text=gettext_lazy("1 to 28, which every month has."),
    )
    starts_on = DayField(
        label=gettext_lazy("From"),
        widget=DATE,
        help_text=gettext_lazy("The series begins on the first day from then on that fits."),
    )
    time = forms.TimeField(label=gettext_lazy("Time"), widget=TIME)
    ends_on = DayField(
        label=gettext_lazy("Until"),
        widget=DATE,
        required=False,
        help_text=gettext_lazy("Without an end it goes on until you end it."),
    )
    count = forms.IntegerField(
        label=gettext_lazy("Or this many dates"), min_value=1, max_value=MOST_DATES, required=False
    )
    on_holidays = forms.ChoiceField(
        label=gettext_lazy("On a holiday"), choices=PostSeries.OnHolidays.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Every draft begins with it. {datum} becomes the day of the post."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Post.Kind.choices)
    risk = forms.ChoiceField(
        label=gettext_lazy("Risk class"),
        choices=Post.Risk.choices,
        help_text=gettext_lazy("Decides who approves each draft. None goes out by itself."),
    )
    citizen_benefit = forms.CharField(
        label=gettext_lazy("What can citizens do with it now?"), required=False, max_length=200
    )
    alternative_url = PastedLineField(
        label=gettext_lazy("Where it can be found without social media"),
        required=False,
        max_length=200,
        widget=forms.URLInput,
        validators=[HTTPS],
    )
    channels = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Channels"),
        queryset=Channel._base_manager.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    responsible = forms.ModelChoiceField(
        label=gettext_lazy("Responsible"),
        queryset=User.objects.none(),
        help_text=gettext_lazy("The drafts are made in this person’s name, as if this person had written them."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, town: Municipality, *args: Any, series: PostSeries | None = None, **kwargs: Any) -> None:
        self.town, self.series = town, series
        kwargs["initial"] = (_stored(series) if series else _first_values(town)) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["channels"].queryset = open_channels(town)  # type: ignore[attr-defined]
        self.fields["responsible"].queryset = writers_of(town)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("rhythm") == MONTHLY_DATE and given.get("month_day") is None and "month_day" not in self.errors:
            self.add_error("month_day", _("Please say on which date of the month, 1 to 28."))
        if given.get("ends_on") and given.get("count"):
            self.add_error("count", _("Please give a last day or a number of dates, not both."))
        starts_on = given.get("starts_on")
        is_new = self.series is None or starts_on != self.series.starts_on
        if starts_on and starts_on < self.town.local_day() and is_new:
            self.add_error("starts_on", _("This day has passed. Please choose a later one."))
        if not self.errors:
            self._refuse_no_date(given)
        return given

    @property
    def rule(self) -> str:
        """What was chosen, as the value of an RRULE. Call on a valid form."""
        given = self.cleaned_data
        ends = {"until": given["ends_on"], "count": given["count"]}
        weekday = given["weekday"]
        match given["rhythm"]:
            case "week":
                return written("WEEKLY", by=f"BYDAY={weekday}", **ends)
            case "fortnight":
                return written("WEEKLY", interval=2, by=f"BYDAY={weekday}", **ends)
            case "weekday":
                return written("MONTHLY", by=f"BYDAY={given['which']}{weekday}", **ends)
            case "date":
                return written("MONTHLY", by=f"BYMONTHDAY={given['month_day']}", **ends)
        return written("MONTHLY", by="BYMONTHDAY=-1", **ends)

    def fields_of_series(self) -> dict[str, Any]:
        """Everything as ``save_series`` takes it. Call on a valid form."""
        given = self.cleaned_data
        names = ("name", "starts_on", "time", "on_holidays", "responsible", *PATTERN)
        return {name: given[name] for name in names} | {"rule": self.rule, "channels": list(given["channels"])}

    def next_dates(self, since: date) -> list[Occurrence]:
        """The next dates of what is typed, or of what is stored; empty while it is not valid."""
        if not self.is_bound:
            return self.series.dates(since, PREVIEWED) if self.series else []
        if not self.is_valid():
            return []
        given = self.cleaned_data
        return occurrences(
            self.rule,
            first_day(self.rule, given["starts_on"]),
            given["time"],
            since=since,
            on_holidays=given["on_holidays"],
            free_days=self.town.free_days,
            zone=self.town.timezone,
            most=PREVIEWED,
        )

    def _refuse_no_date(self, given: dict[str, Any]) -> None:
        self.cleaned_data = given
        try:
            first_day(self.rule, given["starts_on"])
        except Refused as error:
            self.add_error("ends_on", str(error))


def _first_values(town: Municipality) -> dict[str, Any]:
    return {
        "rhythm": WEEKLY,
        "weekday": "MO",
        "which": "1",
        "starts_on": town.local_day(),
        "on_holidays": PostSeries.OnHolidays.MOVE,
        "risk": Post.Risk.SENSITIVE,
    }


def _stored(series: PostSeries) -> dict[str, Any]:
    names = ("name", "starts_on", "time", "on_holidays", "responsible", "revision", *PATTERN)
    stored = {name: getattr(series, name) for name in names}
    stored["channels"] = [target.channel_id for target in series.targets.all()]
    return stored | _rhythm_of(series.rule)


def _rhythm_of(rule: str) -> dict[str, Any]:
    """What was chosen for ``rule``."""
    parts = parts_of(rule)
    found = _first_choice(parts) | {"ends_on": end_of(rule), "count": parts.get("COUNT")}
    day = parts.get("BYDAY", "")
    return {"weekday": day[-2:] or "MO", "which": day[:-2] or "1"} | found


def _first_choice(parts: dict[str, str]) -> dict[str, Any]:
    if parts["FREQ"] == "WEEKLY":
        return {"rhythm": FORTNIGHTLY if parts.get("INTERVAL") == "2" else WEEKLY}
    if "BYDAY" in parts:
        return {"rhythm": MONTHLY_WEEKDAY}
    if parts["BYMONTHDAY"] == "-1":
        return {"rhythm": MONTHLY_LAST}
    return {"rhythm": MONTHLY_DATE, "month_day": parts["BYMONTHDAY"]}
