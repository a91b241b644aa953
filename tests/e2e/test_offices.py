# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A department answers with a file behind its link; the desk hands it out; the register of departments."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.services.register import enter_department
from community.models import DepartmentFile
from community.services.departments import answer_link
from tests.community.factories import PLAN, comment_in, department_asked, moderator
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def link_of(asked) -> str:
    return "/fachamt/" + answer_link(asked).partition("/fachamt/")[2]


@pytest.mark.parametrize("theme", THEMES)
def test_a_department_answers_with_a_file_and_every_page_on_the_way_is_whole(tab, transactional_db, theme, tmp_path):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    press = person(town, Role.COMMUNICATIONS)
    with scope(municipality=town):
        alma = moderator(town, name="Alma")
        comment = comment_in(town, text="Gilt das auch für Fahrräder?")
        asked = department_asked(comment, alma)
        enter_department(
            town, actor=press, name="Bauhof", email="bauhof@stadt.example", aliases=["Lager", "lager@stadt.example"]
        )
    plan = tmp_path / "Umleitung Rheinbrücke.pdf"
    plan.write_bytes(PLAN)
    wrong = tmp_path / "Brief.pdf"
    wrong.write_bytes(b"kein PDF")
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=press)
        page = shown.open("/konstanz/planen/themen/fachaemter/verzeichnis/")
        assert check_page(shown) == []
        assert check_no_cut_words(page) == []
        shoot(shown, f"verzeichnis-{theme}")
        page.get_by_role("link", name="Bauhof").click()
        assert check_page(shown) == []
        shoot(shown, f"verzeichnis-eintrag-{theme}")
        page = shown.open(link_of(asked))
        assert check_page(shown) == []
        page.get_by_label("Ihre Antwort").fill("Räder dürfen durch, siehe Plan.")
        page.get_by_label("Dateien").set_input_files([wrong])
        page.get_by_role("button", name="Antwort senden").click()
        expect(page.get_by_label("Ihre Antwort")).to_have_value("Räder dürfen durch, siehe Plan.")
        shoot(shown, f"fachamt-antwort-{theme}")
    page.get_by_label("Dateien").set_input_files([plan])
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.get_by_role("heading", name="die Antwort ist angekommen")).to_be_visible()
    with scope(municipality=town):
        assert DepartmentFile.objects.get().name == "Umleitung Rheinbrücke.pdf"
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=alma)
        page = shown.open(f"/konstanz/dialog/{comment.pk}/")
        assert check_page(shown) == []
        shoot(shown, f"fachamt-pult-{theme}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Umleitung Rheinbrücke.pdf").click()
    assert download.value.path().read_bytes() == PLAN
