# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The figures of the transparency page in words, tables and charts, in the language of the moment."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from community.models import Appeal, Decision, Restriction
from community.queries.transparency import Line, Transparency
from core.charts import Chart, Series, bars


def of(figures: Transparency) -> dict[str, Any]:
    """What the template shows; quarters that lie before the first figure are left out."""
    lines = [*figures.kinds, *figures.restrictions, *figures.appeals]
    filled = [place for place in range(len(figures.quarters)) if any(line.counts[place] for line in lines)]
    first = min(filled, default=len(figures.quarters) - 1)
    labels = [quarter_name(quarter) for quarter in figures.quarters[first:]]
    groups = [(name, [replace(line, counts=line.counts[first:]) for line in found]) for name, found in _named(figures)]
    kinds, restrictions, clauses, appeals = (found for _name, found in groups)
    measures = [*(line for line in kinds if line.key in Decision.NEEDS_GROUNDS), *restrictions]
    return {
        "figures": figures,
        "until": date.fromisoformat(figures.until),
        "quarters": labels,
        "kinds": kinds,
        "restrictions": restrictions,
        "clauses": clauses,
        "appeals": appeals,
        "measures_total": sum(line.total for line in measures),
        "decisions_total": sum(line.total for line in [*kinds, *restrictions]),
        "charts": [] if figures.is_empty else _charts(labels, kinds, measures, clauses),
    }


def groups_of(figures: Transparency) -> list[tuple[str, list[Line]]]:
    """The four tables under their names, with the label of each row."""
    return _named(figures)


def quarter_name(quarter: str) -> str:
    year, number = quarter.split("-")
    return _("Quarter %(number)s/%(year)s") % {"number": number, "year": year}


def _named(figures: Transparency) -> list[tuple[str, list[Line]]]:
    fates = {
        "received": _("Received"),
        Appeal.Outcome.UPHELD: _("Decided: the citizen was right"),
        Appeal.Outcome.PARTLY: _("Decided: right in part"),
        Appeal.Outcome.REJECTED: _("Decided: the measure stands"),
    }
    kinds: dict[str, str] = {
        Decision.Kind.LEAVE: _("Left as it is"),
        Decision.Kind.REPLY: _("Answered"),
        Decision.Kind.HIDE: _("Hidden, or reported where the platform cannot hide"),
        Decision.Kind.DELETE: _("Deleted on the platform"),
        Decision.Kind.SHOW: _("Measure taken back, shown again"),
    }
    accounts: dict[str, str] = {
        Restriction.Kind.RESTRICT: _("Kept from us for a time, with a second person"),
        Restriction.Kind.BLOCK: _("Blocked for a time, with a second person"),
    }
    return [
        (_("Decisions"), [replace(line, label=kinds.get(line.key) or _label(line.key)) for line in figures.kinds]),
        (_("Accounts restricted"), [replace(line, label=accounts[line.key]) for line in figures.restrictions]),
        (_("Measures by clause"), list(figures.clauses)),
        (_("Appeals"), [replace(line, label=fates[line.key]) for line in figures.appeals]),
    ]


def _label(kind: str) -> str:
    return str(Decision.Kind(kind).label)


def _charts(labels: list[str], kinds: list[Line], measures: list[Line], clauses: list[Line]) -> list[Chart]:
    milder = {line.key: line.counts for line in kinds}
    summed = [sum(counts) for counts in zip(*(line.counts for line in measures), strict=True)]
    series = [
        Series(_("Left as it is"), milder[Decision.Kind.LEAVE]),
        Series(_("Answered"), milder[Decision.Kind.REPLY]),
        Series(_("Measures"), summed),
    ]
    found = [bars(_("What became of the comments?"), labels, series, head=_("Quarter"))]
    if clauses:
        by_clause = [Series(_("Measures"), [line.total for line in clauses])]
        found.append(
            bars(
                _("On which rules did the measures rest?"),
                [line.label for line in clauses],
                by_clause,
                head=_("Clause"),
                note=_("All quarters shown, together."),
            )
        )
    return found
