# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The handbook's worked example with its pictures, from the census to the signature.

Konstanz stands there for its real census figures; the people and the strategy are invented. Without ``SCREENSHOTS``
the same steps are taken and nothing is written. Every figure the chapter names is compared with the result.
"""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate, now, timedelta
from django_scopes import scope
from playwright.sync_api import Page, expect

from accounts.models import Role
from reporting.models import Heartbeat
from strategy import services
from strategy.models import RoleAssignment, Strategy
from strategy.presenters.analysis import sentences
from strategy.queries import decided_platforms, strategy_in_force
from strategy.services import ApprovalRow, RoleRow
from tests.e2e.browser import shoot
from tests.factories import PASSWORD, MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

CHAPTER = Path(settings.BASE_DIR) / "docs" / "handbuch" / "beispiel-konstanz.md"
PICTURES = (
    ("konstanz-alter", 1440),
    ("konstanz-gewichte", 1440),
    ("konstanz-ergebnis", 1440),
    ("konstanz-entscheidung", 1440),
    ("konstanz-strategie", 1440),
    ("konstanz-unterschrift", 360),
)
GROUPS = (
    ("Studierende und Auszubildende", "18", "29", "Wohnen, Nahverkehr, Nebenjob"),
    ("Familien mit Kindern", "30", "49", "Kita, Schule, Freizeit"),
    ("Menschen ab 60", "60", "", "Gesundheit, Ehrenamt, Mobilität"),
)
#: What the template leaves open, in the words of the example.
GAPS = {
    "(noch nicht eingetragen: Adresse der Website)": "www.konstanz.example",
    "(noch niemand benannt: Ämter, Personen, Stunden)": "Bürgerbüro 4, Tiefbauamt 3, Kulturamt 3 Stunden",
    "(noch niemand benannt: Fachstelle Barrierefreiheit)": "die Schwerbehindertenvertretung",
}
REASONS = {
    "instagram": "Erreicht Studierende und Familien; Kommentare lassen sich ausblenden und löschen.",
    "mastodon": "Datensparsam und ohne Konto lesbar; die Hochschulen sind dort.",
}


@pytest.fixture
def konstanz():
    Heartbeat.objects.update_or_create(component="worker", defaults={"seen_at": now()})
    services.load_reference_tables()
    return MunicipalityFactory(name="Konstanz", slug="konstanz", municipality_code="08335043", population=86_437)


@pytest.fixture
def team(konstanz):
    return {
        "author": person(konstanz, Role.COMMUNICATIONS, name="Alma Beispiel"),
        "mayor": person(konstanz, Role.LEADERSHIP, name="Mara Muster"),
        "deputy": person(konstanz, Role.LEADERSHIP, name="Bernd Beispiel"),
    }


def add_groups(page: Page) -> None:
    for name, first, last, situation in GROUPS:
        page.get_by_label("Name").fill(name)
        page.get_by_label("Alter von").fill(first)
        page.get_by_label("Alter bis").fill(last)
        page.get_by_label("Lebenslage").fill(situation)
        page.get_by_role("button", name="Hinzufügen").click()
        expect(page.get_by_text(name, exact=True)).to_be_visible()


def write_the_rest(strategy: Strategy, team: dict) -> None:
    """What the chapter tells in words: people, promises, goals, texts without blanks."""
    author, deputy = team["author"], team["deputy"]
    for section in strategy.sections.all():
        if "(noch " in section.text or not section.text:
            text = section.text or "Wir antworten, so schnell wir können."
            for gap, words in GAPS.items():
                text = text.replace(gap, words)
            services.edit_section(section, actor=author, text=text, seen_revision=section.revision)
    people = {kind: RoleRow(author, deputy, Decimal(2)) for kind in RoleAssignment.Kind.values}
    services.set_roles(strategy, actor=author, roles=people)
    steps = {risk: ApprovalRow(team["mayor"], deputy, hours) for risk, hours in (("sensitive", 24), ("crisis", 2))}
    services.set_approvals(strategy, actor=author, steps=steps)
    strategy.refresh_from_db()
    services.edit_figures(
        strategy,
        actor=author,
        seen_revision=strategy.revision,
        hours_per_week=Decimal("58.5"),
        budget_per_year=strategy.budget_per_year,
        answer_promise_hours=24,
        review_on=localdate() + timedelta(days=360),
        answer_deputy=deputy,
    )
    services.add_goal(
        strategy,
        actor=author,
        metric="answered",
        baseline=Decimal(40),
        target=Decimal(90),
        due_on=localdate() + timedelta(days=300),
        owner=author,
    )


def test_konstanz_from_the_census_to_the_signature(tab, konstanz, team):
    desk = tab(user=team["author"])
    page = desk.open("/konstanz/strategie/")
    expect(page.get_by_label("Groß: mehr als 50.000")).to_be_checked()
    page.get_by_role("button", name="Strategie beginnen").click()

    desk.open("/konstanz/strategie/zielgruppen/")
    add_groups(page)
    page.get_by_role("link", name="Weiter zur Analyse").click()
    expect(page.get_by_role("img", name="Wie alt sind die Menschen in Konstanz")).to_be_visible()
    shoot(desk, "konstanz-alter")

    page.get_by_role("button", name="Weiter zu den Gewichten").click()
    page.locator("#id_weight-reach").select_option("5")
    page.locator("#id_weight-privacy").select_option("4")
    shoot(desk, "konstanz-gewichte")
    page.get_by_role("button", name="Gewichte festschreiben").click()
    page.get_by_role("button", name="Ergebnis zeigen").click()
    expect(page.get_by_role("heading", name="Rangfolge mit Ihren Gewichten")).to_be_visible()
    shoot(desk, "konstanz-ergebnis")
    with scope(municipality=konstanz), translation.override("de"):
        strategy = Strategy.objects.get()
        result = strategy.analyses.get().result
        rows = sentences(result)
        write_the_rest(strategy, team)
    chapter = " ".join(CHAPTER.read_text(encoding="utf-8").split())
    assert f"der {result['people']['covered']:,} Menschen der drei Gruppen".replace(",", ".") in chapter
    instagram = next(row["sentence"].replace("\xa0", " ") for row in rows if row["platform"] == "instagram")
    assert "46 %" in instagram and "etwa 46 %" in chapter
    assert "Mit der Altersstruktur von Deutschland wären es 5,5 Prozentpunkte weniger" in instagram
    assert "mit der Altersstruktur von Deutschland wären es 5,5 Prozentpunkte weniger" in chapter
    told = re.findall(r"^\| (\d+) \| ([\w.]+) \| (\d+) \|", CHAPTER.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == [(str(row["rank"]), row["name"], row["points"]) for row in rows]

    page.get_by_role("link", name="Zur Entscheidung").click()
    for platform, reason in REASONS.items():
        name = platform.capitalize()
        page.get_by_label(name, exact=True).check()
        page.get_by_label(f"Grund für oder gegen {name}").fill(reason)
        page.get_by_label(f"Ausstiegsplan für {name}").fill("Ankündigen, Beiträge sichern, abschalten.")
    page.locator('[name="reason-youtube"]').fill("Regelmäßige Videos kann das Team nicht leisten.")
    shoot(desk, "konstanz-entscheidung")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Social-Media-Strategie")
    shoot(desk, "konstanz-strategie")
    page.get_by_role("button", name="Zur Unterschrift einreichen").click()
    expect(page.get_by_text("Wartet auf die Unterschrift")).to_be_visible()

    phone = tab(width=360, user=team["mayor"])
    reader = phone.open("/admin/")
    reader.get_by_role("link", name="Lesen und entscheiden").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Social-Media-Strategie")
    shoot(phone, "konstanz-unterschrift")
    reader.get_by_label("Ihr Kennwort").fill(PASSWORD)
    reader.get_by_role("button", name="Unterzeichnen").click()
    expect(reader.get_by_text("Unterzeichnet von Mara Muster")).to_be_visible()
    with scope(municipality=konstanz):
        assert strategy_in_force(konstanz) == strategy
        assert sorted(decided_platforms(konstanz)) == sorted(REASONS)
