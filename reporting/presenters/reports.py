# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report as a document: chart and PDF from the same template as the web page."""

import base64
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Municipality
from core.charts import Series, bars
from core.parts import write_component
from core.pdf import render_pdf
from core.text import grouped
from reporting.models import Report
from reporting.presenters.measures import measure_rows, told_measures


class ReportLine(NamedTuple):
    """A report in the list; figures that do not exist are a dash."""

    url: str
    month: str
    is_interim: bool
    is_practice: bool
    state: SafeString
    posts: str
    comments: str
    answered: str


def report_lines(reports: Iterable[Report], slug: str) -> list[ReportLine]:
    """The reports of the town ``slug`` as lines of the list."""
    return [
        ReportLine(
            url=reverse("reports:report", args=[slug, report.pk]),
            month=date_format(report.month, "F Y"),
            is_interim=report.is_interim,
            is_practice=bool(report.figures.get("is_practice")),
            state=report_state(report),
            posts=_figure(report.figures.get("posts", "")),
            comments=_figure(report.figures.get("comments", "")),
            answered=_figure(report.figures.get("answered_percent"), " %"),
        )
        for report in reports
    ]


def report_state(report: Report) -> SafeString:
    """How far the report is, as a badge."""
    state = str(report.get_state_display())
    if report.state == Report.State.DELIVERED:
        return write_component("badge", level="success", icon_name="send", text=state)
    if report.error:
        return write_component("badge", level="warning", text=_("Sending failed, will be tried again"))
    if report.state == Report.State.BUILT:
        return write_component("badge", level="info", text=state)
    return write_component("badge", level="neutral", icon_name="hourglass", text=_("Being built"))


def _figure(value: float | str | None, unit: str = "") -> str:
    if isinstance(value, str):
        return value
    return "–" if value is None else f"{grouped(value)}{unit}"


def report_context(town: Municipality, report: Report, figures: dict[str, Any]) -> dict[str, Any]:
    """What page and PDF show, from the frozen ``figures``."""
    weeks = figures.get("weeks", [])
    measures = told_measures(figures.get("measures"))
    crossed = measures.crossed if measures else []
    return {
        "measures": measures,
        "crossed": [(words, list(zip(measures.columns, numbers, strict=True))) for words, numbers in crossed]
        if measures
        else [],
        "town": town,
        "report": report,
        "figures": figures,
        "month": report.month,
        "until": date.fromisoformat(figures["until"]) if "until" in figures else None,
        "chart": bars(
            _("Do citizens get answers?"),
            [_("Week %(number)s") % {"number": week["label"]} for week in weeks],
            [
                Series(_("Comments"), [week["comments"] for week in weeks]),
                Series(_("answered"), [week["answers"] for week in weeks]),
            ],
            head=_("Week"),
        )
        if weeks
        else None,
    }


def report_rows(report: Report, figures: dict[str, Any]) -> list[list[Any]]:
    """The frozen figures as lines of a table, the same that page and PDF show; figures that do not exist are empty."""
    found: list[list[Any]] = [[_("Month"), _("Group"), _("Name"), pgettext("how many", "Number")]]
    month, overview = f"{report.month:%Y-%m}", _("At a glance")
    names = {
        "posts": _("Posts published"),
        "comments": _("Comments of citizens"),
        "open_at_end": _("Comments still open"),
        "answered": _("Comments answered"),
        "answered_percent": _("Comments answered (%)"),
        "median_first_response_hours": _("First response (median, service hours)"),
        "images": _("Images"),
        "accessible_percent": _("Images with alternative text (%)"),
    }
    found += [[month, overview, words, figures.get(name)] for name, words in names.items()]
    for week in figures.get("weeks", []):
        group = _("Week %(number)s") % {"number": week["label"]}
        found += [[month, group, _("Comments"), week["comments"]], [month, group, _("answered"), week["answers"]]]
    if told := told_measures(figures.get("measures")):
        found += [[month, *row] for row in measure_rows(told)]
    return found


def report_pdf(town: Municipality, report: Report, figures: dict[str, Any]) -> bytes:
    """The report as tagged PDF with the chart as a described figure."""
    context = report_context(town, report, figures)
    if context["chart"]:
        svg = base64.b64encode(context["chart"].svg.encode()).decode()
        context["chart_image"] = f"data:image/svg+xml;base64,{svg}"
    html = render_to_string("reporting/report_print.html", context)
    return render_pdf(html, stylesheet="css/paper.css")
