# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Unsaved text stays in the browser until the server has confirmed it (static/js/core/unsaved.js)."""

import json

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from accounts.models import Role
from channels_mgmt.models import Post
from community.models import Decision
from netiquette.models import Netiquette
from netiquette.services import start_netiquette
from tests.channels_mgmt.factories import draft, live_channel
from tests.channels_mgmt.photos import picture
from tests.community.factories import comment_in
from tests.e2e.browser import check_page, shoot, sign_in
from tests.factories import MunicipalityFactory, person
from tests.waiting import wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('dorflinde-unsaved:')).length"
NEW = "/konstanz/planen/neu/"
BACK = "Zurückgeholt, wie Sie es"


@pytest.fixture
def town(db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


def write(page: Page, title: str = "Freibad", text: str = "Das Freibad öffnet am Samstag.") -> None:
    page.get_by_label("Arbeitstitel").fill(title)
    page.get_by_label("Text", exact=True).fill(text)


def expect_written(page: Page, title: str = "Freibad", text: str = "Das Freibad öffnet am Samstag.") -> None:
    expect(page.get_by_label("Text", exact=True)).to_have_value(text)
    expect(page.get_by_label("Arbeitstitel")).to_have_value(title)


def kept(page: Page) -> int:
    page.wait_for_load_state()  # what the server confirmed is dropped by a script that runs after the page is there
    return page.evaluate(KEPT)


def test_every_field_is_kept_over_a_reload_and_put_back_with_its_date_or_discarded(tab, editor):
    shown = tab(user=editor)
    page = shown.open(NEW)
    write(page)
    page.get_by_label("Routine: geht ohne Freigabe hinaus").check()

    page.reload()

    expect_written(page)
    expect(page.get_by_label("Routine: geht ohne Freigabe hinaus")).to_be_checked()
    note = page.get_by_role("status").filter(has_text=BACK)
    expect(note).to_contain_text("Uhr geschrieben haben")
    assert check_page(shown) == []
    shoot(shown, "unsaved-put-back")
    note.get_by_role("button", name="Verwerfen").click()
    expect_written(page, "", "")
    expect(page.get_by_label("Sensibel: eine Person gibt frei")).to_be_checked()
    assert kept(page) == 0


def test_the_server_confirms_what_it_has_and_only_that(tab, town, editor):
    shown = tab(user=editor)
    page = shown.open(NEW)
    write(page, title="x" * 120)
    page.get_by_label("Arbeitstitel").evaluate("field => { field.removeAttribute('maxlength'); field.value += 'yz'; }")
    page.get_by_role("button", name="Entwurf speichern").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert kept(page) == 1, "refused: nothing is confirmed"

    shown.open(NEW)
    expect_written(page, "x" * 120 + "yz")
    write(page)
    page.get_by_role("button", name="Entwurf speichern").last.click()

    expect(page.get_by_text("Der Beitrag ist gespeichert.")).to_be_visible()
    assert kept(page) == 0
    with scope(municipality=town):
        assert Post.objects.get().text == "Das Freibad öffnet am Samstag."


def test_a_server_that_is_down_while_saving_loses_nothing(tab, editor):
    shown = tab(user=editor)
    page = shown.open(NEW)
    write(page)
    shown.context.set_offline(True)
    page.get_by_role("button", name="Entwurf speichern").last.click()
    page.wait_for_url("chrome-error://**")

    shown.context.set_offline(False)
    shown.open(NEW)

    expect_written(page)
    page.get_by_role("button", name="Entwurf speichern").last.click()
    expect(page.get_by_text("Der Beitrag ist gespeichert.")).to_be_visible()
    assert kept(page) == 0


def test_text_is_still_there_after_the_session_ended_and_a_new_login(tab, town, editor, live_server):
    shown = tab(user=editor)
    page = shown.open(NEW)
    write(page)
    shown.context.clear_cookies()
    shown.open(NEW)
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()

    sign_in(shown.context, editor, live_server.url)
    shown.open(NEW)

    expect_written(page)


def test_going_back_brings_the_text_back(tab, editor):
    shown = tab(user=editor)
    page = shown.open(NEW)
    write(page)
    shown.open("/konstanz/planen/")

    page.go_back()

    expect_written(page)


def test_whoever_signs_out_leaves_nothing_in_the_browser(tab, editor):
    page = tab(user=editor).open(NEW)
    write(page)
    assert kept(page) == 1

    page.goto(page.url.replace(NEW, "/konto/logout/"))
    page.locator("main").get_by_role("button", name="Abmelden").click()

    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    assert kept(page) == 0


def test_another_person_at_the_same_browser_finds_nothing(tab, town, editor, live_server):
    shown = tab(user=editor)
    page = shown.open(NEW)
    write(page)

    sign_in(shown.context, person(town, Role.COMMUNICATIONS), live_server.url)
    shown.open(NEW)

    expect_written(page, "", "")
    assert kept(page) == 0, "not for this person, and not in the browser's memory"


def test_text_of_a_closed_window_is_put_back_and_of_an_open_one_is_offered(tab, town, editor, live_server):
    shown = tab(user=editor)
    first = shown.open(NEW)
    write(first, text="Erstes Fenster.")
    second = shown.context.new_page()
    second.goto(live_server.url + NEW)

    panel = second.locator("[data-other]")
    expect(panel).to_contain_text("Sie haben auch in einem anderen Fenster geschrieben")
    expect(panel).to_contain_text("Erstes Fenster.")
    expect_written(second, "", "")
    second.get_by_role("button", name="Text im Feld behalten").click()
    expect(panel).to_have_count(0)
    first.get_by_label("Text", exact=True).fill("Noch einmal.")
    second.close()
    first.close()
    third = shown.context.new_page()
    third.goto(live_server.url + NEW)

    expect_written(third, text="Noch einmal.")


def test_text_on_which_somebody_saved_meanwhile_is_shown_beside_it(tab, town, editor):
    with scope(municipality=town):
        post = draft(town, editor, [live_channel(town)], title="Freibad", text="Alt.")
    shown = tab(user=editor)
    page = shown.open(f"/konstanz/planen/beitrag/{post.pk}/bearbeiten/")
    page.get_by_label("Text", exact=True).fill("Von mir.")
    with scope(municipality=town):
        Post.objects.update(text="Von der Kollegin.", revision=1)

    page.reload()

    panel = page.locator("[data-other]")
    expect(panel).to_contain_text("Seit Sie geschrieben haben, wurde hier etwas anderes gespeichert")
    expect(panel.locator("tbody tr")).to_have_count(1)
    expect(panel).to_contain_text("Von mir.")
    expect(panel).to_contain_text("Von der Kollegin.")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Von der Kollegin.")
    assert check_page(shown) == []
    shoot(shown, "unsaved-two-texts")
    page.get_by_role("button", name="Anderen Text übernehmen").click()
    page.get_by_role("button", name="Entwurf speichern").last.click()
    expect(page.get_by_text("Der Beitrag ist gespeichert.")).to_be_visible()
    with scope(municipality=town):
        assert Post.objects.get().text == "Von mir."


def test_an_answer_is_kept_until_it_is_sent(tab, town, live_server):
    moderator = person(town, Role.MODERATOR)
    with scope(municipality=town):
        comment = comment_in(town, text="Wann ist die Brücke wieder frei?")
    shown = tab(user=moderator)
    address = f"/konstanz/dialog/{comment.pk}/"
    page = shown.open(address)
    page.locator("#reply-form textarea").press_sequentially("Am Freitag.")
    page.close()
    page = shown.context.new_page()
    page.goto(live_server.url + address)
    expect(page.locator("#reply-form textarea")).to_have_value("Am Freitag.")
    assert kept(page) == 1

    page.get_by_role("button", name="Antwort senden").click()

    expect(page.get_by_role("button", name="Rückgängig").first).to_be_visible()
    wait_for(lambda: kept(page) == 0, "nothing is kept any more")
    with scope(municipality=town):
        assert Decision.objects.get().reply_text == "Am Freitag."


def test_a_form_of_many_long_texts_is_kept_whole(tab, town):
    officer = person(town, Role.COMMUNICATIONS)
    with scope(municipality=town):
        start_netiquette(town, actor=officer)
        number = Netiquette.objects.get().clauses.first().pk
    page = tab(user=officer).open(f"/konstanz/netiquette/bearbeiten/klausel/{number}/")
    fields = page.locator("#clause-form textarea")
    texts = [f"Absatz {n}, in Ruhe geschrieben." for n in range(fields.count())]
    assert len(texts) > 2
    for field, text in zip(fields.all(), texts, strict=True):
        field.evaluate(
            "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', {bubbles: true})); }", text
        )

    page.reload()

    for field, text in zip(fields.all(), texts, strict=True):
        expect(field).to_have_value(text)
    page.locator("#clause-form").get_by_role("button", name="Speichern").click()
    wait_for(lambda: kept(page) == 0, "nothing is kept any more")


def test_no_password_is_kept_and_old_text_expires(tab, town):
    page = tab(user=person(town, Role.ADMINISTRATOR)).open("/konstanz/planen/")
    entry = {"at": 0, "typed": {"text": "Alt"}, "base": {"text": ""}}
    page.evaluate("entry => localStorage.setItem('dorflinde-unsaved:0-0:/x/:y', entry)", json.dumps(entry))

    page.reload()

    assert kept(page) == 0
    page.evaluate(
        """() => {
          const form = document.createElement("form");
          form.dataset.unsaved = "";
          form.innerHTML = '<input name="a" type="password"><input name="api_token"><input name="f" type="file">';
          document.querySelector("main").append(form);
          document.body.dispatchEvent(new Event("htmx:afterSettle", { bubbles: true }));
        }"""
    )
    page.locator("[name=a]").fill("geheim")
    page.locator("[name=api_token]").fill("geheim")
    assert kept(page) == 0


def test_only_what_cannot_be_kept_warns_before_the_page_is_left(tab, town):
    page = tab(user=person(town, Role.EDITOR)).open(NEW)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Arbeitstitel").press_sequentially("Freibad")
    page.goto("about:blank")
    assert asked == []

    page.go_back()
    page.get_by_label("Arbeitstitel").press_sequentially("Freibad")
    page.locator("input[type=file]").set_input_files(
        {"name": "bad.png", "mimeType": "image/png", "buffer": picture("PNG")}
    )
    page.goto("about:blank")

    assert asked == ["beforeunload"]
