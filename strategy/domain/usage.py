# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The reference table of platform use: CSV, one published figure per line, and the rules it keeps.

A table is read whole or refused whole. Metrics and bases may stand side by side in the whole table (a
ranking never mixes them); a table that replaces one series holds one metric and one base.

Ages that overlap are refused among the figures of one platform, metric, base and year, unless one band
contains the other (a total beside its parts). A gap between bands is refused where a platform that can be
compared has at least ``SPLIT`` bands in a series, all years together: that is a split by age, and a hole
in it is a mistake. One or two single bands are what studies often publish; the platform is then simply not
comparable for the other ages. Ages before the first and after the last band may be missing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from core.platforms import ALIASES, Platform
from core.text import read_number
from strategy.domain.age_bands import AgeBand
from strategy.domain.census import DamagedFile, numbered_rows

COLUMNS = ("platform", "age_from", "age_to", "percent", "metric", "base", "year", "status", "source_url", "note")
OPTIONAL_COLUMNS = ("sample_size",)
STATUSES = ("sourced", "bound", "estimate")
SPLIT = 3


@dataclass(frozen=True)
class UsageRow:
    """Share of the people of an age band in ``base`` who use ``platform`` as ``metric`` defines it."""

    platform: str
    age_from: int
    age_to: int | None
    percent: Decimal
    metric: str
    base: str
    year: int
    status: str
    sample_size: int | None
    source_url: str
    note: str

    @property
    def band(self) -> AgeBand:
        return AgeBand(self.age_from, self.age_to)


def parse_usage(lines: Iterable[str], *, one_series: bool = False) -> list[UsageRow]:
    """Return all figures in file order, or raise ``DamagedFile`` naming line, column and reason.

    With ``one_series`` all figures must be of one metric and one base.
    """
    numbered = numbered_rows(lines)
    _line, header = next(numbered, (1, []))
    columns = tuple(header)
    if columns not in (COLUMNS, COLUMNS + OPTIONAL_COLUMNS):
        raise DamagedFile(1, _wrong_columns(columns))
    rows: list[UsageRow] = []
    numbers: list[int] = []
    line = 1
    for line, values in numbered:
        if len(values) != len(columns):
            raise DamagedFile(
                line, _("%(found)s columns instead of %(wanted)s.") % {"found": len(values), "wanted": len(columns)}
            )
        rows.append(_read_row(line, dict(zip(columns, (v.strip() for v in values), strict=True))))
        if one_series:
            _refuse_mixture(line, rows[-1], rows[0])
        numbers.append(line)
    if not rows:
        raise DamagedFile(line, _("The table has no rows."))
    flaw = first_flaw(rows)
    if flaw:
        other = _(" (line %(first)s)") % {"first": numbers[flaw.other]} if flaw.other is not None else ""
        raise DamagedFile(numbers[flaw.row], f"{flaw.reason.removesuffix('.')}{other}.", "age_from")
    return rows


def _refuse_mixture(line: int, row: UsageRow, first: UsageRow) -> None:
    for column, own, wanted in (("metric", row.metric, first.metric), ("base", row.base, first.base)):
        if own != wanted:
            raise DamagedFile(
                line,
                _("“%(value)s” is not “%(first)s”. One series has one metric and one base.")
                % {"value": own, "first": wanted},
                column,
            )


def _wrong_columns(columns: Sequence[str]) -> str:
    if len(columns) == 1 and ";" in columns[0]:
        return _("The columns are separated by semicolons. Please save the table with commas.")
    missing = [column for column in COLUMNS if column not in columns]
    extra = [column[:40] for column in columns if column not in COLUMNS + OPTIONAL_COLUMNS]
    if missing:
        return _("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)}
    if extra:
        return _("These columns are not known: %(columns)s.") % {"columns": ", ".join(extra)}
    return _("The columns stand in another order. Wanted is: %(columns)s.") % {"columns": ", ".join(COLUMNS)}


@dataclass(frozen=True)
class Flaw:
    """What is wrong among several figures; ``row`` and ``other`` are their places in the list given."""

    row: int
    reason: str
    other: int | None = None


def first_flaw(rows: Sequence[UsageRow]) -> Flaw | None:
    """The first doubled, overlapping or missing band of a table, or ``None``."""
    by_year: dict[tuple[str, str, str, int], list[int]] = defaultdict(list)
    by_series: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        same_year = by_year[row.platform, row.metric, row.base, row.year]
        for other in same_year:
            reason = _clash(row.band, rows[other].band)
            if reason:
                return Flaw(index, reason, other)
        same_year.append(index)
        by_series[row.platform, row.metric, row.base].append(index)
    gaps = [gap for own in by_series.values() if (gap := _gap(rows, own))]
    return min(gaps, key=lambda flaw: flaw.row, default=None)


def _clash(band: AgeBand, other: AgeBand) -> str:
    if band == other:
        return _("The same figure stands in the table already.")
    if band.contains(other) or other.contains(band) or band.overlap(other).is_empty:
        return ""
    return _("The age band %(band)s overlaps %(other)s.") % {"band": band, "other": other}


def _gap(rows: Sequence[UsageRow], own: Sequence[int]) -> Flaw | None:
    platform = rows[own[0]].platform
    if ALIASES.get(platform, platform) not in Platform.values:
        return None
    bands = {rows[index].band for index in own}
    parts = [i for i in own if not any(rows[i].band != b and rows[i].band.contains(b) for b in bands)]
    if len({rows[index].band for index in parts}) < SPLIT:
        return None
    parts.sort(key=lambda index: (rows[index].band.first, rows[index].band.end))
    reached = rows[parts[0]].band.end
    for index in parts:
        band = rows[index].band
        if band.first > reached + 1:
            missing = AgeBand(reached + 1, band.first - 1)
            return Flaw(index, _("The ages %(missing)s before it are missing.") % {"missing": missing})
        reached = max(reached, band.end)
    return None


def read_figure(values: dict[str, str]) -> UsageRow:
    """One figure as typed in a form. ``DamagedFile`` names the column."""
    return _read_row(1, values)


def _read_row(line: int, value: dict[str, str]) -> UsageRow:
    for column, limit in (("platform", 40), ("metric", 80), ("base", 160)):
        if not 0 < len(value[column]) <= limit:
            raise DamagedFile(line, _("This is empty or too long."), column)
    age_from = _whole(line, "age_from", value["age_from"], 0, 110)
    age_to = _whole(line, "age_to", value["age_to"], 0, 110) if value["age_to"] else None
    if age_to is not None and age_to < age_from:
        raise DamagedFile(line, _("The age band ends before it begins."), "age_to")
    if value["status"] not in STATUSES:
        raise DamagedFile(line, _("The status must be one of: %(known)s.") % {"known": ", ".join(STATUSES)}, "status")
    if value["status"] != "estimate" and not value["source_url"]:
        raise DamagedFile(line, _("A figure that is not an estimate needs its source."), "source_url")
    size = value.get("sample_size", "")
    return UsageRow(
        platform=value["platform"],
        age_from=age_from,
        age_to=age_to,
        percent=_percent(line, value["percent"]),
        metric=value["metric"],
        base=value["base"],
        year=_whole(line, "year", value["year"], 2000, 2100),
        status=value["status"],
        sample_size=_whole(line, "sample_size", size, 1, 10_000_000) if size else None,
        source_url=_url(line, value["source_url"]),
        note=value["note"][:300],
    )


def _percent(line: int, text: str) -> Decimal:
    try:
        percent = Decimal(text)
    except InvalidOperation:
        percent = Decimal(-1)
    if not (percent.is_finite() and 0 <= percent <= 100):
        raise DamagedFile(
            line, _("“%(value)s” is not a percentage between 0 and 100.") % {"value": text[:20]}, "percent"
        )
    return percent.quantize(Decimal("0.01"))


def _whole(line: int, column: str, text: str, least: int, most: int) -> int:
    found = read_number(text, most)
    if found is None or found < least:
        raise DamagedFile(
            line,
            _("“%(value)s” is not a number from %(least)s to %(most)s.")
            % {"value": text[:20], "least": least, "most": most},
            column,
        )
    return found


def _url(line: int, text: str) -> str:
    if not text:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise DamagedFile(line, _("The source is not a web address."), "source_url") from None
    if len(text) > 500:
        raise DamagedFile(line, _("The source is not a web address."), "source_url")
    return text
