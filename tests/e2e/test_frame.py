# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The frame around every page: menus, light and dark, and the pages nobody wants to see."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import THEMES, check_axe, check_page
from tests.factories import UserFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [360, 1440])
def test_the_page_that_does_not_exist_says_so_in_the_products_clothes(tab, width, theme):
    shown = tab(width=width, theme=theme)
    page = shown.open("/das/gibt/es/nicht/")
    shown.complaints.clear()  # the browser itself remarks on the 404

    expect(page.get_by_role("heading", level=1)).to_have_text("Hier ist nichts")
    assert check_page(shown) == []


@pytest.mark.parametrize("width", [360, 1440])
def test_the_menus_of_the_frame_are_accessible_while_open(tab, width):
    page = tab(width=width, user=UserFactory(name="Alma Beispiel")).open("/stil/")

    for menu in page.locator("details.menu > summary, .nav-more summary").all():
        if menu.is_visible():
            menu.click()
            assert check_axe(page) == []
            page.keyboard.press("Escape")
            expect(menu).to_be_focused()


@pytest.mark.parametrize("with_script", [True, False])
def test_a_person_chooses_dark_and_the_next_page_is_dark_too(tab, with_script):
    page = tab(user=UserFactory(), java_script_enabled=with_script).open("/stil/")

    page.locator(".side__foot .menu > summary").click()
    page.get_by_role("button", name="Dunkel").click()
    expect(page.locator("html")).to_have_attribute("data-kern-theme", "dark")
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-kern-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


def test_a_page_on_paper_shows_the_content_without_the_frame(tab):
    page = tab().open("/stil/")

    page.emulate_media(media="print")

    expect(page.locator(".side")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
