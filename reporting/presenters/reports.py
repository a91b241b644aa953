# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report as a document: chart and PDF from the same template as the web page."""

import base64
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import Municipality
from core.charts import Series, bars
from core.pdf import render_pdf
from reporting.models import Report


def report_context(town: Municipality, report: Report, figures: dict[str, Any]) -> dict[str, Any]:
    """What page and PDF show, from the frozen ``figures``."""
    weeks = figures.get("weeks", [])
    return {
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


def report_pdf(town: Municipality, report: Report, figures: dict[str, Any]) -> bytes:
    """The report as tagged PDF with the chart as a described figure."""
    context = report_context(town, report, figures)
    if context["chart"]:
        svg = base64.b64encode(context["chart"].svg.encode()).decode()
        context["chart_image"] = f"data:image/svg+xml;base64,{svg}"
    html = render_to_string("reporting/report_print.html", context)
    return render_pdf(html, stylesheet="css/paper.css")
