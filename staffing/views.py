# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Team: people and hours, service hours, local holidays, duty roster of a week."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.frame.acts import ask_with_undo, waiting_acts
from accounts.models import Municipality, User
from accounts.models.local_holidays import LocalHoliday
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from core.days import read_day
from core.errors import DomainError
from core.moments import german_time
from staffing import services
from staffing.forms import HolidayForm, HoursForm, ServiceHoursForm, ShiftForm
from staffing.models import DutyShift, WorkingShare
from staffing.queries import local_holidays, roster_of_week, service_week, suggested_holidays, team, total_hours


class ShownShift(NamedTuple):
    """A shift as it stands on one day of the roster."""

    pk: int
    person: User
    is_on_call: bool
    hours: str


def _today(request: TownRequest) -> date:
    return request.municipality.local_day()


def _week_of(request: TownRequest) -> date:
    """The Monday asked for by ``?woche=2026-11-23``; this week's for anything else."""
    day = read_day(request.GET.get("woche", "")) or _today(request)
    return day - timedelta(days=day.weekday())


def team_page(request: TownRequest, municipality: str, **forms: object) -> HttpResponse:
    """People with roles and hours, the roster of a week and its gaps."""
    town, today, monday = request.municipality, _today(request), _week_of(request)
    require(request.user, "staffing.view_team", town)
    context = {
        "people": team(town, today),
        "total_hours": total_hours(town),
        "days": [_day_shown(entry, town) for entry in roster_of_week(town, monday)],
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "previous_week": monday - timedelta(days=7),
        "next_week": monday + timedelta(days=7),
        "may_arrange": may(request.user, "staffing.arrange_team", town),
        "ending": waiting_acts(town, services.END_HOURS),
        "leaving": waiting_acts(town, services.REMOVE_SHIFT),
        "hours_form": HoursForm(town=town, today=today),
        "shift_form": ShiftForm(town=town, today=today, initial={"day": max(today, monday)}),
        **forms,
    }
    status = 422 if forms else 200
    return render(request, "staffing/team.html", context, status=status)


def _day_shown(entry: dict[str, Any], town: Municipality) -> dict[str, Any]:
    """A day of the roster with the hours of each shift in it: *until 16:00* where it began the day before."""
    shifts = [
        ShownShift(s.pk, s.person, s.is_on_call, _hours_within(s, entry["begins"], entry["ends"], town))
        for s in entry["shifts"]
    ]
    return entry | {"shifts": shifts}


def _hours_within(shift: DutyShift, begins: datetime, ends: datetime, town: Municipality) -> str:
    hours = {"from": german_time(shift.starts_at, town), "until": german_time(shift.ends_at, town)}
    if shift.starts_at <= begins and shift.ends_at >= ends:
        return _("all day")
    if shift.ends_at > ends:
        return _("from %(from)s") % hours
    if shift.starts_at < begins:
        return _("until %(until)s") % hours
    return f"{hours['from']} – {hours['until']}"


def service_hours(request: TownRequest, municipality: str) -> HttpResponse:
    """Show and change when the town answers."""
    town = request.municipality
    require(request.user, "staffing.arrange_team", town)
    form = ServiceHoursForm(request.POST or None, week=service_week(town))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_service_hours(town, actor=request.user, intervals=form.intervals())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The service hours are saved. Deadlines of new comments follow them."))
            return redirect("team:team", municipality)
    return render(request, "staffing/service_hours.html", {"form": form}, status=422 if form.errors else 200)


def holidays(request: TownRequest, municipality: str) -> HttpResponse:
    """Free and half days that the town has beside its state: show, and add one of its own."""
    town, today = request.municipality, _today(request)
    require(request.user, "staffing.arrange_team", town)
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_local_holiday(town, actor=request.user, day=form.free_day())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The day is noted. Deadlines of new comments follow it."))
            return redirect("team:holidays", municipality)
    context = {
        "form": form,
        "holidays": local_holidays(town, today),
        "suggestions": suggested_holidays(town, today),
        "state": Municipality.State(town.state_code).label,
    }
    return render(request, "staffing/holidays.html", context, status=422 if form.errors else 200)


@require_POST
def add_suggested_holiday(request: TownRequest, municipality: str) -> HttpResponse:
    town = request.municipality
    require(request.user, "staffing.arrange_team", town)
    offered = {str(number): day for number, day, _next in suggested_holidays(town, _today(request))}
    chosen = offered.get(request.POST.get("day", ""))
    if chosen is None:
        messages.error(request, _("This day is noted already. Please remove it first if it should change."))
        return redirect("team:holidays", municipality)
    try:
        services.add_local_holiday(town, actor=request.user, day=chosen)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The day is noted. Deadlines of new comments follow it."))
    return redirect("team:holidays", municipality)


@require_POST
def remove_holiday(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    holiday = get_object_or_404(LocalHoliday, pk=pk)
    ask_with_undo(request, lambda: services.remove_local_holiday_soon(holiday, actor=request.user))
    return redirect("team:holidays", municipality)


@require_POST
def agree_hours(request: TownRequest, municipality: str) -> HttpResponse:
    town = request.municipality
    require(request.user, "staffing.arrange_team", town)
    form = HoursForm(request.POST, town=town, today=_today(request))
    if form.is_valid():
        try:
            services.agree_hours(town, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The hours of %(person)s are agreed.") % {"person": form.cleaned_data["person"]}
            )
            return redirect("team:team", municipality)
    return team_page(request, municipality, hours_form=form)


@require_POST
def end_hours(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    share: WorkingShare = get_object_or_404(WorkingShare.objects.select_related("person"), pk=pk)
    ask_with_undo(request, lambda: services.end_hours_soon(share, actor=request.user))
    return redirect("team:team", municipality)


@require_POST
def add_shift(request: TownRequest, municipality: str) -> HttpResponse:
    town = request.municipality
    require(request.user, "staffing.arrange_team", town)
    form = ShiftForm(request.POST, town=town, today=_today(request))
    if form.is_valid():
        start, end = form.span()
        try:
            given = form.cleaned_data
            person, is_on_call = given["person"], given["is_on_call"]
            services.add_shift(town, actor=request.user, person=person, start=start, end=end, is_on_call=is_on_call)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The shift is on the roster."))
            return redirect(_roster_url(municipality, start.date()))
    return team_page(request, municipality, shift_form=form)


@require_POST
def remove_shift(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    shift: DutyShift = get_object_or_404(DutyShift.objects.select_related("person"), pk=pk)
    day = request.municipality.local_day(shift.starts_at)
    ask_with_undo(request, lambda: services.remove_shift_soon(shift, actor=request.user))
    return redirect(_roster_url(municipality, day))


def _roster_url(municipality: str, day: date) -> str:
    return reverse("team:team", args=[municipality]) + f"?woche={day:%Y-%m-%d}#roster"
