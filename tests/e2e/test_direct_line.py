# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The direct line in the browser: asked beside the work, answered on a phone without login."""

import re

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Letter, Role
from strategy.models import DirectQuestion
from tests.community.factories import comment_in
from tests.e2e.browser import check_page
from tests.factories import MunicipalityFactory, person
from tests.strategy.factories import asked_question

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

State = DirectQuestion.State


@pytest.fixture
def town():
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP, name="Die Bürgermeisterin")


def links_to(head, town):
    with scope(municipality=town):
        return re.findall(r"https?://[^/]+(/antwort/\S+)", Letter.objects.get(to=head.email).text)


def test_asked_from_the_queue_and_answered_on_a_phone_by_a_link(tab, town, mayor, live_server):
    moderator = person(town, Role.MODERATOR)
    with scope(municipality=town):
        comment_in(town, text="Wann ist die Brücke wieder frei?")
    desk = tab(user=moderator)
    page = desk.open("/konstanz/dialog/")

    page.keyboard.press("f")
    expect(page.get_by_role("dialog", name="Frage an die Spitze")).to_be_visible()
    assert check_page(desk) == []
    page.get_by_role("button", name="Frage senden").click()
    page.get_by_label("Ihre Frage").fill("Dürfen wir den Termin nennen?")
    page.get_by_label("Was man dazu wissen muss").fill("Der Bauhof sagt: Freitag.")
    page.get_by_role("button", name="Frage senden").click()
    expect(page.get_by_text("Ihre Frage ist unterwegs.")).to_be_visible()
    page.get_by_role("button", name="Weiterarbeiten").click()
    expect(page).to_have_url(re.compile(r"/konstanz/dialog/$"))

    yes, no, _call = links_to(mayor, town)
    scanner = tab().page.request
    for link in (yes, no):
        assert scanner.get(live_server.url + link).status == 200
        assert scanner.head(live_server.url + link).status == 200
    with scope(municipality=town):
        assert DirectQuestion.objects.get().state == State.ASKED

    phone = tab(width=360)
    shown = phone.open(yes)
    expect(shown.get_by_role("heading", level=1)).to_have_text("Dürfen wir den Termin nennen?")
    expect(shown.get_by_text("Der Bauhof sagt: Freitag.")).to_be_visible()
    assert check_page(phone) == []
    shown.get_by_role("button", name="„Ja“ antworten").click()
    expect(shown.get_by_role("heading", level=1)).to_contain_text("Danke")
    assert check_page(phone) == []

    shown.goto(live_server.url + no)
    expect(shown.get_by_text("Jede Frage wird einmal beantwortet.")).to_be_visible()
    expect(shown.get_by_role("button")).to_have_count(0)
    with scope(municipality=town):
        question = DirectQuestion.objects.get()
        assert (question.chosen_text, question.answered_by) == ("Ja", mayor)

    page.goto(live_server.url + "/konstanz/")
    page.get_by_role("link", name="Die Antwort ist da: Ja").click()
    page.get_by_role("button", name="Zur Kenntnis genommen").click()
    expect(page.get_by_text("gehalten").first).to_be_visible()


def test_a_question_begun_in_the_dialog_survives_closing_it(tab, town, mayor):
    page = tab(user=person(town, Role.EDITOR)).open("/konstanz/planen/")
    page.get_by_role("link", name="Frage an die Spitze").click()
    page.get_by_label("Ihre Frage").fill("Darf das raus?")

    page.keyboard.press("Escape")
    page.get_by_role("link", name="Frage an die Spitze").click()

    expect(page.get_by_label("Ihre Frage")).to_have_value("Darf das raus?")


def test_without_a_script_the_form_is_a_page_and_leads_back(tab, town, mayor):
    page = tab(user=person(town, Role.EDITOR), java_script_enabled=False).open("/konstanz/planen/")
    place = page.url

    page.get_by_role("link", name="Frage an die Spitze").click()
    page.get_by_label("Ihre Frage").fill("Darf das raus?")
    page.get_by_role("button", name="Frage senden").click()

    expect(page.get_by_text("Ihre Frage ist unterwegs.")).to_be_visible()
    assert page.url == place


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1440, "dark")])
def test_every_page_of_the_direct_line_is_accessible(tab, town, mayor, width, theme):
    editor = person(town, Role.EDITOR)
    with scope(municipality=town):
        question = asked_question(town, editor)
    for user in (editor, mayor):
        shown = tab(width=width, theme=theme, user=user)
        for path in ("", f"{question.pk}/"):
            shown.open(f"/konstanz/strategie/direkter-draht/{path}")
            assert check_page(shown) == [], path
    shown = tab(width=width, theme=theme, user=editor)
    shown.open("/konstanz/strategie/direkter-draht/fragen/?von=/konstanz/")
    assert check_page(shown) == []
