# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Help on every page: its keys and its chapter, by ``?`` or by a link, over what is being typed."""

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from accounts.services import choose_keys
from tests.e2e.browser import HEIGHTS, THEMES, WIDTHS, check_no_cut_words, check_page
from tests.factories import MunicipalityFactory, person
from tests.waiting import wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TEXT = "Die Bücherei öffnet am Montag wieder."
#: One page of every area, and one of the own account that belongs to no town.
PAGES = ("/", "/planen/", "/strategie/", "/netiquette/bearbeiten/", "/einstellungen/", "/hilfe/")


@pytest.fixture
def town(transactional_db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


def open_help(page):
    """Press the key until the page takes it: keys rest while it loads."""
    expect(page.locator("#help")).to_be_attached()
    wait_for(lambda: page.evaluate("performance.now() > 800"), "the keys act")
    page.keyboard.press("?")
    expect(page.locator("#help .help__text")).to_be_visible()
    return page.locator("#help")


def test_the_key_opens_the_chapter_with_the_keys_of_the_page_over_what_is_typed(tab, editor):
    page = tab(user=editor).open("/konstanz/planen/neu/")
    page.locator("textarea").first.fill(TEXT)
    page.get_by_role("heading", level=1).click()

    help_ = open_help(page)

    expect(help_.get_by_role("heading", name="Planen: schreiben, freigeben, veröffentlichen")).to_be_focused()
    assert "s" in help_.locator(".help__keys kbd").all_inner_texts()
    help_.get_by_role("link", name="Freigeben", exact=True).first.click()
    expect(help_.get_by_role("heading", name="Freigeben", exact=True)).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    expect(page.locator("textarea").first).to_have_value(TEXT)
    assert page.url.endswith("/planen/neu/")


def test_the_link_shows_the_section_of_the_page_and_leads_on_to_other_chapters(tab, editor):
    page = tab(user=editor).open("/konstanz/planen/freigaben/")

    page.get_by_role("link", name="Hilfe", exact=True).click()

    help_ = page.locator("#help")
    expect(help_.locator("#hilfe-freigeben")).to_be_in_viewport()
    help_.get_by_role("link", name="Alle Kapitel").click()
    expect(help_.get_by_role("heading", name="Handbuch")).to_be_focused()
    help_.get_by_role("link", name="Übungsplattform", exact=True).first.click()
    expect(help_.get_by_role("heading", name="Störungen üben")).to_be_attached()
    expect(help_.locator(".help__keys")).to_be_hidden()
    assert page.url.endswith("/planen/freigaben/")


def test_a_lost_connection_leaves_the_page_and_the_keys(tab, editor):
    shown = tab(user=editor)
    page = shown.open("/konstanz/planen/")
    page.route("**/hilfe/**", lambda route: route.abort())

    page.get_by_role("link", name="Hilfe", exact=True).click()

    expect(page.locator("#help [role=alert]")).to_contain_text("nicht geladen")
    assert "n" in page.locator("#help .help__keys kbd").all_inner_texts()


def test_a_moved_key_opens_the_help_and_one_switched_off_leaves_the_link(tab, town, editor):
    choose_keys(editor, line="?=y n=")
    page = tab(user=editor).open("/konstanz/planen/")
    wait_for(lambda: page.evaluate("performance.now() > 800"), "the keys act")

    page.keyboard.press("y")

    signs = page.locator("#help .help__keys kbd")
    expect(page.locator("#help")).to_be_visible()
    assert "y" in signs.all_inner_texts()
    assert "n" not in signs.all_inner_texts()


@pytest.mark.parametrize("width", WIDTHS)
def test_without_a_script_the_link_stands_in_one_place_and_opens_the_chapter_in_a_tab_of_its_own(tab, editor, width):
    shown = tab(width=width, user=editor, java_script_enabled=False)
    places = set()
    for path in PAGES:
        page = shown.open("/konstanz" + path)
        link = page.get_by_role("link", name="Hilfe", exact=True)
        box = link.bounding_box()
        assert box["y"] + box["height"] <= HEIGHTS[width]
        places.add((round(box["x"]), round(box["y"])))
    assert len(places) == 1

    shown.open("/konstanz/planen/freigaben/")
    with shown.context.expect_page() as opened:
        page.get_by_role("link", name="Hilfe", exact=True).click()

    chapter = opened.value
    expect(chapter.get_by_role("heading", level=1)).to_have_text("Planen: schreiben, freigeben, veröffentlichen")
    expect(chapter.get_by_role("heading", name="Freigeben", exact=True)).to_be_in_viewport()
    chapter.get_by_role("link", name="Alle Kapitel").first.click()
    chapter.get_by_role("searchbox", name="Handbuch durchsuchen").fill("rückgängig öffentlichkeit")
    chapter.get_by_role("button", name="Suchen").click()
    expect(chapter.get_by_role("link", name="Für alle")).to_be_visible()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_help_is_accessible_fits_and_obeys_the_policy(tab, editor, width, theme):
    shown = tab(width=width, theme=theme, user=editor)

    for path in ("", "planen/", "analyse/", "betrieb/", "?q=faktor", "?q=Donaudampfschiff"):
        page = shown.open("/konstanz/hilfe/" + path)
        assert check_page(shown) == [], path
        assert check_no_cut_words(page) == [], path
    page = shown.open("/konstanz/planen/")
    page.get_by_role("link", name="Hilfe", exact=True).click()
    expect(page.locator("#help .help__text")).to_be_visible()
    assert check_page(shown) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_tour_is_accessible_and_leaves_in_sight_what_waits(tab, town, width, theme):
    shown = tab(width=width, theme=theme, user=person(town, Role.COMMUNICATIONS, toured_roles=""))

    page = shown.open("/konstanz/")

    expect(page.get_by_role("heading", name="Gut zu wissen für den Anfang")).to_be_visible()
    expect(page.get_by_role("heading", name="Wartet auf Sie")).to_be_in_viewport()
    assert check_page(shown) == []
    assert check_no_cut_words(page) == []


def test_the_tour_is_put_away_for_good_without_a_script_and_found_again(tab, town):
    shown = tab(width=360, user=person(town, Role.LEADERSHIP, toured_roles=""), java_script_enabled=False)
    page = shown.open("/konstanz/")
    heading = page.get_by_role("heading", name="Gut zu wissen für den Anfang")
    page.locator(".tour").get_by_role("link", name="Direkter Draht").click()
    assert page.url.endswith("/strategie/direkter-draht/")

    page = shown.open("/konstanz/")
    page.get_by_role("button", name="Nicht mehr zeigen").click()
    expect(page.get_by_role("heading", name="Heute", level=1)).to_be_visible()
    expect(heading).to_have_count(0)
    shown.open("/konstanz/")
    expect(heading).to_have_count(0)

    shown.open("/konstanz/einstellungen/konto/")
    page.get_by_role("link", name="Rundgang").click()
    expect(heading).to_be_visible()
