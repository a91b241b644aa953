# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The address of one's own calendar is made from the plan, read by a program, and gone when it is deleted."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.models import Role
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


def test_an_address_is_made_from_the_plan_and_read_at_every_width(tab, town):
    editor = person(town, Role.EDITOR)
    page = tab(width=360, user=editor, java_script_enabled=False).open("/konstanz/planen/")

    page.get_by_role("link", name="Plan im eigenen Kalender").click()
    page.get_by_role("button", name="Adresse einrichten").first.click()
    address = page.get_by_label("Adresse", exact=True).input_value()
    assert Client().get("/" + address.partition("://")[2].partition("/")[2]).status_code == 200
    page.goto(page.url)
    expect(page.get_by_label("Adresse", exact=True)).to_have_count(0)
    expect(page.get_by_text("auf die Stunde genau")).to_be_visible()

    for theme in THEMES:
        for width in WIDTHS:
            shown = tab(width=width, theme=theme, user=editor)
            page = shown.open("/konstanz/einstellungen/kalender/")
            assert check_page(shown) == []
            page.get_by_role("button", name="Neue Adresse").click()
            expect(page.get_by_role("button", name="Adresse kopieren")).to_be_visible()
            assert check_page(shown) == []
            assert check_no_cut_words(page) == []
            shoot(shown, f"kalender-{theme}")

    page.get_by_role("button", name="Adresse löschen").click()
    expect(page.get_by_text("Die Adresse ist gelöscht")).to_be_visible()
