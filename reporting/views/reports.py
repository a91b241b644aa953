# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reports: the list, one report as a page, its PDF, and asking for one."""

from datetime import date

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from core.errors import DomainError
from core.sheets import CSV, WORKBOOK, csv_lines, workbook
from reporting.forms import ReportRequestForm
from reporting.models import Report
from reporting.presenters.reports import report_context, report_lines, report_rows, report_state
from reporting.queries.reports import report_page
from reporting.services import reports as services

PER_PAGE = 24
WIDTHS = (10, 34, 52, 10)


def report_list(request: TownRequest, municipality: str) -> HttpResponse:
    """All reports, newest first."""
    return _list(request, ReportRequestForm(today=_today(request)))


def _list(request: TownRequest, form: ReportRequestForm) -> HttpResponse:
    town = request.municipality
    require(request.user, "reporting.view_reports", town)
    page = report_page(town, request.GET.get("page", ""), PER_PAGE)
    lines = report_lines(page.object_list, town.slug)
    context = {
        "page": page,
        "lines": lines,
        "form": form,
        "may_request": may(request.user, "reporting.request_report", town),
    }
    return render(request, "reporting/report_list.html", context, status=422 if form.errors else 200)


def report(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """One report; while it is being built the page says so and looks again by itself."""
    found = get_object_or_404(Report, pk=pk)
    require(request.user, "reporting.view_reports", found)
    context = report_context(request.municipality, found, found.figures) | {"state": report_state(found)}
    return render(request, "reporting/report.html", context)


def report_file(request: TownRequest, municipality: str, pk: int) -> FileResponse:
    """The archived PDF."""
    found = get_object_or_404(Report, pk=pk)
    require(request.user, "reporting.view_reports", found)
    if not found.pdf:
        raise Http404
    name = f"{request.municipality.slug}-{found.month:%Y-%m}.pdf"
    return FileResponse(found.pdf.open("rb"), content_type="application/pdf", filename=name)


@require_safe
def report_table(request: TownRequest, municipality: str, pk: int, file_format: str) -> HttpResponse:
    """The frozen figures for a spreadsheet program."""
    found = get_object_or_404(Report, pk=pk)
    require(request.user, "reporting.view_reports", found)
    if not found.figures:
        raise Http404
    rows = report_rows(found, found.figures)
    if file_format == "csv":
        response = HttpResponse("".join(csv_lines(rows)), content_type=CSV)
    else:
        title = _("Report %(month)s") % {"month": f"{found.month:%Y-%m}"}
        response = HttpResponse(workbook(title, rows, WIDTHS), content_type=WORKBOOK)
    name = f"{request.municipality.slug}-{found.month:%Y-%m}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def request_report(request: TownRequest, municipality: str) -> HttpResponse:
    """Ask for a report; the worker builds it within seconds and sends it to the head of the authority."""
    require(request.user, "reporting.request_report", request.municipality)
    form = ReportRequestForm(request.POST, today=_today(request))
    if form.is_valid():
        try:
            found = services.request_report(request.municipality, actor=request.user, month=form.cleaned_data["month"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The report is being built and will be sent by e-mail."))
            return redirect("reports:report", municipality, found.pk)
    return _list(request, form)


def _today(request: TownRequest) -> date:
    return request.municipality.local_day()
