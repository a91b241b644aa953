# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often the town stepped in, in words: the same for page, PDF and tables of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from community.models import Appeal, Decision, Restriction
from community.queries.measures import FEWEST, OTHERS, RECEIVED, STEPS


class ToldMeasures(NamedTuple):
    """``steps``, ``clauses`` and ``appeals`` are (words, number); ``crossed`` has a number for each of ``columns``."""

    total: int
    restored: int
    steps: list[tuple[str, int]]
    clauses: list[tuple[str, int]]
    columns: list[str]
    crossed: list[tuple[str, list[int]]]
    appeals: list[tuple[str, int]]
    fewest: int

    @property
    def is_empty(self) -> bool:
        return not (self.total or self.restored or any(number for _words, number in self.appeals))


def told_measures(record: Mapping[str, Any] | None) -> ToldMeasures | None:
    """``record`` is a ``MeasureRecord`` as it was frozen; ``None`` for reports from before there was one."""
    if not record:
        return None
    steps = _steps()
    fates = _fates()
    return ToldMeasures(
        total=sum(number for _step, number in record["steps"]),
        restored=record["restored"],
        steps=[(steps[step], number) for step, number in record["steps"]],
        clauses=[(title, number) for title, number in record["clauses"]],
        columns=[_short()[step] for step in STEPS],
        crossed=[
            (_("Other rules together") if title == OTHERS else title, list(numbers))
            for title, numbers in record["crossed"]
        ],
        appeals=[(fates[fate], number) for fate, number in record["appeals"]],
        fewest=FEWEST,
    )


def measure_rows(told: ToldMeasures) -> list[tuple[str, str, int]]:
    """The same as lines of a table: group, words, number."""
    restored = (_("Measures"), _("Measure taken back, shown again"), told.restored)
    found = [(_("Measures"), words, number) for words, number in told.steps] + [restored]
    found += [(_("Measures by clause"), words, number) for words, number in told.clauses]
    for words, numbers in told.crossed:
        found += [(words, column, number) for column, number in zip(told.columns, numbers, strict=True)]
    return found + [(_("Appeals"), words, number) for words, number in told.appeals]


def _steps() -> dict[str, str]:
    return {
        Decision.Kind.HIDE: _("Hidden, or reported where the platform cannot hide"),
        Decision.Kind.DELETE: _("Deleted on the platform"),
        Restriction.Kind.RESTRICT: _("Account kept from us for a time"),
        Restriction.Kind.BLOCK: _("Account blocked for a time"),
    }


def _short() -> dict[str, str]:
    return {
        Decision.Kind.HIDE: _("Hidden"),
        Decision.Kind.DELETE: _("Deleted"),
        Restriction.Kind.RESTRICT: _("Restricted"),
        Restriction.Kind.BLOCK: _("Blocked"),
    }


def _fates() -> dict[str, str]:
    return {
        RECEIVED: _("Received"),
        Appeal.Outcome.UPHELD: _("Decided: the citizen was right"),
        Appeal.Outcome.PARTLY: _("Decided: right in part"),
        Appeal.Outcome.REJECTED: _("Decided: the measure stands"),
    }
