# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answering with prepared texts by keyboard: found by typing, put in at the cursor, the gap filled, sent."""

import pytest
from django_scopes import scope, scopes_disabled
from playwright.sync_api import expect

from accounts.models import Role
from community.models import Decision, Snippet
from tests.community.factories import comment_in, netiquette_in_force, published_answer, published_faq, snippet_in
from tests.e2e.browser import check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

REASONS = "Der Kommentar setzt eine Person herab. Beleidigend ist: {wortlaut}"


@pytest.fixture
def linde(transactional_db):
    town = MunicipalityFactory(name="Linde", slug="linde")
    town.moderator = person(town, Role.MODERATOR, name="Alma Beispiel")
    return town


def decisions():
    with scopes_disabled():
        return list(Decision.objects.order_by("pk"))


def test_a_text_is_found_by_typing_put_in_at_the_cursor_and_its_gap_filled(tab, linde):
    with scope(municipality=linde):
        text = snippet_in(linde, linde.moderator, name="Frist", text="Wir antworten bis {tag}.")
        snippet_in(linde, linde.moderator, name="Dank", text="Danke für den Hinweis!")
        comment = comment_in(linde)
    window = tab(user=linde.moderator)
    page = window.open(f"/linde/dialog/{comment.pk}/")

    page.keyboard.press("r")
    page.keyboard.type("Guten Tag.")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator("#picker-words")).to_be_focused()
    page.keyboard.type("frist")
    expect(page.locator(".picker__hit")).to_have_count(1)
    shoot(window, "replies-picker")
    page.keyboard.press("Enter")
    expect(page.locator("#id_text")).to_be_focused()
    page.keyboard.type("Freitag")
    expect(page.locator("#id_text")).to_have_value("Guten Tag.\nWir antworten bis Freitag.")
    expect(page.locator("#reply-length")).to_contain_text("Zeichen")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("button", name="Rückgängig")).to_be_visible()
    [decision] = decisions()
    assert decision.reply_text == "Guten Tag.\nWir antworten bis Freitag."
    with scopes_disabled():
        assert Snippet.objects.get(pk=text.pk).uses == 1


def test_an_earlier_answer_is_reached_by_the_arrows_and_escape_goes_back(tab, linde):
    with scope(municipality=linde):
        published_answer(comment_in(linde, text="Wohin mit Sperrmüll?"), linde.moderator, text="Auf den Bauhof, bitte.")
        comment = comment_in(linde)
    page = tab(user=linde.moderator).open(f"/linde/dialog/{comment.pk}/")

    page.keyboard.press("t")
    expect(page.locator("#picker-words")).to_be_focused()
    page.keyboard.type("sperr")
    expect(page.locator(".picker__hit")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".picker__hit")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#picker")).to_be_empty()
    expect(page.locator("#id_text")).to_be_focused()
    expect(page.locator("#id_text")).to_have_value("")


def test_prepared_reasons_begin_the_reasons_and_have_to_be_adapted(tab, linde):
    with scope(municipality=linde):
        netiquette_in_force(linde)
        snippet_in(linde, linde.moderator, kind="rationale", name="Beleidigung", text=REASONS)
        comment = comment_in(linde)
    page = tab(user=linde.moderator).open(f"/linde/dialog/{comment.pk}/")

    page.keyboard.press("h")
    expect(page.get_by_label("Respekt")).to_be_focused()
    page.keyboard.press("t")
    expect(page.locator("#picker-words")).to_be_focused()
    page.keyboard.type("beleid")
    expect(page.locator(".picker__hit")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#id_rationale")).to_be_focused()
    page.keyboard.type("Null")
    page.get_by_label("Respekt").check()
    page.get_by_role("button", name="mit dieser Begründung").click()

    expect(page.get_by_role("alert").first).to_contain_text("vorbereiteter Text")
    assert decisions() == []


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (768, "dark"), (1440, "light")])
def test_the_pages_of_texts_and_questions_fit_every_screen(tab, linde, width, theme):
    with scope(municipality=linde):
        snippet_in(linde, linde.moderator, name="Frist", text="Wir antworten bis {tag}.")
        entry = published_faq(linde, linde.moderator, question="Wohin mit Sperrmüll?")
        comment = comment_in(linde)
    for name, path in (
        ("texte", "/linde/dialog/texte/"),
        ("text-neu", "/linde/dialog/texte/neu/"),
        ("fragen", "/linde/dialog/fragen/"),
        ("frage", f"/linde/dialog/fragen/{entry.pk}/"),
        ("frage-aus-kommentar", f"/linde/dialog/{comment.pk}/frage/"),
        ("oeffentlich", "/linde/fragen/"),
        ("wie", "/linde/dialog/antworten/"),
        ("beitraege", "/linde/dialog/beitraege/"),
        ("auswahl", f"/linde/dialog/{comment.pk}/texte/"),
    ):
        window = tab(user=linde.moderator, width=width, theme=theme)
        window.open(path)
        assert check_page(window) == [], path
        shoot(window, f"replies-{name}", full_page=True)
