# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The analysis in three steps: town and figures, weights, and only then the result."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import may, require
from core.errors import DomainError, NotPermitted
from strategy import services
from strategy.criteria import Criterion
from strategy.document import base_label, metric_label
from strategy.forms import WeightsForm
from strategy.models import AgeProfile, PlatformAnalysis, Strategy
from strategy.presentation import (
    age_chart,
    excluded_rows,
    figure_rows,
    reach_charts,
    sentences,
    top_two_chart,
    tornado_chart,
)
from strategy.queries import COUNTRY, ages_of, comparable_series, find_profiles, groups_of
from strategy.views.parts import editable_strategy


def _steps(current: int) -> list[dict[str, Any]]:
    labels = [_("Town and figures"), _("Weights"), _("Result")]
    states = ["done" if i < current else "current" if i == current else "open" for i in range(3)]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def analysis(request: HttpRequest, municipality: str) -> HttpResponse:
    """Pick the town and one series of figures; earlier analyses stay listed."""
    strategy = editable_strategy(request)
    if request.method == "POST":
        metric, _bar, base = request.POST.get("series", "").partition("|")
        code = request.POST.get("ags", "")
        try:
            started = services.start_analysis(strategy, actor=request.user, profile_code=code, metric=metric, base=base)
            return redirect("strategy:analysis_run", municipality=municipality, pk=started.pk)
        except NotPermitted:
            raise
        except DomainError as error:
            messages.error(request, str(error))
    else:
        code = request.GET.get("ags", "") or request.municipality.municipality_code
    profile = AgeProfile.objects.filter(code=code).first()
    text = request.GET.get("q", "").strip()
    groups = groups_of(strategy)
    has_ages = profile is not None and profile.has_ages
    series = comparable_series(groups, ages_of(profile)) if profile and has_ages and groups else []
    context = {
        "strategy": strategy,
        "steps": _steps(0),
        "groups": strategy.target_groups.all(),
        "profile": profile,
        "has_ages": has_ages,
        "chart": age_chart(profile, AgeProfile.objects.filter(code=COUNTRY).first()) if profile and has_ages else None,
        "text": text,
        "found": find_profiles(text),
        "series": [(s, metric_label(s.metric), base_label(s.base)) for s in series],
        "earlier": strategy.analyses.select_related("weights_frozen_by"),
    }
    return render(request, "strategy/analysis.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def analysis_run(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """One analysis, at the step it has reached."""
    require(request.user, "strategy.view_strategy", request.municipality)
    found = get_object_or_404(
        PlatformAnalysis.objects.select_related("strategy__municipality", "weights_frozen_by"), pk=pk
    )
    return _show(request, found)


def _show(request: HttpRequest, found: PlatformAnalysis, form: WeightsForm | None = None) -> HttpResponse:
    is_open = found.strategy.state in (Strategy.State.DRAFT, Strategy.State.SUBMITTED)
    context: dict[str, Any] = {
        "analysis": found,
        "strategy": found.strategy,
        "metric": metric_label(found.metric),
        "base": base_label(found.base),
        "may_write": is_open and may(request.user, "strategy.write_strategy", found.strategy),
        "weights": [(c.label, found.weights[c]) for c in Criterion],
    }
    if found.result is not None:
        context |= {
            "steps": _steps(3),
            "result": found.result,
            "rows": sentences(found.result),
            "reach_charts": reach_charts(found.result),
            "top_two": top_two_chart(found.result),
            "tornado": tornado_chart(found.result),
            "excluded": excluded_rows(found.result),
            "figures": figure_rows(found.result),
        }
        return render(request, "strategy/analysis_result.html", context)
    profile = AgeProfile.objects.filter(code=found.profile_code).first()
    context |= {"profile": profile, "groups": found.strategy.target_groups.all()}
    if found.weights_frozen_at:
        return render(request, "strategy/analysis_frozen.html", context | {"steps": _steps(2)})
    context |= {"steps": _steps(1), "form": form or _weights_form(found)}
    return render(request, "strategy/analysis_weights.html", context, status=422 if form else 200)


def _weights_form(found: PlatformAnalysis, data: Any = None) -> WeightsForm:
    """Judgements are asked for the platforms that this series can compare."""
    profile = AgeProfile.objects.get(code=found.profile_code)
    offered = comparable_series(groups_of(found.strategy), ages_of(profile))
    comparable = {p for s in offered if (s.metric, s.base) == (found.metric, found.base) for p in s.comparable}
    scores = {p: own for p, own in found.scores.items() if p in comparable}
    return WeightsForm(data, weights=found.weights, scores=scores)


@require_POST
def freeze(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """Fix the weights; afterwards the result may be shown."""
    found = get_object_or_404(PlatformAnalysis.objects.select_related("strategy__municipality"), pk=pk)
    require(request.user, "strategy.write_strategy", found.strategy)
    form = _weights_form(found, request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        services.freeze_weights(
            found, actor=request.user, weights=form.weights(), scores=form.scores(unchanged=found.scores)
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, found, form)
    messages.success(request, _("The weights are frozen. Now the result may be shown."))
    return redirect("strategy:analysis_run", municipality=municipality, pk=pk)


@require_POST
def run(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """Compute and show the result."""
    found = get_object_or_404(PlatformAnalysis.objects.select_related("strategy__municipality"), pk=pk)
    try:
        services.run_analysis(found, actor=request.user)
    except NotPermitted:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect("strategy:analysis_run", municipality=municipality, pk=pk)
