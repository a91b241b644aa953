# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The official workbook of the census gives the same municipalities as our own table."""

import csv
import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from strategy.domain.census import AGE_COLUMNS, DamagedFile, parse_census
from strategy.domain.census_workbook import AGES, SHEET, parse_workbook
from strategy.models import AgeProfile
from strategy.services.reference import REFERENCE_DIR

HEADINGS = ["Berichtszeitpunkt", "_RS", "Name", "Regionalebene", "0_Insgesamt_", "GESCHLECHT__1", *AGES]
DISTRICT = "Stadtkreis/kreisfreie Stadt/Landkreis"
KONSTANZ = ["083355004043", "Konstanz, Universitätsstadt", "Gemeinde", 86437]
AGES_OF_KONSTANZ = [2224, 2181, 2702, 4073, 2199, 11099, 19418, 20463, 6838, 6000, 9238]


def workbook(*rows: list[object], headings: list[str] = HEADINGS, sheet: str = SHEET) -> io.BytesIO:
    book = Workbook()
    book.active.title = "Titelseite"
    page = book.create_sheet(sheet)
    page.append(headings)
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def line(key: str, name: str, level: str, population: object, ages: list[object]) -> list[object]:
    return ["20220515", key, name, level, population, 0, *ages]


def test_the_shipped_towns_read_the_same_from_both_files():
    text = (REFERENCE_DIR / "zensus2022_staedte.csv").read_text(encoding="utf-8")
    rows = []
    for row in csv.DictReader(io.StringIO(text)):
        rows.append(line(row["district_code"], row["district_name"], DISTRICT, 0, [0] * len(AGE_COLUMNS)))
        ages = [int(row[column]) if row[column] else "." for column in AGE_COLUMNS]
        rows.append(line(row["ars"], row["name"], "Gemeinde", int(row["population"]), ages))

    assert parse_workbook(workbook(*rows)) == parse_census(io.StringIO(text))


def test_only_municipalities_are_taken_with_the_name_of_their_district():
    (found,) = parse_workbook(
        workbook(
            line("00", "Deutschland", "Bund", 82_719_540, [0] * 11),
            line("08335", "Konstanz", DISTRICT, 1, [0] * 11),
            line("083355001", "Konstanz, VVG", "Gemeindeverband", 1, [0] * 11),
            line(*KONSTANZ, AGES_OF_KONSTANZ),
        )
    )

    assert (found.code, found.district_name, found.ages) == ("08335043", "Konstanz", tuple(AGES_OF_KONSTANZ))


def with_dimension(file: io.BytesIO, claim: str) -> io.BytesIO:
    """The same workbook, its second sheet claiming another size (or none), as some programs write it."""
    changed = io.BytesIO()
    with ZipFile(file) as before, ZipFile(changed, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/worksheets/sheet2.xml":
                content, number = re.subn(rb"<dimension[^>]*/>", claim.encode(), content)
                assert number == 1
            after.writestr(name, content)
    changed.seek(0)
    return changed


@pytest.mark.parametrize("size", ["A1", "A1:C2", "A1:Z999", None])
def test_a_workbook_that_claims_another_size_is_read_whole(size):
    """Detects that half of the towns go missing, reported as a success."""
    towns = [line(f"083355004{number:03}", f"Ort {number}", "Gemeinde", 66, [6] * 11) for number in range(1, 9)]

    claim = f'<dimension ref="{size}"/>' if size else ""
    found = parse_workbook(with_dimension(workbook(*towns), claim))

    assert [(row.name, row.ages) for row in found] == [(f"Ort {n}", (6,) * 11) for n in range(1, 9)]


def test_a_row_shorter_than_its_headings_is_refused():
    with pytest.raises(DamagedFile) as refused:
        parse_workbook(workbook(line(*KONSTANZ, AGES_OF_KONSTANZ[:5])))

    assert refused.value.line == 2


def test_a_dash_is_zero_and_a_dot_is_secret():
    zero, secret = parse_workbook(
        workbook(
            line("010545439061", "Kleinhallig", "Gemeinde", 10, ["–"] * 10 + [10]),
            line("010545439062", "Geheimhallig", "Gemeinde", 10, ["."] + [1] * 10),
        )
    )

    assert zero.ages == (0,) * 10 + (10,)
    assert secret.ages is None


@pytest.mark.parametrize(
    ("file", "row"),
    [
        (lambda: io.BytesIO(b"no workbook at all"), 1),
        (lambda: workbook(sheet="Anderes Blatt"), 1),
        (lambda: workbook(headings=HEADINGS[:-1]), 1),
        (lambda: workbook(line(*KONSTANZ[:3], "viele", AGES_OF_KONSTANZ)), 2),
        (lambda: workbook(line(*KONSTANZ, AGES_OF_KONSTANZ), line(*KONSTANZ, AGES_OF_KONSTANZ)), 3),
        (lambda: workbook(line("08335", *KONSTANZ[1:], AGES_OF_KONSTANZ)), 2),
        (lambda: workbook(line(*KONSTANZ, [*AGES_OF_KONSTANZ[:-1], 99_999])), 2),
    ],
)
def test_a_damaged_workbook_is_refused_with_its_row(file, row):
    with pytest.raises(DamagedFile) as refused:
        parse_workbook(file())

    assert refused.value.line == row


@pytest.mark.django_db
def test_the_command_takes_a_workbook_and_a_damaged_one_changes_nothing(tmp_path: Path):
    good, bad = tmp_path / "Regionaltabelle_Demografie.xlsx", tmp_path / "kaputt.XLSX"
    good.write_bytes(workbook(line(*KONSTANZ, AGES_OF_KONSTANZ)).getvalue())
    bad.write_bytes(b"PK")

    call_command("import_census", str(good), stdout=io.StringIO())
    with pytest.raises(CommandError, match="xlsx"):
        call_command("import_census", str(bad))

    assert AgeProfile.objects.get().name == "Konstanz, Universitätsstadt"
