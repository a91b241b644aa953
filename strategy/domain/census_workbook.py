# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the official workbook of the census, "Regionaltabelle Demografie" (Zensus 2022).

A sheet says itself how large it is, and programs that write workbooks get it wrong; every row that is there is read.

Of its sheet "CSV-Demografie" the rows of the level *Gemeinde* are taken. ``_RS`` is the regional key of
twelve digits, of which the municipality code (AGS) is the first five and the last three. By the legend of
the publication "–" is exactly zero and "." is unknown or kept secret; a row with such an age has no ages.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO
from zipfile import BadZipFile

from django.utils.translation import gettext as _

from strategy.domain.census import AGE_COLUMNS, MUNICIPALITY_COLUMNS, CensusRow, DamagedFile, parse_numbered

SHEET = "CSV-Demografie"
LEVEL, DISTRICT_LEVEL = "Gemeinde", "Stadtkreis/kreisfreie Stadt/Landkreis"
KEY, NAME, LEVEL_COLUMN, POPULATION = "_RS", "Name", "Regionalebene", "0_Insgesamt_"
AGES = {f"Alter_infr__{number:02}": column for number, column in enumerate(AGE_COLUMNS, start=1)}
ZERO, SECRET = "–", "."


def parse_workbook(file: BinaryIO) -> list[CensusRow]:
    """Return all municipalities of the workbook in its order, or raise ``DamagedFile`` with the row of the sheet."""
    return parse_numbered(_as_municipality_table(_numbered_rows(file)))


def _numbered_rows(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # only those who import a workbook pay for it

    try:
        sheet = load_workbook(file, read_only=True, data_only=True)[SHEET]
        sheet.reset_dimensions()  # the element <dimension> is a claim: believed, it cuts rows and columns silently
        for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield line, ["" if value is None else str(value).strip() for value in values]
    except KeyError:
        raise DamagedFile(1, _("The workbook has no sheet “%(name)s”.") % {"name": SHEET}) from None
    except (BadZipFile, OSError, ValueError):
        raise DamagedFile(1, _("The file is not a workbook (.xlsx).")) from None


def _as_municipality_table(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The same municipalities in the columns of our own table, each with its row in the sheet."""
    _line, headings = next(rows, (1, []))
    missing = [name for name in (KEY, NAME, LEVEL_COLUMN, POPULATION, *AGES) if name not in headings]
    if missing:
        raise DamagedFile(1, _("Missing columns: %(columns)s.") % {"columns": ", ".join(missing)})
    yield 1, list(MUNICIPALITY_COLUMNS)
    districts: dict[str, str] = {}
    for line, values in rows:
        row = dict.fromkeys(headings, "") | dict(zip(headings, values, strict=False))
        if row[LEVEL_COLUMN] == DISTRICT_LEVEL:
            districts[row[KEY][:5]] = row[NAME]
        elif row[LEVEL_COLUMN] == LEVEL:
            yield line, _municipality(row, districts)


def _municipality(row: Mapping[str, Any], districts: Mapping[str, str]) -> list[str]:
    key = row[KEY]
    code = key[:5] + key[9:] if len(key) == 12 else key
    ages = ["0" if row[name] == ZERO else row[name] for name in AGES]
    if SECRET in ages:
        ages = [""] * len(ages)
    return [code, key, row[NAME], code[:2], code[:5], districts.get(code[:5], ""), row[POPULATION], *ages]
