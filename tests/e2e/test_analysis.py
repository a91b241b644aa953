# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The analysis in the browser: a town the census says nothing about, and weights before any result."""

import re

import pytest
from django.utils import translation
from django_scopes import scope
from playwright.sync_api import Page, expect

from accounts.models import Role
from strategy import services
from strategy.domain.age_bands import CENSUS_GROUPS, group_band
from strategy.models import PlatformAnalysis
from strategy.queries.outline import ages
from tests.e2e.browser import check_page
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

RANKING = "Rangfolge mit Ihren Gewichten"
WITHOUT_AGES = "01054039"  # Gröde: the census publishes its population only
PEOPLE = 10


def town_with_a_draft(name: str, code: str):
    services.load_reference_tables()
    town = MunicipalityFactory(name=name, slug="hier", municipality_code=code, population=11 * PEOPLE)
    author = person(town, Role.COMMUNICATIONS, name="Alma Beispiel")
    with scope(municipality=town):
        strategy = services.start_strategy(town, actor=author)
        services.add_target_group(strategy, actor=author, name="Junge Erwachsene", age_from=18, age_to=34)
    return town, author


def type_ages(page: Page, people: str) -> None:
    with translation.override("de"):
        labels = [ages(band.first, band.last) for band in map(group_band, CENSUS_GROUPS)]
    for label in labels:
        page.get_by_label(label, exact=True).fill(people)


@pytest.mark.parametrize("with_script", [True, False])
def test_a_town_without_ages_types_them_and_gets_its_ranking(tab, transactional_db, with_script):
    town, author = town_with_a_draft("Gröde", WITHOUT_AGES)
    shown = tab(width=360, user=author, java_script_enabled=with_script)
    page = shown.open("/hier/strategie/analyse/")
    expect(page.get_by_text("Keine Altersangaben", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Weiter zu den Gewichten")).to_have_count(0)
    if with_script:
        assert check_page(shown) == []

    page.get_by_role("link", name="Altersangaben eintippen").click()
    expect(page.get_by_label("Name der Gemeinde")).to_have_value("Gröde")
    page.get_by_label("Einwohnerzahl").fill(str(11 * PEOPLE))
    page.get_by_label("Quelle").fill("Melderegister, 31.12.2025")
    page.get_by_label("Jahr der Zahlen").fill("2025")
    type_ages(page, str(10 * PEOPLE))
    page.get_by_role("button", name="Weiter zu den Gewichten").click()
    # Ten times the people: refused, and what was typed stays.
    expect(page.get_by_role("alert").first).to_contain_text(f"{110 * PEOPLE}")
    expect(page.get_by_label("Quelle")).to_have_value("Melderegister, 31.12.2025")
    assert page.locator("[name^=age_]").evaluate_all("all => all.map(one => one.value)") == [str(10 * PEOPLE)] * 11
    page.locator("[name^=age_]").first.fill("viele")
    page.get_by_role("button", name="Weiter zu den Gewichten").click()
    expect(page.locator("[name^=age_]").first).to_have_value("viele")
    with scope(municipality=town):
        assert not PlatformAnalysis.objects.exists()

    type_ages(page, str(PEOPLE))
    page.get_by_role("button", name="Weiter zu den Gewichten").click()
    page.get_by_role("button", name="Gewichte festschreiben").click()
    page.get_by_role("button", name="Ergebnis zeigen").click()

    expect(page.get_by_role("heading", name=RANKING)).to_be_visible()
    expect(page.get_by_text("Die Altersangaben wurden selbst eingetippt")).to_be_visible()
    expect(page.get_by_text("Melderegister, 31.12.2025").first).to_be_visible()


@pytest.mark.parametrize("with_script", [True, False])
def test_no_result_is_reached_before_the_weights_are_frozen_and_a_later_run_says_it_followed_one(
    tab, transactional_db, with_script
):
    town, author = town_with_a_draft("Konstanz", "08335043")
    reader = person(town, Role.LEADERSHIP, name="Mara Muster")
    desk = tab(user=author, java_script_enabled=with_script)
    page = desk.open("/hier/strategie/analyse/")
    page.get_by_role("button", name="Weiter zu den Gewichten").click()
    address = re.sub(r".*(/hier/.*)", r"\1", page.url)

    assert_no_result(desk, address)
    desk.open(address)
    expect(page.get_by_role("button", name="Ergebnis zeigen")).to_have_count(0)
    page.locator("[name=weight-reach]").select_option("5")
    page.get_by_role("button", name="Gewichte festschreiben").click()
    expect(page.get_by_text("Noch hat niemand ein Ergebnis gesehen")).to_be_visible()
    expect(page.locator(".facts").first).to_contain_text("Alma Beispiel")
    expect(page.locator(".facts").first.locator("time").first).to_be_visible()
    expect(page.locator("select")).to_have_count(0)
    assert_no_result(desk, address)
    assert_no_result(tab(user=reader), address)
    desk.open(address)
    page.get_by_role("button", name="Ergebnis zeigen").click()
    expect(page.get_by_role("heading", name=RANKING)).to_be_visible()
    expect(page.get_by_text("Alma Beispiel").first).to_be_visible()
    first = fingerprint(page)

    page.get_by_role("button", name="Mit anderen Gewichten neu rechnen").click()
    expect(page.get_by_text("Ein Ergebnis dieser Strategie ist schon bekannt")).to_be_visible()
    page.locator("[name=weight-reach]").select_option("0")
    page.get_by_role("button", name="Gewichte festschreiben").click()
    page.get_by_role("button", name="Ergebnis zeigen").click()

    expect(page.get_by_text("nachdem ein früheres Ergebnis dieser Strategie bekannt war")).to_be_visible()
    assert fingerprint(page) != first
    page.get_by_role("link", name="Läufe vergleichen").click()
    row = page.get_by_role("row", name=re.compile("Ein früheres Ergebnis war bekannt"))
    expect(row.get_by_role("cell")).to_have_text(["nein", "ja"])
    desk.open(address)
    assert fingerprint(page) == first


def assert_no_result(shown, address: str) -> None:
    """Neither on the page of the run nor under any address of a result, typed or sent."""
    page = shown.open(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name=RANKING)).to_have_count(0)
    for path, status in (("dokument.pdf", 404), ("ergebnis.json", 404), ("ergebnis/", 405), ("laeufe/", 200)):
        answer = shown.context.request.get(f"{shown.base_url}{address}{path}")
        assert answer.status == status, path
        assert "Rangfolge" not in answer.text()
    shown.complaints.clear()


def fingerprint(page: Page) -> str:
    return "".join(page.locator("section[aria-labelledby=frozen-title] code").inner_text().split())
