# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the census table: CSV, one line per municipality (or per state and the country).

A file is read whole or refused whole; the refusal names line and reason. The statistical offices
protect single persons by small random changes (cell-key method), so the age groups may miss the
total: up to ``TOLERANCE`` persons are accepted (at most 21 occur in the table of 2022).
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import DomainError
from strategy.domain.age_bands import CENSUS_GROUPS

TOLERANCE = 30
MAX_SHARE_WITHOUT_AGES = 0.01
AGE_COLUMNS = tuple(CENSUS_GROUPS)
MUNICIPALITY_COLUMNS = (
    "ags",
    "ars",
    "name",
    "state_code",
    "district_code",
    "district_name",
    "population",
    *AGE_COLUMNS,
)
REGION_COLUMNS = ("code", "name", "population", *AGE_COLUMNS)


class DamagedFile(DomainError):
    """A table that cannot be trusted. ``line`` counts from 1, the header included; ``column`` is its heading."""

    def __init__(self, line: int, reason: str, column: str = "") -> None:
        where = _("Line %(line)s, column %(column)s") if column else _("Line %(line)s")
        self.where = where % {"line": line, "column": column}
        super().__init__(
            _("%(where)s: %(reason)s The file was refused; nothing has been changed.")
            % {"where": self.where, "reason": reason}
        )
        self.line = line
        self.column = column
        self.reason = reason


@dataclass(frozen=True)
class CensusRow:
    """One area. ``ages`` follows ``AGE_COLUMNS``; ``None`` where the source publishes no ages."""

    code: str
    level: str
    name: str
    district_name: str
    population: int
    ages: tuple[int, ...] | None


def parse_census(lines: Iterable[str]) -> list[CensusRow]:
    """Return all rows of a municipality or region table in file order, or raise ``DamagedFile``."""
    return parse_numbered(numbered_rows(lines))


def parse_numbered(numbered: Iterator[tuple[int, list[str]]]) -> list[CensusRow]:
    """The same for rows that already carry the line of their file; the first one holds the headings."""
    _line, header = next(numbered, (1, []))
    columns = tuple(header)
    if columns not in (MUNICIPALITY_COLUMNS, REGION_COLUMNS):
        raise DamagedFile(1, _("The column headings are not those of a census table."))
    rows: list[CensusRow] = []
    seen: dict[str, int] = {}
    without_ages = 0
    last_without_ages = line = 1
    for line, values in numbered:
        if len(values) != len(columns):
            raise DamagedFile(
                line, _("%(found)s columns instead of %(wanted)s.") % {"found": len(values), "wanted": len(columns)}
            )
        row = _read_row(line, dict(zip(columns, values, strict=True)))
        if row.code in seen:
            raise DamagedFile(
                line,
                _("The code %(code)s already stands in line %(first)s.") % {"code": row.code, "first": seen[row.code]},
            )
        seen[row.code] = line
        rows.append(row)
        if row.ages is None:
            without_ages, last_without_ages = without_ages + 1, line
    if without_ages > max(1, MAX_SHARE_WITHOUT_AGES * len(rows)):
        raise DamagedFile(last_without_ages, _("Too many lines have no ages."))
    if not rows:
        raise DamagedFile(line, _("The table has no rows."))
    return rows


def numbered_rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, values) of a CSV text, turning every reading error into ``DamagedFile``."""
    reader = csv.reader(lines, strict=True)
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError:
            raise DamagedFile(reader.line_num + 1, _("The file is not a text in UTF-8.")) from None
        except csv.Error:
            raise DamagedFile(reader.line_num, _("This line is not valid CSV.")) from None
        if reader.line_num == 1 and values:
            values[0] = values[0].removeprefix("\ufeff")
        if any("\0" in value for value in values):
            raise DamagedFile(reader.line_num, _("The file is not a text in UTF-8."))
        yield reader.line_num, values


def _read_row(line: int, value: dict[str, str]) -> CensusRow:
    is_municipality = "ags" in value
    code = value["ags"] if is_municipality else value["code"]
    digits = 8 if is_municipality else 2
    if not (code.isascii() and code.isdecimal() and len(code) == digits):
        raise DamagedFile(
            line, _("“%(code)s” is not a code of %(digits)s digits.") % {"code": code[:20], "digits": digits}
        )
    if is_municipality and (value["state_code"] != code[:2] or value["district_code"] != code[:5]):
        raise DamagedFile(line, _("State and district do not fit the code %(code)s.") % {"code": code})
    name = value["name"].strip()
    if not 0 < len(name) <= 120 or len(value.get("district_name", "")) > 120:
        raise DamagedFile(line, _("The name is missing or longer than 120 characters."))
    population = _count(line, "population", value["population"])
    ages = _read_ages(line, population, value)
    level = "municipality" if is_municipality else ("country" if code == "00" else "state")
    return CensusRow(code, level, name, value.get("district_name", "").strip(), population, ages)


def _read_ages(line: int, population: int, value: dict[str, str]) -> tuple[int, ...] | None:
    cells = [value[column].strip() for column in AGE_COLUMNS]
    if not any(cells):
        return None
    ages = tuple(_count(line, column, cell) for column, cell in zip(AGE_COLUMNS, cells, strict=True))
    if abs(sum(ages) - population) > TOLERANCE:
        raise DamagedFile(
            line,
            _("The age groups add up to %(sum)s, but the population is %(population)s.")
            % {"sum": sum(ages), "population": population},
        )
    return ages


def _count(line: int, column: str, text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise DamagedFile(
            line,
            _("“%(value)s” in column %(column)s is not a number of people.") % {"value": text[:20], "column": column},
        )
    return int(text)
