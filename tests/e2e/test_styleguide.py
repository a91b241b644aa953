# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The style page shows every component in every state, so it is where each of them is judged."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import THEMES, WIDTHS, check_axe, check_contrast, check_no_sideways_scroll, check_page

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_component_is_accessible_fits_and_obeys_the_policy(tab, width, theme):
    shown = tab(width=width, theme=theme)
    shown.open("/stil/")

    assert check_page(shown) == []


def test_what_is_not_accessible_is_told_with_its_rule_and_its_place(tab):
    page = tab().open("/stil/")
    page.evaluate("""() => {
      document.documentElement.removeAttribute('lang');
      document.querySelectorAll('main p').forEach(e => e.style.setProperty('color', '#ccc', 'important'));
    }""")

    rules, pale = check_axe(page), check_contrast(page)

    assert {line.partition(":")[0] for line in rules} == {"html-has-lang", "color-contrast"}
    assert {line.partition(":")[0] for line in pale} == {"color-contrast"}
    assert "<p" in pale[0] and "contrast" in pale[0]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_component_is_there_without_a_script(tab, width):
    shown = tab(width=width, java_script_enabled=False)
    page = shown.open("/stil/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("[data-needs-script]:visible, [data-dismiss]:visible").count() == 0
    assert page.locator(".count + .visually-hidden").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_at_twice_the_size_nothing_has_to_be_scrolled_sideways(tab):
    """A desktop window at 400 % zoom is 360 pixels wide and very low (WCAG 1.4.10)."""
    shown = tab(width=360)
    page = shown.open("/stil/")
    page.set_viewport_size({"width": 320, "height": 256})

    assert check_no_sideways_scroll(page) == []


def test_the_rest_of_the_menu_opens_on_a_phone_without_a_script(tab):
    page = tab(width=360, java_script_enabled=False).open("/stil/")
    menu = page.get_by_role("navigation").first

    assert menu.get_by_role("link").count() == 4
    menu.locator("summary").click()

    assert menu.get_by_role("link").count() == 8


def test_a_key_does_what_its_button_does_but_never_while_typing(tab):
    page = tab().open("/stil/")

    page.keyboard.press("e")
    expect(page.locator("#answer")).to_be_focused()
    page.keyboard.type("ne?")

    expect(page.locator("#answer")).to_have_value("ne?")
    assert page.locator("dialog[open]").count() == 0
    assert not page.url.endswith("#queue")


def test_the_help_lists_the_keys_of_this_page(tab):
    page = tab().open("/stil/")

    page.keyboard.press("?")

    expect(page.locator("#help")).to_be_visible()
    assert page.locator("#help kbd").all_inner_texts() == ["?", "n", "r", "e", "Strg+Enter"]
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_the_counter_counts_what_a_person_sees_as_a_character(tab):
    page = tab().open("/stil/")

    page.locator("#answer").fill("Größe 👩‍👩‍👧")

    expect(page.locator("[data-counter-for=answer]")).to_have_text("7 von 500 Zeichen")


def test_the_first_stop_of_the_keyboard_leads_to_the_content(tab):
    page = tab().open("/stil/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
