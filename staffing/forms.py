# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the team page. Days are columns of a town hall's week: Monday first."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Municipality, User
from core.days import DayField
from core.free_days import LocalHoliday
from core.service_time import Week

WEEKDAYS = [
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
]
INTERVALS_PER_DAY = 2


class MemberChoiceField(forms.ModelChoiceField):
    """A person who holds a role in the town today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), empty_label=_("Please choose"), **kwargs)

    def offer(self, town: Municipality, today: date) -> None:
        members = Membership.objects.current(today).filter(municipality=town).values("user")
        self.queryset = User.objects.filter(pk__in=members, is_active=True).order_by("name")


class HoursForm(forms.Form):
    person = MemberChoiceField(label=_("Person"))
    hours_per_week = forms.DecimalField(
        label=_("Hours per week"), min_value=0.5, max_value=48, decimal_places=1, max_digits=4, localize=True
    )
    task = forms.CharField(
        label=_("Task"), max_length=120, required=False, help_text=_("For example: comments, photos")
    )

    def __init__(self, *args: Any, town: Municipality, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "hours_%s"})
        self.fields["person"].offer(town, today)  # type: ignore[attr-defined]


class ShiftForm(forms.Form):
    person = MemberChoiceField(label=_("Person"))
    day = DayField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    is_on_call = forms.BooleanField(
        label=_("On call"),
        required=False,
        help_text=_("Reachable for threats only, at any hour. An end before the beginning lies on the next day."),
    )

    def __init__(self, *args: Any, town: Municipality, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "shift_%s"})
        self.fields["person"].offer(town, today)  # type: ignore[attr-defined]

    def span(self) -> tuple[datetime, datetime]:
        """Wall-clock start and end of the shift. A time on call may run over midnight."""
        given = self.cleaned_data
        runs_over = given["is_on_call"] and given["ends"] <= given["starts"]
        last = given["day"] + timedelta(days=runs_over)
        return datetime.combine(given["day"], given["starts"]), datetime.combine(last, given["ends"])


class ServiceHoursForm(forms.Form):
    """Two intervals a day; an empty pair of fields means closed."""

    def __init__(self, *args: Any, week: Week | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(WEEKDAYS):
            intervals = list((week or {}).get(weekday, []))
            for number in range(INTERVALS_PER_DAY):
                opens, closes = intervals[number] if number < len(intervals) else (None, None)
                self._add(f"opens_{weekday}_{number}", _("%(day)s, from") % {"day": name}, opens)
                self._add(f"closes_{weekday}_{number}", _("%(day)s, until") % {"day": name}, closes)

    def _add(self, name: str, label: str, initial: time | None) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        self.fields[name] = forms.TimeField(label=label, required=False, initial=initial, widget=widget)

    def days(self) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """Bound fields grouped by day, for the template."""
        return [
            (name, [(self[f"opens_{day}_{n}"], self[f"closes_{day}_{n}"]) for n in range(INTERVALS_PER_DAY)])
            for day, name in enumerate(WEEKDAYS)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for weekday, name in enumerate(WEEKDAYS):
            for number in range(INTERVALS_PER_DAY):
                opens, closes = cleaned.get(f"opens_{weekday}_{number}"), cleaned.get(f"closes_{weekday}_{number}")
                if (opens is None) != (closes is None):
                    self.add_error(
                        f"opens_{weekday}_{number}",
                        _("%(day)s: please enter both a beginning and an end, or neither.") % {"day": name},
                    )
        return cleaned

    def intervals(self) -> list[tuple[int, time, time]]:
        """What was entered as (weekday, from, until)."""
        pairs = [
            (day, self.cleaned_data[f"opens_{day}_{n}"], self.cleaned_data[f"closes_{day}_{n}"])
            for day in range(len(WEEKDAYS))
            for n in range(INTERVALS_PER_DAY)
        ]
        return [(day, opens, closes) for day, opens, closes in pairs if opens and closes]


class HolidayForm(forms.Form):
    """A free or half day of one's own. What moves with Easter is offered as a suggestion instead."""

    ONCE, YEARLY = "once", "yearly"

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For example: works outing, village fair"))
    day = DayField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    repeats = forms.ChoiceField(
        label=_("How often"), choices=[(ONCE, _("only on this day")), (YEARLY, _("every year on this date"))]
    )
    closes_at = forms.TimeField(
        label=_("Closed from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Empty: the whole day."),
    )

    def free_day(self) -> LocalHoliday:
        """What was entered, as calendar and deadlines count it."""
        day, given = self.cleaned_data["day"], self.cleaned_data
        if given["repeats"] == self.ONCE:
            return LocalHoliday(given["name"], on=day, closes_at=given["closes_at"])
        return LocalHoliday(given["name"], month=day.month, day_of_month=day.day, closes_at=given["closes_at"])
