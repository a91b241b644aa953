# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Texts of a town as a file, to take along to another installation: CSV or JSON, read back as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from core.days import read_day
from core.errors import Refused
from core.sheets import csv_lines
from core.tables import UnreadableTable, read_table
from core.text import clean_json, clean_text

COLUMNS = ("art", "name", "text", "gueltig_bis")
MOST_ROWS = 500
#: How files name the kinds, for people who read them.
KINDS = {"antwort": "reply", "begruendung": "rationale"}
WORDS = {kind: word for word, kind in KINDS.items()}


class Entry(NamedTuple):
    """A text of a file; ``row`` is where it stands there, for messages."""

    row: int
    kind: str
    name: str
    text: str
    valid_until: date | None


def as_csv(entries: Iterable[Entry]) -> str:
    return "".join(csv_lines([COLUMNS, *(tuple(_cells(entry).values()) for entry in entries)]))


def as_json(entries: Iterable[Entry]) -> str:
    return json.dumps([_cells(entry) for entry in entries], ensure_ascii=False, indent=2) + "\n"


def read_entries(content: bytes) -> list[Entry]:
    """The texts of a CSV, Excel or JSON file. Raises ``Refused`` naming each row that is none."""
    rows = _from_json(content) if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{") else _from_table(content)
    entries, wrong = [], []
    for number, cells in rows:
        try:
            entries.append(_entry(number, cells))
        except ValueError as error:
            wrong.append(str(error))
    if wrong:
        raise Refused(_("Nothing was read in. These rows are not complete:"), wrong)
    if not entries:
        raise Refused(_("The file holds no text."))
    return entries


def _cells(entry: Entry) -> dict[str, str]:
    day = entry.valid_until.isoformat() if entry.valid_until else ""
    return dict(zip(COLUMNS, (WORDS[entry.kind], entry.name, entry.text, day), strict=True))


def _entry(number: int, cells: dict[str, str]) -> Entry:
    kind = KINDS.get(cells.get("art", "").strip().lower().replace("ü", "ue"))
    day = cells.get("gueltig_bis", "").strip()
    until = read_day(day) if day else None
    if kind is None:
        raise ValueError(_("Row %(n)s: “art” has to be antwort or begruendung.") % {"n": number})
    if day and until is None:
        raise ValueError(_("Row %(n)s: “gueltig_bis” is no day such as 2026-12-31.") % {"n": number})
    name, text = cells.get("name", "").strip(), cells.get("text", "").strip()
    if not name or not text:
        raise ValueError(_("Row %(n)s: name or text is missing.") % {"n": number})
    return Entry(number, kind, name, text, until)


def _from_table(content: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        rows = read_table(content, MOST_ROWS)
    except UnreadableTable as error:
        raise Refused(str(error)) from None
    heading = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    if missing := [name for name in COLUMNS[:3] if name not in heading]:
        raise Refused(_("These columns are missing: %(names)s. Nothing was read in.") % {"names": ", ".join(missing)})
    return [(number, dict(zip(heading, cells, strict=False))) for number, cells in rows[1:]]


def _from_json(content: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        found: Any = clean_json(json.loads(content.decode("utf-8-sig")))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Refused(_("The file is neither a table nor JSON. Nothing was read in.")) from None
    if not isinstance(found, list) or len(found) > MOST_ROWS or not all(isinstance(one, dict) for one in found):
        raise Refused(_("The file has to be a list of at most %(n)s texts. Nothing was read in.") % {"n": MOST_ROWS})
    return [
        (number, {name.lower(): clean_text(value) for name, value in one.items() if isinstance(value, str)})
        for number, one in enumerate(found, start=1)
    ]
