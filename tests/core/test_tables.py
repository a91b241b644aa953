# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of spreadsheet programs are read whatever wrote them; what is none, or a bomb, is refused with a sentence."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from core import tables
from core.sheets import csv_lines, harmless, told, workbook
from core.tables import Formula, UnreadableTable, read_table

ROWS = [["Tag", "Thema"], ["2026-11-30", "Grüße; „Übung“ – 50 € mehr"], ["", "Zwei\nZeilen"]]
READ = list(enumerate(ROWS, start=1))


def book_of(rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def csv_of(separator: str) -> str:
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in ROWS) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_in_every_encoding_and_with_every_separator_of_spreadsheet_programs(encoding, separator):
    text = csv_of(separator)

    assert read_table(text.encode(encoding), 10) == READ


def test_a_line_that_names_the_separator_is_no_row_and_counts():
    assert read_table(b"sep=;\r\nTag;Thema\r\n;Fest\r\n", 10) == [(2, ["Tag", "Thema"]), (3, ["", "Fest"])]


def test_days_times_and_numbers_of_a_workbook_come_as_they_are_written():
    row = [
        date(2026, 11, 30),
        datetime(2026, 11, 30),
        datetime(2026, 11, 30, 9, 30),
        time(9, 30),
        7,
        7.0,
        0.5,
        None,
        True,
    ]

    [(_number, cells)] = read_table(book_of([row]), 10)

    assert cells == ["2026-11-30", "2026-11-30", "2026-11-30 09:30", "09:30", "7", "7", "0.5", "", "True"]


def test_a_formula_is_told_apart_from_a_text_that_looks_like_one():
    book = book_of([["=1+1", "Fest"]])
    ours = workbook("Plan", [["=1+1"]], [10])

    [(_number, [formula, text])] = read_table(book, 10)
    [(_number, [looks_like_one])] = read_table(ours, 10)

    assert isinstance(formula, Formula) and not isinstance(text, Formula)
    assert looks_like_one == "=1+1" and not isinstance(looks_like_one, Formula)


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_what_is_made_harmless_is_told_as_it_was(text):
    for written in (text, f"={text}", f"'{text}", f"''={text}"):
        assert told(harmless(written)) == written
        assert harmless(written)[:1] not in "=+-@\t\r" or not written


def test_a_csv_of_ours_is_read_as_it_was_written():
    rows = [["Thema", "Text"], ["=Summe", "'+49 7531"], ['"Zitat"; mit Strichpunkt', "Zeile\nZeile"]]

    assert [row for _number, row in read_table("".join(csv_lines(rows)).encode(), 10)] == rows


def test_rows_keep_their_number_and_empty_ones_are_passed_over():
    assert read_table(b"Thema;Text\r\n;\r\n\r\nFest;\r\n", 10) == [(1, ["Thema", "Text"]), (4, ["Fest", ""])]


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b'Thema;Text\r\n"offen;1\r\n',
        zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        zipped(**{"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><workbook/>'}),
        "\ud800".encode("utf-16", "surrogatepass"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content):
    with pytest.raises(UnreadableTable, match="übernommen"):
        read_table(content, 10)


def test_a_file_that_unpacks_to_far_too_much_is_refused_unread():
    bomb = zipped(**{"xl/worksheets/sheet1.xml": bytes(tables.MOST_UNPACKED + 1)})
    assert len(bomb) < 200_000

    with pytest.raises(UnreadableTable, match=r"80 MB"):
        read_table(bomb, 10)


def test_too_large_and_too_long_is_said(monkeypatch):
    assert len(read_table(b"Thema\r\n" + b"Fest\r\n" * 10, 10)) == 11
    with pytest.raises(UnreadableTable, match="10"):
        read_table(b"Thema\r\n" + b"Fest\r\n" * 11, 10)
    with pytest.raises(UnreadableTable, match="20 MB"):
        read_table(bytes(tables.MOST_BYTES + 1), 10)
