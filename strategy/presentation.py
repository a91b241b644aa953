# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The result of an analysis in charts and plain sentences, computed from what was frozen."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.charts import Chart, Series, bars, intervals, swings
from core.platforms import Platform
from strategy.age_bands import STUDY_BANDS, AgeBand, shares
from strategy.criteria import Criterion
from strategy.document import ages
from strategy.models import AgeProfile, PlatformUsage
from strategy.queries import ages_of

PROFILE_BANDS = (AgeBand(0, 13), *STUDY_BANDS)


def percent(share: float) -> str:
    return _("%(number)s %%") % {"number": number_format(share * 100, 0, use_l10n=True)}


def people(count: float) -> str:
    """A count rounded to what the figures can carry: two significant digits, below a hundred exactly."""
    step = 10 ** max(0, len(str(int(count))) - 2)
    return number_format(round(count / step) * step, 0, use_l10n=True, force_grouping=True)


def age_chart(profile: AgeProfile, country: AgeProfile | None) -> Chart:
    """The town's ages beside the country's, in the bands of the studies."""
    areas = [profile, *([country] if country and country.has_ages else [])]
    series = []
    for area in areas:
        own = shares(ages_of(area), PROFILE_BANDS)
        series.append(Series(area.name, [own[band] for band in PROFILE_BANDS]))
    labels = [ages(band.first, band.last) for band in PROFILE_BANDS]
    return bars(
        _("How old are the people in %(town)s?") % {"town": profile.name},
        labels,
        series,
        show=percent,
        head=_("Age"),
        note=_(
            "Census %(year)s, © Statistical Offices of the Federation and the Länder, dl-de/by-2-0; age bands computed."
        )
        % {"year": profile.census_year},
    )


def reach_charts(result: Mapping[str, Any]) -> list[Chart]:
    """One chart per target group: expected reach with its interval, in people."""
    charts = []
    for index, group in enumerate(result["groups"]):
        if not group["covered"]:
            continue
        rows = []
        for row in result["platforms"]:
            reach = row["reach"][index]
            mark = " *" if reach["estimates"] else ""
            rows.append((f"{Platform(row['platform']).label}{mark}", reach["expected"], reach["low"], reach["high"]))
        rows.sort(key=lambda r: (-r[1], r[0]))
        years = sorted({y for row in result["platforms"] for y in row["reach"][index]["years"]})
        charts.append(
            intervals(
                _("How many of the %(people)s in “%(group)s” does a platform reach?")
                % {"people": people(group["covered"]), "group": group["name"]},
                rows,
                show=people,
                headers=[_("Platform"), _("Expected"), _("At least"), _("At most")],
                note=_("Figures of %(years)s. * contains estimates without a source; its interval is widened.")
                % {"years": ", ".join(map(str, years))},
            )
        )
    return charts


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
    return [
        {
            "name": Platform(figure["platform"]).label,
            "ages": ages(figure["age_from"], figure["age_to"]),
            "share": percent(figure["percent"] / 100),
            "year": figure["year"],
            "status": statuses[figure["status"]],
            "url": figure["source_url"],
            "host": urlsplit(figure["source_url"]).hostname or "",
        }
        for figure in result["figures"]
    ]
