# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The checks beside the text, with and without JavaScript."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from tests.channels_mgmt.factories import draft, live_channel
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TEXT = "Das Burgfest im Park 🎉 beginnt. #burgfestimpark https://www.stadt.example/?utm_source=mail&id=1"
GIVING = (
    "Spenden: DE89 3704 0044 0532 0130 00. Fragen an anna.muster@web.example oder 0171 1234567 #donaudampfschifffahrt"
)


@pytest.fixture
def town(transactional_db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


def test_a_proposal_is_shown_in_its_place_and_taken_over_while_typing_and_without_a_script(tab, town):
    with scope(municipality=town):
        live_channel(town)
    editor = person(town, Role.EDITOR)
    for with_script in (True, False):
        page = tab(width=1440, user=editor, java_script_enabled=with_script).open("/konstanz/planen/neu/")
        text = page.get_by_label("Text", exact=True)
        text.fill(TEXT)
        if not with_script:
            page.get_by_role("button", name="Vorschau").click()
        hashtag = page.locator(".checks li", has_text="#BurgfestImPark")
        expect(hashtag).to_be_visible()
        if with_script:
            hashtag.get_by_role("link", name="Zur Stelle").click()
            chosen = text.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
            assert chosen == "#burgfestimpark"
        hashtag.get_by_role("button", name="Übernehmen").click()
        expect(hashtag).to_have_count(0)
        page.locator(".checks li", has_text="verrät, wer ihm folgt").get_by_role("button", name="Übernehmen").click()
        clean = TEXT.replace("#burgfestimpark", "#BurgfestImPark").replace("utm_source=mail&", "")
        expect(text).to_have_value(clean)


@pytest.mark.parametrize("theme", THEMES)
def test_checks_and_question_are_whole_at_every_width(tab, town, theme):
    with scope(municipality=town):
        channel = live_channel(town)
        editor = person(town, Role.EDITOR)
        post = draft(town, editor, [channel], title="Spenden", text=f"{GIVING} {TEXT}")
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=editor)
        for name in ("bearbeiten/", ""):
            page = shown.open(f"/konstanz/planen/beitrag/{post.pk}/{name}")
            assert check_page(shown) == []
            assert check_no_cut_words(page) == []
            page.locator(".checks").scroll_into_view_if_needed()
            page.locator(".checks li").last.scroll_into_view_if_needed()
            shoot(shown, f"pruefungen-{name.strip('/') or 'beitrag'}-{theme}")
    page.get_by_label("Warum steht es da?").fill("Spendenkonto der Stadt")
    page.get_by_role("button", name="Ja, es steht mit Absicht hier").click()
    expect(page.get_by_text("Spendenkonto der Stadt")).to_be_visible()
