# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the reference table of platform use: CSV, one published figure per line."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from strategy.age_bands import AgeBand
from strategy.census import DamagedFile, numbered_rows

COLUMNS = ("platform", "age_from", "age_to", "percent", "metric", "base", "year", "status", "source_url", "note")
OPTIONAL_COLUMNS = ("sample_size",)
STATUSES = ("sourced", "bound", "estimate")


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


def parse_usage(lines: Iterable[str]) -> list[UsageRow]:
    """Return all figures in file order, or raise ``DamagedFile`` naming line and reason.

    Refused are percentages over 100, unknown statuses, sourced figures without a source, the same
    figure twice, and age bands of one series (platform, metric, base, year) that overlap without
    one containing the other.
    """
    numbered = numbered_rows(lines)
    _line, header = next(numbered, (1, []))
    columns = tuple(header)
    if columns not in (COLUMNS, COLUMNS + OPTIONAL_COLUMNS):
        raise DamagedFile(1, _("The column headings are not those of a table of platform use."))
    rows: list[UsageRow] = []
    series: dict[tuple[str, str, str, int], list[tuple[AgeBand, int]]] = {}
    line = 1
    for line, values in numbered:
        if len(values) != len(columns):
            raise DamagedFile(
                line, _("%(found)s columns instead of %(wanted)s.") % {"found": len(values), "wanted": len(columns)}
            )
        row = _read_row(line, dict(zip(columns, (v.strip() for v in values), strict=True)))
        known = series.setdefault((row.platform, row.metric, row.base, row.year), [])
        _refuse_clash(line, row.band, known)
        known.append((row.band, line))
        rows.append(row)
    if not rows:
        raise DamagedFile(line, _("The table has no rows."))
    return rows


def _refuse_clash(line: int, band: AgeBand, known: list[tuple[AgeBand, int]]) -> None:
    for other, first in known:
        if band == other:
            raise DamagedFile(line, _("The same figure already stands in line %(first)s.") % {"first": first})
        nested = band.contains(other) or other.contains(band)
        if not nested and not band.overlap(other).is_empty:
            raise DamagedFile(
                line,
                _("The age band %(band)s overlaps %(other)s in line %(first)s.")
                % {"band": band, "other": other, "first": first},
            )


def _read_row(line: int, value: dict[str, str]) -> UsageRow:
    for column, limit in (("platform", 40), ("metric", 80), ("base", 160)):
        if not 0 < len(value[column]) <= limit:
            raise DamagedFile(line, _("Column %(column)s is empty or too long.") % {"column": column})
    age_from = _whole(line, "age_from", value["age_from"], 0, 110)
    age_to = _whole(line, "age_to", value["age_to"], 0, 110) if value["age_to"] else None
    if age_to is not None and age_to < age_from:
        raise DamagedFile(line, _("The age band ends before it begins."))
    if value["status"] not in STATUSES:
        raise DamagedFile(line, _("The status must be one of: %(known)s.") % {"known": ", ".join(STATUSES)})
    if value["status"] != "estimate" and not value["source_url"]:
        raise DamagedFile(line, _("A figure that is not an estimate needs its source."))
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
        raise DamagedFile(line, _("“%(value)s” is not a percentage between 0 and 100.") % {"value": text[:20]})
    return percent.quantize(Decimal("0.01"))


def _whole(line: int, column: str, text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise DamagedFile(
            line,
            _("“%(value)s” in column %(column)s is not a number from %(least)s to %(most)s.")
            % {"value": text[:20], "column": column, "least": least, "most": most},
        )
    return int(text)


def _url(line: int, text: str) -> str:
    if not text:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise DamagedFile(line, _("The source is not a web address.")) from None
    if len(text) > 500:
        raise DamagedFile(line, _("The source is not a web address."))
    return text
