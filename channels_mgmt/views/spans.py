# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages on which days of the plan are marked: own action days, and school holidays from a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.frame.acts import ask_with_undo, waiting_acts
from accounts.models import Municipality
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.domain.calendar_files import read_named_days
from channels_mgmt.forms.spans import ActionDayForm, SchoolHolidaysForm
from channels_mgmt.models import PlanSpan
from channels_mgmt.queries.spans import coming_action_days, school_holidays_of_state, spans_of
from channels_mgmt.services.spans import (
    MANAGE,
    REMOVE_SPAN,
    add_action_day,
    compare_school_holidays,
    remove_span_soon,
    replace_school_holidays,
)
from core.errors import DomainError
from core.typed import retype


@require_http_methods(["GET", "HEAD", "POST"])
def days(request: TownRequest, municipality: str) -> HttpResponse:
    """What is marked in the plan: show, and add an action day of the town's own."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_plan", town)
    form = ActionDayForm(request.POST or None)
    if request.method == "POST":
        require(user, MANAGE, town)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            add_action_day(town, actor=user, name=given["name"], first=given["first"], last=given["last"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The day is marked in the plan."))
            return redirect("planning:days", municipality)
    context = {
        "form": form,
        "may_mark": may(user, MANAGE, town),
        "own": spans_of(town, PlanSpan.Kind.ACTION),
        "leaving": waiting_acts(town, REMOVE_SPAN),
        "school": spans_of(town, PlanSpan.Kind.SCHOOL),
        "of_state": school_holidays_of_state(town, town.local_day()),
        "state": Municipality.State(town.state_code).label,
        "action_days": coming_action_days(town.local_day()),
    }
    return render(request, "channels_mgmt/days.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def school_holidays(request: TownRequest, municipality: str) -> HttpResponse:
    """Read a calendar file, show what would change, and take it over only then."""
    town, user = request.municipality, request.user
    require(user, MANAGE, town)
    form = SchoolHolidaysForm(request.POST or None, request.FILES or None)
    change = None
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            read = read_named_days(text, town.zone)
            if "take" in request.POST:
                seen = request.POST.get("revision", "")
                replace_school_holidays(town, actor=user, read=read, seen_revision=seen)
                messages.success(request, _("The school holidays are taken over."))
                return redirect("planning:days", municipality)
            change = compare_school_holidays(town, read)
        except DomainError as error:
            form.add_error(None, str(error))
        retype(form, table=text)
    context = {"form": form, "change": change}
    return render(request, "channels_mgmt/school_holidays.html", context, status=422 if form.errors else 200)


@require_POST
def remove_span(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    span = get_object_or_404(PlanSpan, pk=pk)
    ask_with_undo(request, lambda: remove_span_soon(span, actor=request.user))
    return redirect("planning:days", municipality)
