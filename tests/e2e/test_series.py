# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A series is set up with its dates before one's eyes, and its drafts stand in the plan."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.models import Post
from tests.channels_mgmt.factories import series_in
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


def test_a_series_is_previewed_saved_and_its_drafts_are_there_at_every_width(tab, town):
    editor = person(town, Role.EDITOR)
    page = tab(width=360, user=editor).open("/konstanz/planen/")

    page.locator(".filters__ways > summary").click()
    page.get_by_role("link", name="Rubriken").click()
    page.get_by_role("link", name="Neue Rubrik").first.click()
    page.get_by_label("Name").fill("Frage der Woche")
    page.get_by_label("jede Woche an einem Wochentag").check()
    page.get_by_label("Wochentag", exact=True).select_option("FR")
    page.get_by_label("Uhrzeit").fill("09:00")
    page.get_by_role("button", name="Nächste Termine zeigen").click()
    expect(page.locator("#dates li")).to_have_count(10)
    with scope(municipality=town):
        assert not Post.objects.exists()
    page.get_by_role("button", name="Speichern", exact=True).click()

    expect(page.get_by_text("Die Rubrik ist gespeichert")).to_be_visible()
    page.locator("#dates a").first.click()
    expect(page.get_by_role("heading", name="Frage der Woche")).to_be_visible()

    with scope(municipality=town):
        paused = series_in(town, editor, name="Donaudampfschifffahrtsgesellschaftsnachrichten", state="paused")
    for theme in THEMES:
        for width in WIDTHS:
            shown = tab(width=width, theme=theme, user=editor)
            for name, path in (("rubriken", ""), ("rubrik", f"{paused.pk}/")):
                page = shown.open(f"/konstanz/planen/rubriken/{path}")
                assert check_page(shown) == []
                assert check_no_cut_words(page) == []
                shoot(shown, f"{name}-{theme}")
