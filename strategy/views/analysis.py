# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The analysis in three steps: town and figures, weights, and only then the result."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from core.errors import DomainError, Refused
from core.hashing import canonical_json
from core.steps import Step, steps_to
from strategy import services
from strategy.domain.criteria import Criterion, completed_scores, completed_weights
from strategy.forms.analysis import KINDS, TypedAgesForm
from strategy.forms.writing import WeightsForm
from strategy.models import AgeProfile, PlatformAnalysis, Strategy
from strategy.presenters.analysis import age_chart, count
from strategy.presenters.paper import analysis_pdf, result_context
from strategy.presenters.runs import compare_runs
from strategy.queries import comparable_series, earlier_results, groups_counted, groups_of, is_on_record, is_outdated
from strategy.queries.outline import ages, base_label, metric_label
from strategy.queries.places import (
    Place,
    age_source,
    census_place,
    codes_of_district,
    country_place,
    evenly_aged,
    find_districts,
    find_profiles,
    kind_label,
    loaded_census,
    place_of,
    sum_place,
    typed_place,
)
from strategy.views.parts import editable_strategy


def _steps(current: int) -> list[Step]:
    return steps_to(current, [_("Town and figures"), _("Weights"), _("Result")])


def analysis(request: TownRequest, municipality: str) -> HttpResponse:
    """Pick one town, several or a district, and one series of figures; earlier analyses stay listed."""
    strategy = editable_strategy(request)
    given = request.POST if request.method == "POST" else request.GET
    codes = list(dict.fromkeys([*given.getlist("ags"), *codes_of_district(given.get("kreis", ""))]))
    codes = codes or [request.municipality.municipality_code]
    leave_out, name = given.get("ohne") == "1", given.get("name", "")
    problem = ""
    place: Place | None = None
    try:
        place = _place(codes, name=name, leave_out=leave_out)
    except DomainError as error:
        problem = str(error)
    if request.method == "POST":
        metric, _bar, base = given.get("series", "").partition("|")
        try:
            if place is None:
                raise Refused(problem)
            started = services.start_analysis(strategy, actor=request.user, place=place, metric=metric, base=base)
            return redirect("strategy:analysis_run", municipality=municipality, pk=started.pk)
        except DomainError as error:
            messages.error(request, str(error))
    text = given.get("q", "").strip()[:100]
    groups = groups_of(strategy)
    chosen = list(AgeProfile.objects.filter(code__in=codes).order_by("code"))
    known = [town.code for town in chosen]
    series = comparable_series(groups, place.ages) if place and groups else []
    this_year = timezone.localdate().year
    context = {
        "strategy": strategy,
        "steps": _steps(0),
        "groups": strategy.target_groups.all(),
        "chosen": [
            (town, _link(text, [c for c in codes if c != town.code]), count(town.population)) for town in chosen
        ],
        "codes": codes,
        "is_sum": len(chosen) > 1,
        "silent": [town for town in chosen if not town.has_ages],
        "without_silent": _link(text, codes, ohne="1"),
        "left_out_names": ", ".join(str(town["name"]) for town in place.left_out) if place else "",
        "typed_for_silent": f"{reverse('strategy:analysis_typed', args=[municipality])}?{urlencode({'ags': codes[0]})}",
        "leave_out": leave_out,
        "sum_name": name,
        "place": place,
        "problem": problem,
        "chart": age_chart(place, country_place()) if place else None,
        "loaded": loaded_census(),
        "text": text,
        "found": [
            (
                town,
                _link("", [town.code]),
                "" if town.code in codes else _link(text, [*known, town.code]),
            )
            for town in find_profiles(text)
        ],
        "districts": [(district, f"?{urlencode({'kreis': district.code})}") for district in find_districts(text)],
        "series": [(s, metric_label(s.metric), base_label(s.base), is_outdated(s.newest, this_year)) for s in series],
        "earlier": _listed(strategy.analyses.select_related("weights_frozen_by")),
    }
    return render(request, "strategy/analysis.html", context, status=422 if request.method == "POST" else 200)


def _place(codes: Sequence[str], *, name: str, leave_out: bool) -> Place:
    return census_place(codes[0]) if len(codes) == 1 else sum_place(codes, name=name, leave_out=leave_out)


def _link(text: str, codes: Sequence[str], **more: str) -> str:
    """The address of this page for other towns."""
    return "?" + urlencode({**({"q": text} if text else {}), "ags": list(codes), **more}, doseq=True)


def _listed(analyses: Any) -> list[tuple[PlatformAnalysis, Place | None]]:
    """Analyses with their place, from what each kept (no query of its own)."""
    return [(found, Place.from_json(found.town) if found.town else None) for found in analyses.defer("result")]


def analysis_typed(request: TownRequest, municipality: str) -> HttpResponse:
    """The town's own age figures, by the groups of the census or of the studies."""
    strategy = editable_strategy(request)
    kind = request.GET.get("art", "gruppen")
    if kind not in KINDS:
        raise Http404
    groups = groups_of(strategy)
    town = AgeProfile.objects.filter(code=request.GET.get("ags") or request.municipality.municipality_code).first()
    form = TypedAgesForm(
        request.POST or None,
        kind=kind,
        series=comparable_series(groups, evenly_aged()) if groups else [],
        initial={
            "name": town.name if town else request.municipality.name,
            "population": town.population if town else request.municipality.population,
        },
    )
    if request.method == "POST" and form.is_valid():
        metric, _bar, base = form.cleaned_data["series"].partition("|")
        about = {name: form.cleaned_data[name] for name in ("name", "population", "source", "year")}
        try:
            place = typed_place(ages=form.ages(), **about)
            started = services.start_analysis(strategy, actor=request.user, place=place, metric=metric, base=base)
            return redirect("strategy:analysis_run", municipality=municipality, pk=started.pk)
        except DomainError as error:
            form.add_error(None, str(error))
    tabs = [
        {
            "label": label,
            "url": f"?{urlencode({'art': code, 'ags': request.GET.get('ags', '')})}",
            "current": code == kind,
        }
        for code, label in (("gruppen", _("Eleven groups of the census")), ("baender", _("Five bands of the studies")))
    ]
    context = {"strategy": strategy, "steps": _steps(0), "form": form, "tabs": tabs, "groups": groups}
    return render(request, "strategy/analysis_typed.html", context, status=422 if form.errors else 200)


@require_GET
def analysis_run(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """One analysis, at the step it has reached."""
    return _show(request, _readable(request, pk))


def _readable(request: TownRequest, pk: int) -> PlatformAnalysis:
    require(request.user, "strategy.view_strategy", request.municipality)
    found = PlatformAnalysis.objects.select_related("strategy__municipality", "weights_frozen_by", "copied_from")
    return get_object_or_404(found, pk=pk)


def _computed(request: TownRequest, pk: int) -> PlatformAnalysis:
    """An analysis with a result; without one the address does not exist yet, for nobody."""
    found = _readable(request, pk)
    if found.result is None:
        raise Http404
    return found


def _show(request: TownRequest, found: PlatformAnalysis, form: WeightsForm | None = None) -> HttpResponse:
    is_open = found.strategy.state in (Strategy.State.DRAFT, Strategy.State.SUBMITTED)
    context: dict[str, Any] = {
        "analysis": found,
        "strategy": found.strategy,
        "metric": metric_label(found.metric),
        "base": base_label(found.base),
        "may_write": is_open and may(request.user, "strategy.write_strategy", found.strategy),
        "weights": [(c.label, found.weights[c]) for c in Criterion if c in found.weights],
    }
    if found.result is not None:
        context |= result_context(found)
        context |= {
            "steps": _steps(3),
            "is_on_record": is_on_record(found),
            "is_outdated": is_outdated(context["newest"], timezone.localdate().year),
        }
        return render(request, "strategy/analysis_result.html", context)
    try:
        place = place_of(found)
    except Refused as error:
        messages.warning(request, str(error))
        return redirect("strategy:document", municipality=request.municipality.slug)
    context |= {
        "place": place,
        "source": age_source(place),
        "kind": kind_label(place),
        "groups": [(g.name, str(ages(g.band.first, g.band.last))) for g in groups_counted(found)],
        "earlier": earlier_results(found),
    }
    if found.weights_frozen_at:
        return render(request, "strategy/analysis_frozen.html", context | {"steps": _steps(2)})
    context |= {"steps": _steps(1), "form": form or _weights_form(found, place)}
    return render(request, "strategy/analysis_weights.html", context, status=422 if form else 200)


def _weights_form(found: PlatformAnalysis, place: Place, data: Any = None) -> WeightsForm:
    """Judgements are asked for the platforms that this series can compare."""
    offered = comparable_series(groups_of(found.strategy), place.ages)
    comparable = {p for s in offered if (s.metric, s.base) == (found.metric, found.base) for p in s.comparable}
    scores = {p: own for p, own in completed_scores(found.scores).items() if p in comparable}
    return WeightsForm(data, weights=completed_weights(found.weights), scores=scores)


@require_POST
def freeze(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Fix the weights; afterwards the result may be shown."""
    found: PlatformAnalysis = get_object_or_404(
        PlatformAnalysis.objects.select_related("strategy__municipality"), pk=pk
    )
    require(request.user, "strategy.write_strategy", found.strategy)
    if found.weights_frozen_at is not None:
        messages.warning(request, _("These weights were frozen already; nothing was changed."))
        return redirect("strategy:analysis_run", municipality=municipality, pk=pk)
    form = _weights_form(found, place_of(found), request.POST)
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
def run(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Compute and show the result."""
    found: PlatformAnalysis = get_object_or_404(
        PlatformAnalysis.objects.select_related("strategy__municipality"), pk=pk
    )
    try:
        services.run_analysis(found, actor=request.user)
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect("strategy:analysis_run", municipality=municipality, pk=pk)


@require_POST
def restart(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Another run with the same town and figures and weights to be set anew."""
    found: PlatformAnalysis = get_object_or_404(
        PlatformAnalysis.objects.select_related("strategy__municipality"), pk=pk
    )
    try:
        again = services.restart_analysis(found, actor=request.user)
    except DomainError as error:
        messages.warning(request, str(error))
        return redirect("strategy:analysis_run", municipality=municipality, pk=pk)
    return redirect("strategy:analysis_run", municipality=municipality, pk=again.pk)


@require_GET
def analysis_runs(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """All runs of a strategy with a result side by side, and those still on their way."""
    found = _readable(request, pk)
    analyses = list(found.strategy.analyses.select_related("weights_frozen_by").order_by("pk"))
    computed = [a for a in analyses if a.result is not None]
    context = {
        "strategy": found.strategy,
        "analysis": found,
        "runs": compare_runs(computed),
        "waiting": [a for a in analyses if a.result is None],
    }
    return render(request, "strategy/analysis_runs.html", context)


@require_GET
def analysis_paper(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The result as accessible PDF."""
    found = _computed(request, pk)
    return _download(analysis_pdf(request.municipality, found), "application/pdf", found, "pdf")


@require_GET
def analysis_data(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The frozen result to the byte its fingerprint was taken of."""
    found = _computed(request, pk)
    return _download(canonical_json(found.result), "application/json", found, "json")


def _download(content: bytes, kind: str, found: PlatformAnalysis, ending: str) -> HttpResponse:
    day = timezone.localtime(found.computed_at).date().isoformat() if found.computed_at else ""
    name = f"plattformanalyse-{day}-{found.result_hash[:8]}.{ending}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
