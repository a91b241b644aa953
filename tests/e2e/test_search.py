# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One search, at the same place on every page: by one key, by the lens of a phone, and without scripts."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from tests.channels_mgmt.factories import draft
from tests.community.factories import comment_in
from tests.e2e.browser import check_page
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town():
    here = MunicipalityFactory()
    with scope(municipality=here):
        draft(here, title="Straßenfest am Grünen Platz")
        comment_in(here, text="Wann ist das Strassenfest? Ich komme mit den Kindern.")
    return here


@pytest.fixture
def alma(town):
    return person(town, Role.COMMUNICATIONS, Role.MODERATOR)


@pytest.mark.parametrize("place", ["", "dialog/", "planen/", "einstellungen/"])
def test_one_key_and_some_words_find_posts_and_comments_from_anywhere(tab, town, alma, place):
    page = tab(user=alma).open(f"/{town.slug}/{place}")

    page.keyboard.press("/")
    page.keyboard.type("strassenfest")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Beiträge")).to_be_visible()
    expect(page.get_by_role("link", name="Straßenfest am Grünen Platz")).to_be_visible()
    expect(page.get_by_text("Wann ist das Strassenfest?")).to_be_visible()
    expect(page).to_have_url(f"{page.url.split('/' + town.slug)[0]}/{town.slug}/suche/?q=strassenfest")


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1440, "light")])
def test_the_page_is_accessible_with_hits_without_and_before_the_first_word(tab, town, alma, width, theme):
    shown = tab(width=width, theme=theme, user=alma)

    for query in ("?q=strassenfest", "?q=niemalsgesagt", ""):
        shown.open(f"/{town.slug}/suche/{query}")
        assert check_page(shown) == []


def test_a_phone_has_the_lens(tab, town, alma):
    page = tab(width=360, user=alma).open(f"/{town.slug}/")

    page.get_by_role("link", name="Suchen", exact=True).click()
    page.get_by_role("searchbox", name="Wörter").fill("strassenfest")
    page.get_by_role("button", name="Suchen").click()
    expect(page.get_by_role("link", name="Straßenfest am Grünen Platz")).to_be_visible()


def test_two_keys_go_from_hit_to_hit(tab, town, alma):
    page = tab(user=alma).open(f"/{town.slug}/suche/?q=strassenfest")
    hits = page.locator("[data-hit]")

    page.keyboard.press("j")
    expect(hits.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(hits.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(hits.nth(0)).to_be_focused()


def test_without_scripts_it_is_a_form(tab, town, alma):
    page = tab(user=alma, java_script_enabled=False).open(f"/{town.slug}/dialog/")

    page.locator("#frame-search").fill("strassenfest")
    page.locator("#frame-search").press("Enter")

    expect(page.get_by_role("link", name="Straßenfest am Grünen Platz")).to_be_visible()
