# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The result of an analysis in charts and plain sentences, computed from what was frozen."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.charts import Chart, Series, bars, intervals, swings
from core.platforms import Platform
from strategy.domain.age_bands import STUDY_BANDS, AgeBand, shares
from strategy.domain.criteria import Criterion
from strategy.domain.reach import ASSUMED_SAMPLE
from strategy.models import PlatformAnalysis, PlatformUsage
from strategy.queries.outline import ages, base_label, metric_label
from strategy.queries.places import Place, age_source, kind_label

PROFILE_BANDS = (AgeBand(0, 13), *STUDY_BANDS)


def percent(share: float) -> str:
    return _("%(number)s %%") % {"number": number_format(share * 100, 0, use_l10n=True)}


def people(count: float) -> str:
    """A count rounded to what the figures can carry: two significant digits, below a hundred exactly."""
    step = 10 ** max(0, len(str(int(count))) - 2)
    return number_format(round(count / step) * step, 0, use_l10n=True, force_grouping=True)


def age_chart(place: Place, country: Place | None) -> Chart:
    """The place's ages beside the country's, in the bands of the studies."""
    areas = [place, *([country] if country else [])]
    series = []
    for area in areas:
        own = shares(area.ages, PROFILE_BANDS)
        series.append(Series(area.name, [own[band] for band in PROFILE_BANDS]))
    note = age_source(place)
    if place.is_typed and country:
        note = _("%(town)s %(country)s: census %(year)s, © Statistical Offices, dl-de/by-2-0.") % {
            "town": note,
            "country": country.name,
            "year": country.year,
        }
    return bars(
        _("How old are the people in %(town)s?") % {"town": place.name},
        [ages(band.first, band.last) for band in PROFILE_BANDS],
        series,
        show=percent,
        head=_("Age"),
        note=note,
    )


def reach_charts(result: Mapping[str, Any]) -> list[Chart]:
    """One chart per target group: expected reach with its interval, in people; each row says what it rests on."""
    charts = []
    for index, group in enumerate(result["groups"]):
        if not group["covered"]:
            continue
        rows = []
        for row in result["platforms"]:
            reach = row["reach"][index]
            name = Platform(row["platform"]).label
            rows.append((name, reach["expected"], reach["low"], reach["high"], _marks(reach)))
        rows.sort(key=lambda r: (-r[1], r[0]))
        band = AgeBand(group["age_from"], group["age_to"])
        charts.append(
            intervals(
                _("How many of the %(people)s in “%(group)s” does a platform reach?")
                % {"people": people(group["covered"]), "group": group["name"]},
                [row[:4] for row in rows],
                show=people,
                headers=[_("Platform"), _("Expected"), _("At least"), _("At most"), _("Rests on")],
                notes=[row[4] for row in rows],
                note=_(
                    "95 %% interval of the studies' sampling error, widened for rounding, bounds and estimates. "
                    "Sources: %(sources)s."
                )
                % {"sources": ", ".join(_hosts(_figures_in(result, band))) or _("none, estimates only")},
            )
        )
    return charts


def _marks(reach: Mapping[str, Any]) -> str:
    """Years of the figures and, in words, whatever makes them less certain."""
    marks = [", ".join(map(str, reach["years"]))]
    if reach["estimates"]:
        marks.append(_("partly estimated"))
    if reach["bounds"]:
        marks.append(_("with bounds"))
    if reach["assumes_sample"]:
        marks.append(_("sample assumed"))
    return " · ".join(marks)


def _figures_in(result: Mapping[str, Any], band: AgeBand, platform: str = "") -> list[Mapping[str, Any]]:
    return [
        figure
        for figure in result["figures"]
        if (not platform or figure["platform"] == platform)
        and not AgeBand(figure["age_from"], figure["age_to"]).overlap(band).is_empty
    ]


def _hosts(figures: Sequence[Mapping[str, Any]]) -> list[str]:
    hosts = {urlsplit(figure["source_url"]).hostname or "" for figure in figures}
    return sorted(host.removeprefix("www.") for host in hosts if host)


def origin(result: Mapping[str, Any], platform: str, band: AgeBand) -> str:
    """What a platform's reach in a target group rests on: years, sources, and every reservation in words."""
    figures = _figures_in(result, band, platform)
    parts = [_("Figures of %(years)s") % {"years": ", ".join(map(str, sorted({f["year"] for f in figures})))}]
    hosts = _hosts(figures)
    if hosts:
        parts.append(", ".join(hosts))
    for status, text in (
        ("estimate", _("estimated without a source: %(ages)s")),
        ("bound", _("published as a bound: %(ages)s")),
    ):
        bands = [ages(f["age_from"], f["age_to"]) for f in figures if f["status"] == status]
        if bands:
            parts.append(text % {"ages": ", ".join(bands)})
    if any(f["sample_size"] is None for f in figures):
        assumed = result.get("method", {}).get("assumed_sample", ASSUMED_SAMPLE)
        parts.append(_("sample size not stated, %(number)s people assumed") % {"number": count(assumed)})
    return "; ".join(parts) + "."


def count(number: float) -> str:
    """A whole number with German thousands."""
    return number_format(number, 0, use_l10n=True, force_grouping=True)


def top_two_chart(result: Mapping[str, Any]) -> Chart:
    rows = result["platforms"]
    return bars(
        _("How often is a platform among the first two, whatever the weights?"),
        [Platform(row["platform"]).label for row in rows],
        [Series(_("Share of the draws"), [row["top_two"] for row in rows])],
        show=percent,
        head=_("Platform"),
        note=_("%(draws)s random weightings of the criteria you count, all equally likely; the same draws every time.")
        % {"draws": number_format(result["draws"], 0, use_l10n=True, force_grouping=True)},
    )


def tornado_chart(result: Mapping[str, Any]) -> Chart | None:
    """What ±20 % on each weight does to the lead of place two over place three, in points of 100."""
    if not result["tornado"]:
        return None
    second, third = (Platform(result["platforms"][i]["platform"]).label for i in (1, 2))
    rows = [(Criterion(s["criterion"]).label, s["low"] * 100, s["high"] * 100) for s in result["tornado"]]
    return swings(
        _("Which weight could change the first two?"),
        rows,
        show=lambda value: number_format(round(value, 1) or 0, 1, use_l10n=True),
        headers=[_("Criterion"), _("Weight 20 %% lower") % {}, _("Weight 20 %% higher") % {}],
        zero_label=_("change of places"),
        note=_("Lead of %(second)s over the best platform behind the first two (%(third)s), in points of 100.")
        % {"second": second, "third": third},
    )


def sentences(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row per platform with what its figures say in a sentence about the first group that lives there."""
    rows = []
    index = next((i for i, group in enumerate(result["groups"]) if group["covered"]), 0)
    for row in result["platforms"]:
        first, group = row["reach"][index], result["groups"][index]
        rows.append(
            {
                "rank": row["rank"],
                "platform": row["platform"],
                "name": Platform(row["platform"]).label,
                "points": number_format(row["total"] * 100, 0, use_l10n=True),
                "top_two": percent(row["top_two"]),
                "has_estimates": any(r["estimates"] for r in row["reach"]),
                "has_bounds": any(r["bounds"] for r in row["reach"]),
                "origin": origin(result, row["platform"], AgeBand(group["age_from"], group["age_to"])),
                "sentence": _(
                    "Reaches about %(expected)s of the %(all)s people in “%(group)s” (%(low)s to %(high)s) and is "
                    "among the first two in %(share)s of all weightings."
                )
                % {
                    "expected": people(first["expected"]),
                    "all": people(group["covered"]),
                    "group": group["name"],
                    "low": people(first["low"]),
                    "high": people(first["high"]),
                    "share": percent(row["top_two"]),
                },
            }
        )
    return rows


def excluded_rows(result: Mapping[str, Any]) -> list[dict[str, str]]:
    """Platforms that cannot be compared in this series, with the ages for which a figure is missing."""
    known = {row["platform"] for row in result["platforms"]} | {row["platform"] for row in result["excluded"]}
    rows = [
        {
            "name": Platform(row["platform"]).label,
            "reason": _("no figure for %(ages)s") % {"ages": ", ".join(ages(a, b) for a, b in row["ages"])},
        }
        for row in result["excluded"]
    ]
    rows += [{"name": p.label, "reason": _("no figures at all in this series")} for p in Platform if p not in known]
    return rows


def figure_rows(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every figure the result rests on, with year, status and source."""
    statuses = dict(PlatformUsage.Status.choices)
    assumed = result.get("method", {}).get("assumed_sample", ASSUMED_SAMPLE)
    return [
        {
            "name": Platform(figure["platform"]).label,
            "ages": ages(figure["age_from"], figure["age_to"]),
            "share": percent(figure["percent"] / 100),
            "year": figure["year"],
            "status": statuses[figure["status"]],
            "is_sourced": figure["status"] == PlatformUsage.Status.SOURCED,
            "sample": count(figure["sample_size"])
            if figure["sample_size"]
            else _("%(number)s assumed") % {"number": count(assumed)},
            "url": figure["source_url"],
            "host": urlsplit(figure["source_url"]).hostname or "",
        }
        for figure in result["figures"]
    ]


def newest_year(result: Mapping[str, Any]) -> int:
    """The year of the newest figure the result rests on."""
    return max((figure["year"] for figure in result["figures"]), default=0)


def compare_runs(analyses: Sequence[PlatformAnalysis]) -> dict[str, Any]:
    """Weights and places of several runs side by side, oldest first; what differs from the run before is marked."""
    results = [a.result for a in analyses if a.result is not None]
    found = sorted({row["platform"] for r in results for row in r["platforms"]})
    places = [{row["platform"]: row["rank"] for row in r["platforms"]} for r in results]
    found.sort(key=lambda p: ([own.get(p, 99) for own in reversed(places)], p))
    return {
        "runs": [
            {
                "analysis": analysis,
                "town": Place.from_json(r["town"]).name,
                "kind": kind_label(Place.from_json(r["town"])),
                "series": f"{metric_label(r['metric'])}, {base_label(r['base'])}",
                "groups": ", ".join(g["name"] for g in r["groups"]),
                "knew_result": bool(r["earlier_results"])
                if "earlier_results" in r
                else any(_was_known(other, analysis) for other in analyses),
                "judged_anew": 0 if index == 0 else _changed_scores(results[index - 1]["scores"], r["scores"]),
            }
            for index, (analysis, r) in enumerate(zip(analyses, results, strict=True))
        ],
        "weights": [(c.label, _marked([r["weights"].get(c, 0) for r in results])) for c in Criterion],
        "places": [(Platform(p).label, _marked([own.get(p) for own in places])) for p in found],
    }


def _was_known(other: PlatformAnalysis, analysis: PlatformAnalysis) -> bool:
    seen, frozen = other.computed_at, analysis.weights_frozen_at
    return seen is not None and frozen is not None and seen < frozen


def _marked(values: Sequence[int | None]) -> list[tuple[int | None, bool]]:
    return [(value, index > 0 and value != values[index - 1]) for index, value in enumerate(values)]


def _changed_scores(before: Mapping[str, Mapping[str, int]], after: Mapping[str, Mapping[str, int]]) -> int:
    return sum(after[p][c] != before.get(p, {}).get(c) for p in after for c in after[p])
