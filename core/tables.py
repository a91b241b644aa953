# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables out of files of spreadsheet programs: Excel workbooks and CSV as Excel and LibreOffice write it.

Every cell comes as text, days as 2026-11-30 and times as 09:30. Nothing is computed: a cell with a formula says that it
is one, and whoever reads decides. What unpacks to far more than it should, or declares entities, is refused unread.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.sheets import told
from core.text import clean_text

MOST_BYTES = 20_000_000
MOST_UNPACKED = 80_000_000
MOST_COLUMNS = 100
LONGEST_FIELD = 200_000
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = (";", ",", "\t")


class UnreadableTable(DomainError):
    """The file is no table that can be read. Nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("%(reason)s Nothing was taken over.") % {"reason": reason})


class Formula(str):
    """A cell that a spreadsheet program computes; its text is the formula."""

    __slots__ = ()


def read_table(content: bytes, most_rows: int) -> list[tuple[int, list[str]]]:
    """Each row that holds something, with its number in the file; of a workbook those of its first sheet.

    Raises ``UnreadableTable``, also for more than ``most_rows`` below the headings.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableTable(_("The file is larger than %(n)s MB.") % {"n": MOST_BYTES // 1_000_000})
    if content.startswith(_OLD_WORKBOOK):
        raise UnreadableTable(
            _("This is an Excel file of before 2007, or one with a password. Please save it as .xlsx without one.")
        )
    rows = _rows_of_workbook(content, most_rows) if content.startswith(_WORKBOOK) else _rows_of_csv(content)
    found: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(rows, start=1):
        if not any(cells):
            continue
        if len(found) > most_rows:
            raise UnreadableTable(_("The file has more than %(n)s rows. Please divide it.") % {"n": f"{most_rows:n}"})
        found.append((number, cells))
    return found


# -- CSV ------------------------------------------------------------------------------------------


def _rows_of_csv(content: bytes) -> Iterator[list[str]]:
    text = _text_of(content)
    first, _end, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        separator, text = first.strip()[-1], rest
        yield []  # the row that says so is one of the file
    else:
        separator = max(_SEPARATORS, key=first.count)
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            yield [told(clean_text(cell)) for cell in row[:MOST_COLUMNS]]
    except csv.Error:
        raise UnreadableTable(_("The file is no table: a quotation mark is missing or a cell has no end.")) from None
    finally:
        csv.field_size_limit(before)


def _text_of(content: bytes) -> str:
    """UTF-8, with or without its mark; UTF-16 as "Unicode text" of Excel; else Windows-1252, as Excel saves CSV."""
    encodings = ["utf-16"] if content[:2] in _UTF_16 else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableTable(_("This is neither an Excel workbook (.xlsx) nor a text file (CSV)."))


# -- workbooks ------------------------------------------------------------------------------------


def _rows_of_workbook(content: bytes, most_rows: int) -> list[list[str]]:
    from openpyxl import load_workbook  # only those who read one pay for it

    _refuse_bomb(content)
    rows: list[list[str]] = []
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the element <dimension> is a claim: believed, it cuts rows and columns silently
        for cells in sheet.iter_rows(max_col=MOST_COLUMNS):
            rows.append(_trimmed([_text_of_cell(cell) for cell in cells]))
            if len(rows) > 4 * most_rows + 100:  # mostly empty ones
                break
    except Exception as error:  # the library raises whatever its parts raise on a damaged file
        raise UnreadableTable(_("The file is not a workbook (.xlsx), or it is damaged.")) from error
    return rows


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end, of which a sheet may have as many as it likes."""
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnreadableTable(
                    _("Unpacked, the workbook is larger than %(n)s MB.") % {"n": MOST_UNPACKED // 1_000_000}
                )
            for part in parts:
                with archive.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(2000).replace(b"\x00", b"").upper():
                        raise UnreadableTable(_("The file is not a workbook (.xlsx), or it is damaged."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise UnreadableTable(_("The file is not a workbook (.xlsx), or it is damaged.")) from error


def _text_of_cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return Formula(value)
    return text_of(value)


def text_of(value: Any) -> str:
    """A cell's value as text; midnight of a day is the day."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else clean_text(str(value))
