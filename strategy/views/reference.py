# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table of platform use: read by everybody in the town, changed by few, every figure with its source."""

import csv
import io
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from core.errors import DomainError, NotPermitted
from core.pages import page_of
from core.platforms import ALIASES, Platform
from core.text import read_number
from core.typed import retype
from strategy import services
from strategy.domain.usage import COLUMNS, OPTIONAL_COLUMNS, UsageRow
from strategy.forms.analysis import FigureForm, TableForm
from strategy.models import PlatformUsage, UsageTable
from strategy.queries import is_outdated
from strategy.queries.notes import note_label
from strategy.queries.outline import ages, base_label, metric_label
from strategy.rules import EDIT_REFERENCE, require_reference_editor, why_not_edit_reference
from strategy.services.usage_table import fingerprint, row_of

PER_PAGE = 50
SORTS = {
    "platform": ("platform", "metric", "base", "-year", "age_from", "pk"),
    "year": ("-year", "platform", "age_from", "pk"),
    "percent": ("-percent", "platform", "age_from", "pk"),
    "ages": ("age_from", "age_to", "platform", "-year", "pk"),
}


@require_GET
def reference(request: TownRequest, municipality: str) -> HttpResponse:
    """Every figure with source, year, metric, base and status; filtered and sorted by the address."""
    require(request.user, "strategy.view_strategy", request.municipality)
    chosen = {key: request.GET.get(key, "").strip()[:260] for key in ("q", "platform", "series", "status")}
    sort = request.GET.get("sort", "platform")
    figures = PlatformUsage.objects.order_by(*SORTS.get(sort, SORTS["platform"]))
    for key in ("platform", "status"):
        if chosen[key]:
            figures = figures.filter(**{key: chosen[key]})
    if chosen["series"]:
        metric, _bar, base = chosen["series"].partition("|")
        figures = figures.filter(metric=metric, base=base)
    rows = [_shown(figure) for figure in figures]
    if chosen["q"]:
        rows = [row for row in rows if chosen["q"].casefold() in row["words"]]
    page = page_of(rows, PER_PAGE, request.GET.get("page"))
    state = UsageTable.objects.first()
    context = {
        "page": page,
        "rows": page.object_list,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "sort": sort if sort in SORTS else "platform",
        "sorts": [
            ("platform", _("platform")),
            ("year", _("year, newest first")),
            ("percent", _("share, largest first")),
            ("ages", _("age")),
        ],
        "platforms": [(code, platform_name(code)) for code in _codes()],
        "statuses": PlatformUsage.Status.choices,
        "series": _series(),
        "may_edit": may(request.user, EDIT_REFERENCE, request.municipality),
        "why_not": why_not_edit_reference(request.user, request.municipality),
        "changed_at": state.changed_at if state else None,
    }
    return render(request, "strategy/reference.html", context)


def platform_name(code: str) -> str:
    """The name of a platform; of other codes of the table, what they mean."""
    code = ALIASES.get(code, code)
    others = {"any_social_media": _("any social medium"), "any_messenger": _("any messenger"), "xing": "Xing"}
    return str(Platform(code).label) if code in Platform.values else others.get(code, code)


def _codes() -> list[str]:
    return sorted(PlatformUsage.objects.values_list("platform", flat=True).distinct().order_by(), key=platform_name)


def _series() -> list[dict[str, Any]]:
    """Every metric and base with its newest year."""
    newest: dict[tuple[str, str], int] = {}
    for metric, base, year in PlatformUsage.objects.order_by("pk").values_list("metric", "base", "year"):
        newest[metric, base] = max(year, newest.get((metric, base), 0))
    this_year = timezone.localdate().year
    return [
        {
            "key": f"{metric}|{base}",
            "label": f"{metric_label(metric)} – {base_label(base)}",
            "newest": year,
            "is_outdated": is_outdated(year, this_year),
        }
        for (metric, base), year in sorted(newest.items())
    ]


def _shown(figure: PlatformUsage) -> dict[str, Any]:
    row = describe(row_of(figure))
    texts = (row["name"], row["metric"], row["base"], figure.metric, figure.base, figure.note, figure.source_url)
    return {**row, "pk": figure.pk, "changed_at": figure.changed_at, "words": " ".join(texts).casefold()}


def describe(row: UsageRow) -> dict[str, Any]:
    """A figure in the words of the page."""
    return {
        "name": platform_name(row.platform),
        "ages": ages(row.age_from, row.age_to),
        "band": str(row.band),
        "percent": row.percent,
        "metric": metric_label(row.metric),
        "base": base_label(row.base),
        "year": row.year,
        "status": row.status,
        "status_label": PlatformUsage.Status(row.status).label,
        "sample_size": row.sample_size,
        "source_url": row.source_url,
        "host": (urlsplit(row.source_url).hostname or "").removeprefix("www."),
        "note": note_label(row.note),
    }


@require_GET
def reference_file(request: TownRequest, municipality: str) -> HttpResponse:
    """The table as CSV, as it can be uploaded again; with ``series`` only that one."""
    require(request.user, "strategy.view_strategy", request.municipality)
    figures = PlatformUsage.objects.order_by("metric", "base", "platform", "-year", "age_from", "pk")
    if request.GET.get("series"):
        metric, _bar, base = request.GET["series"].partition("|")
        figures = figures.filter(metric=metric, base=base)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    names = (*COLUMNS, *OPTIONAL_COLUMNS)
    writer.writerow(names)
    for figure in figures:
        values = {name: getattr(figure, name) for name in names}
        values["percent"] = f"{figure.percent.normalize():f}"
        writer.writerow(["" if value is None else value for value in values.values()])
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="plattformnutzung.csv"'},
    )


def _refused_reader(request: TownRequest) -> HttpResponse | None:
    """Back to the table with the reason, for people who may only read; sending is refused outright."""
    if request.method == "POST":
        require_reference_editor(request.user, request.municipality)
        return None
    require(request.user, "strategy.view_strategy", request.municipality)
    try:
        require_reference_editor(request.user, request.municipality)
    except NotPermitted as error:
        messages.warning(request, str(error))
        return redirect("strategy:reference", municipality=request.municipality.slug)
    return None


def _named_figure(request: TownRequest) -> PlatformUsage | None:
    pk = read_number(request.GET.get("zahl", ""))
    return None if pk is None else get_object_or_404(PlatformUsage, pk=pk)


def reference_edit(request: TownRequest, municipality: str) -> HttpResponse:
    """Add a figure, or change the one named in the address."""
    refused = _refused_reader(request)
    if refused:
        return refused
    figure = _named_figure(request)
    initial: dict[str, Any] = {"year": timezone.localdate().year, "status": PlatformUsage.Status.SOURCED}
    if figure:
        initial = {**vars(row_of(figure)), "percent": f"{figure.percent.normalize():f}", "seen": fingerprint(figure)}
    form = FigureForm(request.POST or None, codes=_codes(), initial=initial)
    if request.method == "POST" and form.is_valid() and form.row:
        try:
            if figure:
                seen = form.cleaned_data["seen"]
                services.change_figure(
                    figure, actor=request.user, municipality=request.municipality, row=form.row, seen=seen
                )
            else:
                services.add_figure(request.municipality, actor=request.user, row=form.row)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The figure is saved. Analyses that have a result keep the figures they had."))
            return redirect("strategy:reference", municipality=municipality)
    context = {"form": form, "figure": figure and _shown(figure), "series": _series_parts()}
    return render(request, "strategy/reference_edit.html", context, status=422 if form.errors else 200)


def _series_parts() -> dict[str, list[str]]:
    pairs = list(PlatformUsage.objects.order_by().values_list("metric", "base").distinct())
    return {"metrics": sorted({metric for metric, _base in pairs}), "bases": sorted({base for _metric, base in pairs})}


def reference_remove(request: TownRequest, municipality: str) -> HttpResponse:
    """Ask, then take one figure out."""
    refused = _refused_reader(request)
    if refused:
        return refused
    figure = _named_figure(request)
    if figure is None:
        return redirect("strategy:reference", municipality=municipality)
    problem = ""
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            services.remove_figure(figure, actor=request.user, municipality=request.municipality, seen=seen)
        except DomainError as error:
            problem = str(error)
        else:
            messages.success(request, _("The figure is removed. Analyses that have a result keep it."))
            return redirect("strategy:reference", municipality=municipality)
    context = {"figure": _shown(figure), "seen": fingerprint(figure), "problem": problem}
    return render(request, "strategy/reference_remove.html", context, status=422 if problem else 200)


def reference_upload(request: TownRequest, municipality: str) -> HttpResponse:
    """Read a table, show what would change, and take it over only then."""
    refused = _refused_reader(request)
    if refused:
        return refused
    form = TableForm(request.POST or None, request.FILES or None)
    change = None
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        seen = read_number(request.POST.get("revision", ""))
        try:
            if "take" in request.POST and seen is not None:
                services.replace_table(
                    request.municipality,
                    actor=request.user,
                    lines=io.StringIO(text),
                    one_series=form.one_series,
                    seen_revision=seen,
                )
                messages.success(request, _("The table is taken over. Analyses with a result keep their figures."))
                return redirect("strategy:reference", municipality=municipality)
            change = services.compare_table(io.StringIO(text), one_series=form.one_series)
        except DomainError as error:
            form.add_error(None, str(error))
        retype(form, table=text)
    context = {
        "form": form,
        "change": change,
        "added": [describe(row) for row in change.added] if change else [],
        "changed": [(describe(a), describe(b)) for a, b in change.changed] if change else [],
        "removed": [describe(row) for row in change.removed] if change else [],
        "columns": ", ".join((*COLUMNS, *OPTIONAL_COLUMNS)),
    }
    return render(request, "strategy/reference_upload.html", context, status=422 if form.errors else 200)
