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
from strategy.domain.comparison import is_estimated
from strategy.domain.criteria import Criterion
from strategy.domain.reach import ASSUMED_SAMPLE
from strategy.models import PlatformUsage
from strategy.queries.outline import ages, metric_label
from strategy.queries.places import Place, age_source

PROFILE_BANDS = (AgeBand(0, 13), *STUDY_BANDS)


def percent(share: float) -> str:
    return _("%(number)s %%") % {"number": number_format(round(share * 100), 0, use_l10n=True)}


def precise_percent(share: float) -> str:
    """With one decimal, where two shares are set side by side."""
    return _("%(number)s %%") % {"number": number_format(round(share * 100, 1), 1, use_l10n=True)}


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


def town_chart(result: Mapping[str, Any]) -> Chart | None:
    """People of all target groups reached, each counted once; ``None`` for results of the first method."""
    if "people" not in result:
        return None
    rows = sorted(result["platforms"], key=lambda row: (-row["in_town"]["expected"], row["platform"]))
    nation = result["nation"]
    return intervals(
        _("How many of the %(people)s people in your target groups does a platform reach here?")
        % {"people": people(result["people"]["covered"])},
        [
            (Platform(row["platform"]).label, *(row["in_town"][name] for name in ("expected", "low", "high")))
            for row in rows
        ],
        show=people,
        headers=[_("Platform"), _("Expected"), _("At least"), _("At most"), _("Rests on")],
        notes=[f"{_shares(row['in_town'], nation)} · {_reservation(row['in_town'])}" for row in rows],
        note=_("Everybody counts once, also who belongs to two groups. This is what the criterion reach counts."),
    )


def _shares(found: Mapping[str, Any], nation: Mapping[str, Any]) -> str:
    if nation["is_the_town_itself"]:
        return precise_percent(found["share"])
    return _("%(share)s (%(nation)s %(there)s)") % {
        "share": precise_percent(found["share"]),
        "nation": nation["name"],
        "there": precise_percent(found["nation_share"]),
    }


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
                % {"sources": ", ".join(_hosts(_figures_in(result, [band]))) or _("none, estimates only")},
            )
        )
    return charts


def _reservation(found: Mapping[str, Any]) -> str:
    """The gravest mark, short enough to stand beside two shares; the sentence of the ranking has all of them."""
    if found["is_estimated"]:
        return _("on estimates alone")
    if found["estimates"]:
        return _("partly estimated")
    return _("with bounds") if found["bounds"] else _("sourced")


def _marks(reach: Mapping[str, Any]) -> str:
    """Years of the figures and, in words, whatever makes them less certain."""
    marks = [", ".join(map(str, reach["years"]))]
    if reach.get("is_estimated"):
        marks.append(_("on estimates alone"))
    elif reach["estimates"]:
        marks.append(_("partly estimated"))
    if reach["bounds"]:
        marks.append(_("with bounds"))
    if reach["assumes_sample"]:
        marks.append(_("sample assumed"))
    return " · ".join(marks)


def _figures_in(result: Mapping[str, Any], bands: Sequence[AgeBand], platform: str = "") -> list[Mapping[str, Any]]:
    return [
        figure
        for figure in result["figures"]
        if (not platform or figure["platform"] == platform)
        and any(not AgeBand(figure["age_from"], figure["age_to"]).overlap(band).is_empty for band in bands)
    ]


def _hosts(figures: Sequence[Mapping[str, Any]]) -> list[str]:
    hosts = {urlsplit(figure["source_url"]).hostname or "" for figure in figures}
    return sorted(host.removeprefix("www.") for host in hosts if host)


def origin(result: Mapping[str, Any], platform: str, bands: Sequence[AgeBand]) -> str:
    """What a platform's reach among some ages rests on: years, sources, and every reservation in words."""
    figures = _figures_in(result, bands, platform)
    parts = [_("Figures of %(years)s") % {"years": ", ".join(map(str, sorted({f["year"] for f in figures})))}]
    hosts = _hosts(figures)
    if hosts:
        parts.append(", ".join(hosts))
    for status, text in (
        ("estimate", _("estimated without a source: %(ages)s")),
        ("bound", _("published as a bound: %(ages)s")),
    ):
        concerned = [ages(f["age_from"], f["age_to"]) for f in figures if f["status"] == status]
        if concerned:
            parts.append(text % {"ages": ", ".join(concerned)})
    for metric in sorted({f["published_as"] for f in figures if f.get("published_as")}):
        concerned = [ages(f["age_from"], f["age_to"]) for f in figures if f.get("published_as") == metric]
        about = {"metric": metric_label(metric), "ages": ", ".join(concerned)}
        parts.append(_("published as “%(metric)s”: %(ages)s") % about)
    if any(f["sample_size"] is None and f["status"] != "estimate" for f in figures):
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
    """One row per platform with what its figures say in a sentence; results keep the sentence of their method."""
    index = next((i for i, group in enumerate(result["groups"]) if group["covered"]), 0)
    first_group = result["groups"][index]
    rows = []
    for row in result["platforms"]:
        if "in_town" in row:
            sentence = _people_reached(result, row)
            bands = [AgeBand(*ends) for ends in result["people"]["ages"]]
        else:
            sentence = _first_group_reached(first_group, row["reach"][index], row["top_two"])
            bands = [AgeBand(first_group["age_from"], first_group["age_to"])]
        rows.append(
            {
                "rank": row["rank"],
                "platform": row["platform"],
                "name": Platform(row["platform"]).label,
                "points": number_format(round(row["total"] * 100), 0, use_l10n=True),
                "top_two": percent(row["top_two"]),
                "has_estimates": any(r["estimates"] for r in row["reach"]),
                "is_estimated": is_estimated(result, row["platform"]),
                "has_bounds": any(r["bounds"] for r in row["reach"]),
                "origin": origin(result, row["platform"], bands),
                "sentence": sentence,
            }
        )
    return rows


def _people_reached(result: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    found = row["in_town"]
    parts = [
        _(
            "Reaches about %(expected)s of the %(all)s people in your target groups: %(share)s "
            "(%(low)s to %(high)s people)."
        )
        % {
            "expected": people(found["expected"]),
            "all": people(result["people"]["covered"]),
            "share": percent(found["share"]),
            "low": people(found["low"]),
            "high": people(found["high"]),
        }
    ]
    if not result["nation"]["is_the_town_itself"]:
        parts.append(_beside_nation(found["share"] - found["nation_share"], result["nation"]["name"]))
    parts.append(_("Among the first two in %(share)s of all weightings.") % {"share": percent(row["top_two"])})
    return " ".join(parts)


def _beside_nation(difference: float, nation: str) -> str:
    """How much of the reach comes from this town's ages."""
    points = round(difference * 100, 1)
    about = {"points": number_format(abs(points), 1, use_l10n=True), "nation": nation}
    if not points:
        return _("With the ages of %(nation)s it would be the same share.") % about
    if points > 0:
        return _("With the ages of %(nation)s it would be %(points)s points less.") % about
    return _("With the ages of %(nation)s it would be %(points)s points more.") % about


def _first_group_reached(group: Mapping[str, Any], reach: Mapping[str, Any], top_two: float) -> str:
    return _(
        "Reaches about %(expected)s of the %(all)s people in “%(group)s” (%(low)s to %(high)s) and is "
        "among the first two in %(share)s of all weightings."
    ) % {
        "expected": people(reach["expected"]),
        "all": people(group["covered"]),
        "group": group["name"],
        "low": people(reach["low"]),
        "high": people(reach["high"]),
        "share": percent(top_two),
    }


def group_rows(result: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How many people of each target group live here and how that differs from the country, then all together.

    Empty for results of the first method, which did not say it.
    """
    if "people" not in result:
        return []
    rows = [(_labelled(group), _size(group, result["nation"])) for group in result["groups"]]
    together = _("%(people)s people") % {"people": count(result["people"]["all"])}
    return [*rows, (_("All together, everybody counted once"), together)]


def _labelled(group: Mapping[str, Any]) -> str:
    return f"{group['name']} ({ages(group['age_from'], group['age_to'])})"


def _size(group: Mapping[str, Any], nation: Mapping[str, Any]) -> str:
    about = {
        "people": count(group["people"]),
        "share": precise_percent(group["town_share"]),
        "nation": nation["name"],
        "there": precise_percent(group["nation_share"]),
    }
    if nation["is_the_town_itself"]:
        return _("%(people)s people, %(share)s of the town") % about
    return _("%(people)s people, %(share)s of the town; in %(nation)s %(there)s") % about


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
            "status": _status(figure, str(statuses[figure["status"]])),
            "is_sourced": figure["status"] == PlatformUsage.Status.SOURCED,
            "sample": count(figure["sample_size"])
            if figure["sample_size"]
            else _("%(number)s assumed") % {"number": count(assumed)},
            "url": figure["source_url"],
            "host": urlsplit(figure["source_url"]).hostname or "",
        }
        for figure in result["figures"]
    ]


def _status(figure: Mapping[str, Any], status: str) -> str:
    if not figure.get("published_as"):
        return status
    return _("%(status)s, published as “%(metric)s”") % {
        "status": status,
        "metric": metric_label(figure["published_as"]),
    }


def newest_year(result: Mapping[str, Any]) -> int:
    """The year of the newest figure the result rests on."""
    return max((figure["year"] for figure in result["figures"]), default=0)
