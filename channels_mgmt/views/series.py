# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Series of a town: which there are, what they make and when, paused and ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.frame.acts import ask_with_undo, waiting_acts
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.series import SeriesForm
from channels_mgmt.models import PostSeries
from channels_mgmt.presenters.series import SeriesLine, dates_shown
from channels_mgmt.queries.series import coming_drafts_of, drafts_of, series_of, writers_of
from channels_mgmt.services.series import (
    END_SERIES,
    WEEKS_AHEAD,
    end_series_soon,
    pause_series,
    resume_series,
    save_series,
)
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError

MANAGE = "channels_mgmt.manage_series"


@require_safe
def series_list(request: TownRequest, municipality: str) -> HttpResponse:
    town = request.municipality
    require(request.user, "channels_mgmt.view_plan", town)
    writers = set(writers_of(town).values_list("pk", flat=True))
    today = town.local_day()
    lines = [SeriesLine.of(series, today, writers) for series in series_of(town)]
    context = {
        "lines": lines,
        "may_manage": may(request.user, MANAGE, town),
        "may_delegate": may(request.user, "channels_mgmt.delegate_writing", town),
        "weeks": WEEKS_AHEAD,
        "ending": waiting_acts(town, END_SERIES),
    }
    return render(request, "channels_mgmt/series_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def series_create(request: TownRequest, municipality: str) -> HttpResponse:
    require(request.user, MANAGE, request.municipality)
    initial = {"responsible": request.user.pk}
    return _answer(request, SeriesForm(request.municipality, request.POST or None, initial=initial))


@require_http_methods(["GET", "HEAD", "POST"])
def series_edit(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    series = get_object_or_404(PostSeries, pk=pk)
    require(request.user, MANAGE, request.municipality)
    return _answer(request, SeriesForm(request.municipality, request.POST or None, series=series))


@require_POST
def pause(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    series = get_object_or_404(PostSeries, pk=pk)
    done = _("No more drafts are made. Those that are there stay.")
    return carry_out(request, lambda: pause_series(series, actor=request.user), done, _page(series))


@require_POST
def resume(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    series = get_object_or_404(PostSeries, pk=pk)
    done = _("The drafts of the coming weeks are made again.")
    return carry_out(request, lambda: resume_series(series, actor=request.user), done, _page(series))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Say what goes and what stays, and end it ten seconds after the button."""
    series = get_object_or_404(PostSeries, pk=pk)
    require(request.user, MANAGE, request.municipality)
    if request.method == "POST":
        ask_with_undo(request, lambda: end_series_soon(series, actor=request.user))
        return redirect("planning:series_list", municipality)
    rows = coming_drafts_of(series, now())
    context = {
        "series": series,
        "going": [row.post for row in rows if row.is_untouched],
        "staying": [row.post for row in rows if not row.is_untouched],
    }
    return render(request, "channels_mgmt/series_end.html", context)


def _page(series: PostSeries) -> str:
    return reverse("planning:series_edit", args=[series.municipality.slug, series.pk])


def _answer(request: TownRequest, form: SeriesForm) -> HttpResponse:
    if request.method != "POST":
        return _show(request, form)
    if not form.is_valid():
        return _show(request, form, status=422)
    if request.POST.get("action") == "preview":
        return _show(request, form)
    revision = form.cleaned_data["revision"] or 0
    try:
        series, changed = save_series(
            request.municipality, actor=request.user, series=form.series, revision=revision, **form.fields_of_series()
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, form, status=409)
    text = ngettext(
        "The series is saved; %(n)d draft was made or brought up to date.",
        "The series is saved; %(n)d drafts were made or brought up to date.",
        changed,
    )
    messages.success(request, text % {"n": changed})
    return redirect(_page(series))


def _show(request: TownRequest, form: SeriesForm, *, status: int = 200) -> HttpResponse:
    series = form.series
    found = form.next_dates(request.municipality.local_day())
    context: dict[str, Any] = {
        "form": form,
        "series": series,
        "dates": dates_shown(found, drafts_of(series) if series else {}),
        "weeks": WEEKS_AHEAD,
    }
    return render(request, "channels_mgmt/series_edit.html", context, status=status)
