# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sheet is read in, its wrong row mended, and taken over; without JavaScript and at every width."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.models import Post
from channels_mgmt.services.planning import create_post
from core.sheets import csv_lines
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LONG = "Donaudampfschifffahrtsgesellschaftsnachrichtenübermittlung"


@pytest.fixture
def town(transactional_db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


def sheet(*rows) -> dict:
    text = "".join(csv_lines([["Nummer", "Thema", "Tag", "Uhrzeit", "Text", "Status"], *rows]))
    return {"name": "Redaktionsplan.csv", "mimeType": "text/csv", "buffer": text.encode()}


def test_a_sheet_is_looked_at_mended_and_taken_over_at_every_width(tab, town):
    editor = person(town, Role.EDITOR)
    with scope(municipality=town):
        known = create_post(town, actor=editor, title="Winterdienst", text="Alt")
    good = [[str(known.pk), "Winterdienst", "", "", "Neu", ""], ["", LONG, "02.12.2099", "9:30", "", ""]]
    bad = ["", "Sperrung", "31.02.2099", "9:30", "", ""]
    page = tab(width=360, user=editor, java_script_enabled=False).open("/konstanz/planen/liste/")

    page.get_by_role("link", name="Tabelle einlesen").click()
    page.get_by_label("Datei").set_input_files(sheet(*good, bad))
    page.get_by_role("button", name="Zeigen, was geschähe").click()
    expect(page.get_by_role("heading", name="1 Zeile lässt sich nicht übernehmen")).to_be_visible()
    expect(page.get_by_role("button", name="Übernehmen")).to_have_count(0)

    for theme in THEMES:
        for width in WIDTHS:
            shown = tab(width=width, theme=theme, user=editor)
            for name, path in (("einlesen", ""), ("vorschau", "vorschau/")):
                opened = shown.open(f"/konstanz/planen/liste/einlesen/{path}")
                assert check_page(shown) == []
                assert check_no_cut_words(opened) == []
                shoot(shown, f"{name}-{theme}")

    page.get_by_role("link", name="Tabelle einlesen").click()
    page.get_by_label("Datei").set_input_files(sheet(*good))
    page.get_by_role("button", name="Zeigen, was geschähe").click()
    page.get_by_role("button", name="Übernehmen").click()

    expect(page.get_by_text("Die Tabelle ist übernommen: 1 neuer Entwurf, 1 geänderter Beitrag.")).to_be_visible()
    with scope(municipality=town):
        assert Post.objects.get(pk=known.pk).text == "Neu" and Post.objects.filter(title=LONG).exists()
