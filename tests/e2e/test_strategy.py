# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A strategy in the browser: written in an afternoon, analysed without prejudice, signed on a phone."""

import re

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from accounts.models import Role
from strategy import services
from strategy.models import SectionDraft, Strategy, StrategySection
from strategy.queries import decided_platforms, strategy_in_force
from tests.e2e.browser import check_page, sign_in
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.strategy.factories import complete_strategy, submitted_strategy

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SECTIONS = {
    "mandate": "Wir informieren, hören zu und antworten.",
    "crisis": "Es entscheidet die Bürgermeisterin.",
    "accessibility": "Jedes Bild hat einen Alternativtext.",
}


@pytest.fixture
def konstanz():
    services.load_reference_tables()
    return MunicipalityFactory(name="Konstanz", slug="konstanz", municipality_code="08335043", population=86_437)


def fill_in(page: Page, part: str) -> None:
    page.get_by_role("link", name=re.compile(rf"^Ausfüllen\s*: {part}$")).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("with_script", [True, False])
def test_from_nothing_to_a_submitted_strategy(tab, konstanz, with_script):
    author = person(konstanz, Role.COMMUNICATIONS, name="Alma Beispiel")
    for name in ("Mara Muster", "Bernd Beispiel"):
        person(konstanz, Role.LEADERSHIP, name=name)
    shown = tab(user=author, java_script_enabled=with_script)
    page = shown.open("/konstanz/strategie/")
    page.get_by_label("Klein: weniger als 10.000").check()
    page.get_by_role("button", name="Strategie beginnen").click()

    for part in ("mandate", "crisis", "accessibility"):
        shown.open(f"/konstanz/strategie/teil/{part}/")
        page.get_by_label("Text").fill(SECTIONS[part])
        page.get_by_role("button", name="Speichern").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Social-Media-Strategie")

    shown.open("/konstanz/strategie/rollen/")
    for field in page.locator('select[name^="person-"]').all():
        field.select_option(label=author.name)
    for field in page.locator('select[name^="deputy-"]').all():
        field.select_option(label="Mara Muster")
    page.get_by_role("button", name="Speichern").click()
    shown.open("/konstanz/strategie/freigabeweg/")
    for risk in ("sensitive", "crisis"):
        page.locator(f'[name="approver-{risk}"]').select_option(label="Mara Muster")
        page.locator(f'[name="deputy-{risk}"]').select_option(label="Bernd Beispiel")
    page.get_by_role("button", name="Speichern").click()
    shown.open("/konstanz/strategie/kosten/")
    page.get_by_label("Wer antwortet, wenn").select_option(label="Bernd Beispiel")
    page.get_by_role("button", name="Speichern").click()

    fill_in(page, "Ziele")
    page.get_by_label("Kennzahl").select_option(label="Beantwortete Fragen in Prozent")
    page.get_by_label("Ausgangswert").fill("40")
    page.get_by_label("Zielwert").fill("90")
    page.get_by_label("Erreicht bis").fill("2027-06-30")
    page.get_by_label("Wer sich darum kümmert").last.select_option(label=author.name)
    page.get_by_role("button", name="Hinzufügen").click()
    page.get_by_role("link", name="Zurück zum Dokument").click()

    fill_in(page, "Zielgruppen")
    page.get_by_label("Name").fill("Junge Familien")
    page.get_by_label("Alter von").fill("28")
    page.get_by_label("Alter bis").fill("45")
    page.get_by_role("button", name="Hinzufügen").click()
    page.get_by_role("link", name="Weiter zur Analyse").click()

    expect(page.get_by_role("img", name="Wie alt sind die Menschen in Konstanz")).to_be_visible()
    page.get_by_role("button", name="Weiter zu den Gewichten").click()
    expect(page.get_by_text("Ergebnis zeigen")).to_have_count(0)
    page.locator("[name=weight-privacy]").select_option("5")
    page.get_by_role("button", name="Gewichte festschreiben").click()
    page.get_by_role("button", name="Ergebnis zeigen").click()
    expect(page.get_by_role("heading", name="Rangfolge mit Ihren Gewichten")).to_be_visible()
    page.get_by_role("link", name="Zur Entscheidung").click()

    for platform in ("Mastodon", "Bluesky", "Facebook"):
        page.get_by_label(platform, exact=True).check()
        page.get_by_label(f"Grund für oder gegen {platform}").fill(f"{platform} passt zu uns.")
        page.get_by_label(f"Ausstiegsplan für {platform}").fill("Ankündigen, sichern, abschalten.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("höchstens zwei Plattformen")
    page.get_by_label("Facebook", exact=True).uncheck()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("YouTube an erster Stelle")
    page.get_by_label("Grund für oder gegen YouTube").fill("Videos schaffen wir nicht.")
    page.get_by_role("button", name="Speichern").click()

    page.get_by_role("button", name="Zur Unterschrift einreichen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Social-Media-Strategie")
    expect(page.get_by_text("Wartet auf die Unterschrift")).to_be_visible()
    with scope(municipality=konstanz):
        assert Strategy.objects.get().state == Strategy.State.SUBMITTED


def test_the_mayor_returns_and_later_signs_on_a_phone(tab, konstanz):
    author, mayor = person(konstanz, Role.COMMUNICATIONS), person(konstanz, Role.LEADERSHIP)
    with scope(municipality=konstanz):
        strategy = submitted_strategy(konstanz, author=author)
    shown = tab(width=360, user=mayor)
    page = shown.open("/admin/")
    page.get_by_role("link", name="Lesen und entscheiden").click()
    expect(page.get_by_label("Ihr Kennwort")).to_be_visible()
    assert check_page(shown) == []

    page.get_by_text("Mit Begründung zurückgeben").first.click()
    page.get_by_label("Was soll geändert werden?").fill("Bitte mehr Stunden einplanen.")
    page.get_by_role("button", name="Mit Begründung zurückgeben").click()
    expect(page.get_by_text("Mit Ihrer Begründung an")).to_be_visible()
    with scope(municipality=konstanz):
        returned = Strategy.objects.get()
        assert (returned.state, returned.return_reason) == (Strategy.State.DRAFT, "Bitte mehr Stunden einplanen.")
        services.submit_strategy(returned, actor=author)

    shown.open(f"/admin/strategy/strategy/{strategy.pk}/")
    page.get_by_label("Ihr Kennwort").fill("geraten")
    page.get_by_role("button", name="Unterzeichnen").click()
    expect(page.get_by_role("alert")).to_contain_text("Kennwort")
    page.get_by_label("Ihr Kennwort").fill(PASSWORD)
    page.get_by_role("button", name="Unterzeichnen").click()

    expect(page.get_by_text("Unterzeichnet von")).to_be_visible()
    with scope(municipality=konstanz):
        assert strategy_in_force(konstanz) == strategy
        assert decided_platforms(konstanz) == ["mastodon", "bluesky"]


def test_two_officers_in_one_part_see_both_texts(tab, konstanz):
    author = person(konstanz, Role.COMMUNICATIONS)
    with scope(municipality=konstanz):
        complete_strategy(konstanz, author=author)
    one, two = tab(user=author), tab(user=person(konstanz, Role.COMMUNICATIONS, name="Bruno Zweit"))
    first, second = one.open("/konstanz/strategie/teil/tone/"), two.open("/konstanz/strategie/teil/tone/")

    second.get_by_label("Text").fill("Wir sagen Du.")
    second.get_by_role("button", name="Speichern").click()
    expect(second.get_by_text("Wir sagen Du.")).to_be_visible()
    first.get_by_label("Text").fill("Wir sagen Sie.")
    first.get_by_role("button", name="Speichern").click()

    expect(first.get_by_role("heading", name="Was Bruno Zweit gespeichert hat")).to_be_visible()
    expect(first.get_by_label("Text")).to_have_value("Wir sagen Sie.")
    with scope(municipality=konstanz):
        assert StrategySection.objects.get(key="tone").text == "Wir sagen Du."


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1440, "dark")])
def test_every_page_of_the_strategy_is_accessible(tab, konstanz, width, theme):
    author = person(konstanz, Role.COMMUNICATIONS)
    with scope(municipality=konstanz):
        strategy = complete_strategy(konstanz, author=author)
        result = strategy.analyses.get()
        begun = services.start_analysis(strategy, actor=author, profile_code="08335043")
    shown = tab(width=width, theme=theme, user=author)

    for path in (
        "",
        "teil/mandate/",
        "kosten/",
        "ziele/",
        "zielgruppen/",
        "analyse/?q=konst",
        f"analyse/{begun.pk}/",
        f"analyse/{result.pk}/",
        "entscheidung/",
        "themensaeulen/",
        "rollen/",
        "freigabeweg/",
        "kosten/posten/",
        "anrede/",
        "kommentare/roles/",
        "verwerfen/",
    ):
        shown.open(f"/konstanz/strategie/{path}")
        assert check_page(shown) == [], path


# -- nothing typed is lost ------------------------------------------------------------------------

TONE = "/konstanz/strategie/teil/tone/"


@pytest.fixture
def writer(konstanz):
    author = person(konstanz, Role.COMMUNICATIONS)
    with scope(municipality=konstanz):
        services.start_strategy(konstanz, actor=author)
    return author


def state_of(page: Page):
    return page.locator("[data-draft-state]")


def test_text_typed_without_a_connection_is_kept_and_sent_when_it_is_back(tab, konstanz, writer):
    shown = tab(user=writer)
    page = shown.open(TONE)
    shown.context.set_offline(True)
    page.get_by_label("Text").fill("Im Zug geschrieben.")
    expect(state_of(page)).to_contain_text("Keine Verbindung")

    shown.context.set_offline(False)
    expect(state_of(page)).to_contain_text("Aufbewahrt")
    page.reload()

    expect(page.get_by_label("Text")).to_have_value("Im Zug geschrieben.")
    expect(page.get_by_text("noch nicht gespeichert").first).to_be_visible()
    with scope(municipality=konstanz):
        assert StrategySection.objects.get(key="tone").text == ""


def test_text_survives_the_end_of_the_session(tab, konstanz, writer, live_server):
    shown = tab(user=writer)
    page = shown.open(TONE)
    shown.context.clear_cookies()
    page.get_by_label("Text").fill("Nach der Sitzung geschrieben.")
    expect(state_of(page)).to_contain_text("abgemeldet")

    sign_in(shown.context, writer, live_server.url)
    shown.open(TONE)

    expect(page.get_by_label("Text")).to_have_value("Nach der Sitzung geschrieben.")
    expect(state_of(page)).to_contain_text("Aufbewahrt")


def test_two_tabs_of_one_person_show_both_texts(tab, konstanz, writer):
    shown = tab(user=writer)
    first = shown.open(TONE)
    second = shown.context.new_page()
    second.goto(shown.base_url + TONE)
    first.get_by_label("Text").fill("Fenster eins.")
    expect(state_of(first)).to_contain_text("Aufbewahrt")

    second.get_by_label("Text").fill("Fenster zwei.")

    expect(second.locator("[data-other]")).to_contain_text("Fenster eins.")
    expect(second.get_by_label("Text")).to_have_value("Fenster zwei.")
    second.get_by_role("button", name="Text im Feld behalten").click()
    expect(state_of(second)).to_contain_text("Aufbewahrt")
    with scope(municipality=konstanz):
        assert SectionDraft.objects.get().text == "Fenster zwei."
