# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables for spreadsheet programs. What a person has written is shown there as text and never computed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

#: What a spreadsheet program takes for the beginning of a formula (OWASP, CSV Injection).
BEGINS_A_FORMULA = "=+-@\t\r"
_BEGINNINGS = frozenset(BEGINS_A_FORMULA)
#: The most a cell of a workbook holds (ECMA-376 as Excel applies it).
LONGEST_CELL = 32_767
CSV, WORKBOOK = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(text: str) -> str:
    """A text that a spreadsheet program would take for a formula, with the sign that says it is none.

    ``told`` takes exactly that sign away again, also where a person has written one.
    """
    return f"'{text}" if text.lstrip("'")[:1] in _BEGINNINGS else text


def told(text: str) -> str:
    """What ``harmless`` was given."""
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in _BEGINNINGS else text


def _as_text(cell: Any) -> Any:
    if isinstance(cell, str):
        return harmless(cell)
    return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else cell


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Rows as lines with semicolons, as spreadsheet programs in Germany expect them; days as 2026-11-30, moments as
    2026-11-30 09:15.

    The mark at the beginning lets them see that this is UTF-8.
    """
    file = io.StringIO("")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    file.write("\ufeff")
    for row in rows:
        writer.writerow([_as_text(cell) for cell in row])
        yield file.getvalue()
        file.seek(0)
        file.truncate()


def workbook(title: str, rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> bytes:
    """A workbook of one sheet whose first row stays in sight; ``widths`` of the columns in characters.

    Numbers, days and moments (without a zone) are kept as such; ``None`` leaves a cell empty.
    """
    from openpyxl import Workbook  # only those who ask for one pay for it
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value[:LONGEST_CELL] if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # also what begins with "="
            elif isinstance(value, datetime):
                cell.number_format = "yyyy-mm-dd hh:mm"
            elif isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
