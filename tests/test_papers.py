# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every PDF of the product, read by an independent checker and by assertions about what that checker cannot see.

pdfua decides 16 of the 106 rules of PDF/UA-1: tags, title, language, alternative texts, heads of tables, links.
It does not see headings (the rule stumbles), the shape of lists and tables, languages of parts, marked content
outside the structure, letters without a glyph. Those are asserted here. Nobody but a person judges whether an
alternative text says the right thing, or whether the order is the one in which one would read.
"""

import ast
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import override_settings
from django.test.signals import template_rendered
from pdfua import Validator

from accounts.signoff.kinds import KINDS as SIGNED_KINDS
from channels_mgmt.legal.paper import KIND_NAMES
from core.pdf import _unpacked, draw, missing_letters, render_pdf
from core.pdf_structure import overflowing_texts
from netiquette.presenters.documents import SIZES
from tests.papers import KINDS, LONG_WORDS, TRANSLATED, every_paper, filled_share
from tests.test_architecture import own_files

# No database has a part in how a PDF is drawn; the mark of the second kind lets pytest-django make one at all.
pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]

ROOT = Path(settings.BASE_DIR)
#: Rules that stumble over any file: counted by the checker as skipped, replaced by assertions of our own.
STUMBLING = {"UA-14-001"}


@dataclass
class Drawn:
    content: dict[str, bytes] = field(default_factory=dict)
    templates: set[str] = field(default_factory=set)
    warnings: dict[str, list[str]] = field(default_factory=dict)


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(record.getMessage())


@pytest.fixture(scope="module")
def drawn(django_db_setup, django_db_blocker, tmp_path_factory) -> Drawn:
    """All of them, drawn once."""
    found = Drawn()

    def note(template, **_given):
        found.templates.add(template.name)

    changed = {
        "MEDIA_ROOT": tmp_path_factory.mktemp("media"),
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    template_rendered.connect(note)
    with django_db_blocker.unblock(), override_settings(**changed), transaction.atomic():
        for papers in every_paper():
            for name, (make, _language) in KINDS.items():
                kept = Kept()
                logging.getLogger("core").addHandler(kept)
                found.content[name] = make(papers)
                logging.getLogger("core").removeHandler(kept)
                found.warnings[name] = kept.words
        transaction.set_rollback(True)
    template_rendered.disconnect(note)
    return found


@pytest.fixture(params=KINDS)
def kind(request) -> str:
    return request.param


@pytest.fixture
def pdf(drawn, kind) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(drawn.content[kind])) as opened:
        yield opened


def kids_of(element) -> list:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def elements_of(element) -> Iterator:
    """All structure elements below, in reading order."""
    for kid in kids_of(element):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from elements_of(kid)


def roles_below(element) -> list[str]:
    return [str(kid.S) for kid in kids_of(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def test_an_independent_checker_finds_nothing(drawn, kind, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(drawn.content[kind])

    report = Validator().validate(str(file))

    assert [(found.rule_id, found.message) for found in report.findings] == []
    assert {outcome.rule_id for outcome in report.outcomes if outcome.skipped_reason} <= STUMBLING


def test_nothing_runs_out_of_its_place_and_no_letter_is_missing(drawn, kind):
    assert drawn.warnings[kind] == []


def test_the_file_names_its_language_and_its_direction(pdf, kind):
    language = KINDS[kind][1]

    assert str(pdf.Root.Lang) == language
    direction = pdf.Root.ViewerPreferences.get("/Direction", "/L2R")
    assert direction == ("/R2L" if language == "ar" else "/L2R")


def test_headings_start_with_one_of_the_first_level_and_leave_none_out(pdf):
    levels = [int(str(e.S)[2]) for e in elements_of(pdf.Root.StructTreeRoot) if re.fullmatch(r"/H[1-6]", str(e.S))]

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_headings_figures_and_links_say_something(pdf):
    for element in elements_of(pdf.Root.StructTreeRoot):
        role = str(element.S)
        if role.startswith("/H"):
            assert kids_of(element)
        if role == "/Figure":
            assert len(str(element.Alt)) > 10
    for page in pdf.pages:
        assert page.Tabs == "/S"
        assert all(str(link.Contents) and link.F & 4 for link in page.get("/Annots", []))


def test_lists_hold_items_and_items_hold_label_and_body(pdf):
    for element in elements_of(pdf.Root.StructTreeRoot):
        if element.S == "/L":
            assert set(roles_below(element)) <= {"/LI", "/L", "/Caption"}
        if element.S == "/LI":
            assert set(roles_below(element)) <= {"/Lbl", "/LBody"}
        if "/LI" in roles_below(element):
            assert element.S == "/L"


def test_tables_are_regular_and_every_cell_knows_its_heads(pdf):
    for table in (e for e in elements_of(pdf.Root.StructTreeRoot) if e.S == "/Table"):
        rows = [[cell for cell in elements_of(row) if cell.S in ("/TH", "/TD")] for row in elements_of(table)
                if row.S == "/TR"]  # fmt: skip
        heads = {str(cell.ID) for row in rows for cell in row if cell.S == "/TH"}
        assert len({len(row) for row in rows}) == 1
        for cell in (cell for row in rows for cell in row):
            assert not {"/ColSpan", "/RowSpan"} & set(cell.A.keys())
            if cell.S == "/TH":
                assert cell.A.Scope in ("/Column", "/Row")
            else:
                assert cell.A.Headers and {str(head) for head in cell.A.Headers} <= heads


@pytest.mark.parametrize("charted", ["analysis", "report"])
def test_a_chart_and_its_table_lie_on_one_page(drawn, charted):
    """A table that goes on overleaf is a second table in the file, with the same heads."""
    with pikepdf.open(io.BytesIO(drawn.content[charted])) as pdf:
        told = [e for e in elements_of(pdf.Root.StructTreeRoot) if e.S in ("/Figure", "/Table")]
        charts = [place for place, e in enumerate(told) if e.S == "/Figure"]

        assert charts
        for chart, table, after in ([*told, None][place : place + 3] for place in charts):
            assert table.S == "/Table" and {chart.Pg.objgen} == pages_of(table)
            if after is not None and after.S == "/Table" and pages_of(after) != pages_of(table):
                assert columns_of(after) != columns_of(table)


def pages_of(table) -> set[tuple[int, int]]:
    return {e.Pg.objgen for e in elements_of(table) if "/Pg" in e}


def columns_of(table) -> int:
    return sum(1 for e in elements_of(table) if e.S == "/TH" and e.A.Scope == "/Column")


@pytest.mark.parametrize("long", ["analysis", "report"])
def test_no_page_but_the_last_is_half_empty(drawn, long):
    with pikepdf.open(io.BytesIO(drawn.content[long])) as pdf:
        shares = [round(filled_share(page), 2) for page in pdf.pages]

    assert len(shares) > 1 and min(shares[:-1]) > 0.5, shares


def test_what_is_drawn_is_part_of_the_structure_or_an_artifact(pdf):
    """Page numbers and decoration are not read aloud; nothing else is left out."""
    held = {}
    for element in elements_of(pdf.Root.StructTreeRoot):
        for kid in kids_of(element):
            if isinstance(kid, int):
                held.setdefault(element.Pg.objgen, set()).add(kid)
    for page in pdf.pages:
        marked = set()
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and "/MCID" in operands[1]:
                marked.add(int(operands[1].MCID))
        assert marked == held[page.obj.objgen]
        assert b"BMC" in page.Contents.read_bytes()


@pytest.mark.parametrize("code", TRANSLATED)
def test_words_in_another_language_name_it(drawn, code):
    """The frame of a translated netiquette is German or English, its rules are not; the signed copy holds them all."""
    language = KINDS[f"netiquette {code}"][1]
    with pikepdf.open(io.BytesIO(drawn.content[f"netiquette {code}"])) as pdf:
        frame = "en" if code == "en" else "de"
        own = languages_of(pdf)
        assert {language, frame} <= set(own)
        assert own[language] >= 2  # title and text of a rule
    with pikepdf.open(io.BytesIO(drawn.content["signed netiquette"])) as pdf:
        assert language in languages_of(pdf)


def languages_of(pdf) -> dict[str, int]:
    """Language → runs of text in it, as a screen reader computes it from the tree."""
    runs: dict[str, int] = {}

    def walk(element, language):
        language = str(element.get("/Lang", language))
        for kid in kids_of(element):
            if isinstance(kid, int):
                runs[language] = runs.get(language, 0) + 1
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
                walk(kid, language)

    walk(pdf.Root.StructTreeRoot, str(pdf.Root.Lang))
    return runs


# -- no kind is forgotten -------------------------------------------------------------------------


def test_every_template_of_a_paper_is_drawn_here(drawn):
    on_paper = {
        str(path.relative_to(ROOT / "templates"))
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r'extends "base_paper.html"|Becomes a PDF', path.read_text(encoding="utf-8"))
    }

    assert on_paper and on_paper <= drawn.templates


def test_every_caller_of_the_drawing_is_known():
    """Whoever adds a PDF adds it to tests/papers.py."""
    callers = {
        f"{path.relative_to(ROOT)}:{function.name}"
        for path in own_files()
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_pdf"
    }

    assert callers == {
        "accounts/signoff/paper.py:signed_paper",
        "channels_mgmt/legal/paper.py:as_pdf",
        "channels_mgmt/presenters/ways.py:notice_sheet",
        "netiquette/presenters/documents.py:pdf_of",
        "reporting/presenters/reports.py:report_pdf",
        "strategy/presenters/paper.py:analysis_pdf",
    }
    assert set(SIGNED_KINDS) == {"strategy.strategy", "netiquette.netiquette"}
    assert {f"document {name}" for name in KIND_NAMES} | {f"poster {size}" for size in SIZES} <= set(KINDS)


# -- the drawing itself ---------------------------------------------------------------------------


def page_of(body: str, language: str = "de") -> str:
    return f'<html lang="{language}"><head><title>Probe</title></head><body><h1>Probe</h1>{body}</body></html>'


def structure(body: str) -> tuple[pikepdf.Pdf, list]:
    pdf = pikepdf.open(io.BytesIO(render_pdf(page_of(body), stylesheet="css/paper.css")))
    return pdf, list(elements_of(pdf.Root.StructTreeRoot))


def test_a_drawing_with_a_label_is_described_and_decoration_is_no_figure():
    shape = 'width="9" height="9"><rect width="9" height="9"/></svg>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" aria-label="Zwölf Antworten" {shape}'
    picture = quote(f'<svg xmlns="http://www.w3.org/2000/svg" {shape}')

    pdf, elements = structure(f'<p>{drawing}</p><p><img src="data:image/svg+xml,{picture}" alt=""> Text</p>')

    assert [str(e.Alt) for e in elements if e.S == "/Figure"] == ["Zwölf Antworten"]
    assert pdf.pages[0].Contents.read_bytes().count(b"/Figure") == 1


def test_a_row_of_cells_that_no_rule_divides_keeps_its_columns():
    """Detects that a word without a place to break pushes the other columns off the page."""
    word = "x" * 150
    cells = "".join(f"<td>{word}</td>" for _ in range(3))

    paper = draw(
        page_of(f'<table><tbody><tr><th scope="row">{LONG_WORDS[0]}</th>{cells}</tr></tbody></table>'),
        stylesheet="css/paper.css",
    )

    assert paper.overflowing == ()


def test_a_text_out_of_its_place_is_noticed():
    """Detects a measure that finds nothing."""
    from weasyprint import HTML

    wide = HTML(string=page_of(f'<p style="white-space: nowrap">{LONG_WORDS[3] * 4}</p>')).render()

    assert len(overflowing_texts(wide)) == 1


@pytest.mark.parametrize(
    "table",
    [
        '<table><thead><tr><th scope="col" colspan="2">Monate</th></tr></thead></table>',
        "<table><thead><tr><th>Monate</th></tr></thead></table>",
        '<table><tbody><tr><th scope="row" rowspan="2">Mai</th><td>1</td></tr></tbody></table>',
    ],
)
def test_a_head_that_would_be_told_with_the_wrong_column_is_refused(table):
    with pytest.raises(ValueError, match="head of a table"):
        render_pdf(page_of(table), stylesheet="css/paper.css")


def test_a_document_without_a_language_is_refused():
    with pytest.raises(ValueError, match="language"):
        render_pdf("<html><body>x</body></html>", stylesheet="css/paper.css")


def test_letters_no_font_has_are_replaced_named_and_announced(caplog):
    """Detects a paper with silent gaps. Linear A is in no font of a town hall."""
    text = page_of("<p>Anfang 𐘀𐘁 Ende</p>")

    paper = draw(text, stylesheet="css/paper.css")
    render_pdf(text, stylesheet="css/paper.css")

    assert paper.missing == ("𐘀", "𐘁")
    assert "U+10600 U+10601" in caplog.text and "fonts-noto-core" in caplog.text
    with pikepdf.open(io.BytesIO(paper.content)) as pdf:
        [*_, notice] = [e for e in elements_of(pdf.Root.StructTreeRoot) if e.S == "/Div"][:1]
        assert kids_of(notice)
    assert missing_letters("Ärger 𐘀") == ("𐘀",)
    assert missing_letters("Ärger über Straßen") == ()


def test_a_font_is_unpacked_once_and_always_to_the_same_bytes():
    """Detects a font that is unpacked for every document, and one that carries the time of its unpacking."""
    render_pdf(page_of("<p>a</p>"), stylesheet="css/paper.css")
    before = _unpacked.cache_info()
    render_pdf(page_of("<p>b</p>"), stylesheet="css/paper.css")
    after = _unpacked.cache_info()
    font = Path(finders.find("kern/fonts/FiraSans-Regular.woff2"))
    with time_machine.travel("2031-01-01"):
        later = _unpacked.__wrapped__(font, 0)

    assert (after.misses - before.misses, after.hits - before.hits) == (0, 2)
    assert later == _unpacked.__wrapped__(font, 0)


def test_the_same_page_gives_the_same_bytes():
    page = page_of(f"<p>{LONG_WORDS[0]}</p>")

    assert render_pdf(page, stylesheet="css/paper.css") == render_pdf(page, stylesheet="css/paper.css")
