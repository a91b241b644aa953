# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A result as a document: the same content for the page and for the accessible PDF."""

import base64
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import Municipality
from core.charts import Chart
from core.pdf import render_pdf
from strategy.domain.comparison import FIRST_METHOD, method_of
from strategy.domain.criteria import JUDGED, Criterion
from strategy.models import PlatformAnalysis
from strategy.presenters.analysis import (
    age_chart,
    ages,
    excluded_rows,
    figure_rows,
    group_rows,
    newest_year,
    reach_charts,
    sentences,
    top_two_chart,
    tornado_chart,
    town_chart,
)
from strategy.presenters.lead import lead_of
from strategy.queries import earlier_results
from strategy.queries.outline import base_label, metric_label
from strategy.queries.places import Place, age_source, country_place


def result_context(analysis: PlatformAnalysis) -> dict[str, Any]:
    """Everything page and PDF show of a computed analysis, from what was frozen with it."""
    result = analysis.result
    if result is None:
        raise ValueError("the analysis has no result yet")
    place = Place.from_json(result["town"])
    rows = sentences(result)
    judged = [c for c in JUDGED if c in result["weights"]]
    return {
        "analysis": analysis,
        "result": result,
        "place": place,
        "source": age_source(place),
        "metric": metric_label(result["metric"]),
        "base": base_label(result["base"]),
        "groups": [(g["name"], ages(g["age_from"], g["age_to"])) for g in result["groups"]],
        "group_rows": group_rows(result),
        "is_first_method": method_of(result) == FIRST_METHOD,
        "weights": [(c.label, result["weights"][c]) for c in Criterion if c in result["weights"]],
        "judged": [c.label for c in judged],
        "scores": [(row["name"], [result["scores"][row["platform"]][c] for c in judged]) for row in rows],
        "rows": rows,
        "lead": lead_of(result),
        "earlier": earlier_results(analysis),
        "age_chart": age_chart(place, _frozen_country(result) or country_place()),
        "reach_charts": [chart for chart in (town_chart(result), *reach_charts(result)) if chart],
        "top_two": top_two_chart(result),
        "tornado": tornado_chart(result),
        "excluded": excluded_rows(result),
        "figures": figure_rows(result),
        "newest": newest_year(result),
        "is_intact": analysis.is_result_intact,
    }


def _frozen_country(result: dict[str, Any]) -> Place | None:
    nation = result.get("nation")
    if nation is None or nation["is_the_town_itself"]:
        return None
    return Place("census", nation["name"], sum(nation["ages"].values()), nation["year"], nation["ages"])


def analysis_pdf(town: Municipality, analysis: PlatformAnalysis) -> bytes:
    """The result as tagged PDF: every chart a described figure with its table beneath."""
    context = result_context(analysis)
    charts = [context["age_chart"], *context["reach_charts"], context["top_two"], context["tornado"]]
    context |= {"town": town, "charts": [(chart, _image(chart.svg)) for chart in charts if isinstance(chart, Chart)]}
    context["addresses"] = sorted({figure["url"] for figure in context["figures"]} - {""})
    return render_pdf(render_to_string("strategy/analysis_paper.html", context), stylesheet="css/paper.css")


def _image(svg: SafeString) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
