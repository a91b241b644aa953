# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single keys: dead while a page loads, changed or switched off by whoever they bother."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from playwright.sync_api import expect

from accounts.models import Role
from community.models import Comment, Decision
from community.queries import PAGE_SIZE
from tests.community.factories import comment_in, netiquette_in_force
from tests.e2e.slow import slowed
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ANSWER = "Oberhalb der Kirche, hinter dem Lindenplatz, jeden Tag."
#: Between two letters of somebody who types quickly.
LETTER_MS = 55


@pytest.fixture
def konstanz(transactional_db):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    town.moderator = person(town, Role.MODERATOR)
    with scope(municipality=town):
        for number in range(6):
            comment_in(town, text=f"Wo ist die Haltestelle {number}?")
    return town


def nothing_was_decided(town):
    with scopes_disabled():
        return not Decision.objects.exists()


def claimed():
    with scopes_disabled():
        return Comment.objects.filter(state="claimed").count()


def test_letters_typed_while_a_page_loads_are_no_commands_and_land_in_the_answer(tab, live_server, konstanz):
    shown = tab(user=konstanz.moderator)
    with slowed(live_server.url, 2) as slow:
        page = shown.page
        page.goto(f"{slow}/konstanz/dialog/")
        page.keyboard.press("c")
        page.keyboard.press("r")
        page.keyboard.type(ANSWER, delay=LETTER_MS * 2)

        page.wait_for_url("**/dialog/*/**")
        expect(page.locator("#reply-form textarea")).to_be_focused(timeout=15_000)
        kept = page.locator("#reply-form textarea").input_value()
        # One typed in the instant in which the browser changes documents reaches neither; the others do, in order.
        rest = iter(ANSWER)
        assert all(letter in rest for letter in kept)
        assert len(kept) >= len(ANSWER) - 2

    assert nothing_was_decided(konstanz)
    assert claimed() == 1
    with scopes_disabled():
        claim = Comment.objects.get(state="claimed")
    assert claim.claim_until > timezone.now() + timedelta(minutes=3)


def test_letters_typed_without_asking_for_a_field_are_dropped_also_while_the_page_appears(tab, live_server, konstanz):
    shown = tab(user=konstanz.moderator)
    with slowed(live_server.url, 2) as slow:
        page = shown.page
        page.goto(f"{slow}/konstanz/dialog/")
        page.keyboard.press("c")
        # Still typing when the page of the comment is there: l, h, c and r are among the letters.
        page.keyboard.type("Holler, lieber Herr Falch, das ist hier hell und schoen.", delay=LETTER_MS * 2)

        page.wait_for_url("**/dialog/*/**")
        expect(page.locator("#reply-form textarea")).to_have_value("")
        expect(page).to_have_url(f"{slow}/konstanz/dialog/{_first()}/")
        expect(page.get_by_role("button", name="Antwort senden")).to_be_visible()

        page.wait_for_timeout(900)
        page.keyboard.press("r")  # after a pause keys act again
        expect(page.locator("#reply-form textarea")).to_be_focused()

    assert nothing_was_decided(konstanz)
    assert claimed() == 1


def test_keys_are_dead_while_a_piece_of_the_page_loads(tab, live_server, konstanz):
    shown = tab(user=konstanz.moderator)
    with slowed(live_server.url, 2) as slow:
        page = shown.page
        page.goto(f"{slow}/konstanz/dialog/")
        page.keyboard.press("j")
        page.keyboard.press("l")
        page.keyboard.press("h")
        page.keyboard.press("c")

        expect(page.locator("#comment-title")).to_be_focused(timeout=15_000)
        page.wait_for_timeout(900)
        expect(page.locator("#reply-form")).to_be_visible()

    assert nothing_was_decided(konstanz)
    assert claimed() == 0


def test_the_clause_and_the_reasons_may_be_typed_before_their_form_is_there(tab, live_server, konstanz):
    with scope(municipality=konstanz):
        netiquette_in_force(konstanz)
        comment = comment_in(konstanz)
    shown = tab(user=konstanz.moderator)
    with slowed(live_server.url, 2) as slow:
        page = shown.page
        for letters, clause, reasons in (("Wirbt hier.", False, ""), ("2Wirbt hier.", True, "Wirbt hier.")):
            page.goto(f"{slow}/konstanz/dialog/{comment.pk}/")
            page.keyboard.press("h")
            page.keyboard.type(letters, delay=LETTER_MS)

            expect(page.locator("[data-key='2']")).to_be_checked(checked=clause, timeout=15_000)
            expect(page.locator("#id_rationale")).to_have_value(reasons)
            expect(page.locator("#id_rationale") if clause else page.locator("[data-key='1']")).to_be_focused()

    assert nothing_was_decided(konstanz)


def _first():
    with scopes_disabled():
        return Comment.objects.get(state="claimed").pk


def test_the_key_for_the_next_comment_goes_on_past_the_last_line_of_the_page(tab, konstanz):
    with scope(municipality=konstanz):
        for number in range(6, PAGE_SIZE + 2):
            comment_in(konstanz, text=f"Wo ist die Haltestelle {number}?")
    page = tab(user=konstanz.moderator).open("/konstanz/dialog/")
    rows = page.locator("[data-queue] .queue__row")
    expect(rows).to_have_count(PAGE_SIZE)
    rows.last.click()
    expect(page.locator("#comment-title")).to_be_focused()

    page.keyboard.press("j")

    expect(rows).to_have_count(PAGE_SIZE + 2)
    expect(rows.nth(PAGE_SIZE)).to_have_attribute("aria-current", "true")
    expect(page.locator("#comment-title")).to_be_focused()


def test_keys_are_moved_switched_off_and_put_back(tab, konstanz):
    page = tab(user=konstanz.moderator).open("/konstanz/einstellungen/tasten/")
    field = page.get_by_label("Kommentar stehen lassen")

    field.fill("c")
    field.press("Control+Enter")
    expect(page.get_by_text("Die Taste „c“ würde zweierlei tun")).to_be_visible()
    page.get_by_label("Kommentar stehen lassen").fill("x")
    page.get_by_label("Kommentar stehen lassen").press("Control+Enter")
    expect(page.get_by_text("Ihre Tasten sind gespeichert")).to_be_visible()

    page.goto(page.url.replace("einstellungen/tasten/", "dialog/"))
    page.keyboard.press("j")
    expect(page.locator("#comment-title")).to_be_focused()
    expect(page.get_by_role("button", name="Stehen lassen").locator("kbd")).to_have_text("x")
    page.keyboard.press("l")
    page.wait_for_timeout(200)
    assert nothing_was_decided(konstanz)
    page.keyboard.press("?")
    help_lines = page.locator("#help [data-keys] li").all_inner_texts()
    assert any("x" in line.split() and "stehen" in line.lower() for line in help_lines)
    page.keyboard.press("Escape")

    page.goto(page.url.partition("/konstanz/")[0] + "/konstanz/einstellungen/tasten/")
    page.get_by_label("Alle Einzeltasten abschalten").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Ihre Tasten sind gespeichert")).to_be_visible()
    page.goto(page.url.replace("einstellungen/tasten/", "dialog/"))
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    expect(page.locator("#comment-title")).to_have_count(0)

    page.goto(page.url.replace("dialog/", "einstellungen/tasten/"))
    page.get_by_role("button", name="Alles wie am Anfang").click()
    konstanz.moderator.refresh_from_db()
    assert konstanz.moderator.key_choice == ""


def test_the_form_of_the_keys_works_without_a_script(tab, konstanz):
    page = tab(user=konstanz.moderator, java_script_enabled=False).open("/konstanz/einstellungen/tasten/")

    page.get_by_label("Rückgängig binnen zehn Sekunden").fill("")
    page.get_by_role("button", name="Speichern").click()

    konstanz.moderator.refresh_from_db()
    assert konstanz.moderator.key_choice == "u="
