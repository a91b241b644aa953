# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A decision is pasted, explained by one button, and its draft is the composer with gaps."""

import re
from datetime import date

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.models import CouncilSource
from channels_mgmt.services.council import note_decision, set_decision_aside
from channels_mgmt.services.explaining import explain_decision
from tests.channels_mgmt.factories import give_mandate, live_channel
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SUBJECT = "Neufassung der Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"
WORDS = "Der Gemeinderat beschließt die Neufassung in der vorgelegten Form. Sie tritt am 1. Januar 2027 in Kraft."


@pytest.mark.parametrize("theme", THEMES)
def test_a_pasted_decision_becomes_a_draft(tab, transactional_db, theme):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    chief = person(town, Role.COMMUNICATIONS)
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=chief)
        page = shown.open("/konstanz/planen/beschluesse/")
        assert check_page(shown) == []
        shoot(shown, f"beschluesse-leer-{theme}")
    with scope(municipality=town):
        give_mandate(town, "mastodon")
        live_channel(town)
        common = {"actor": chief, "decided_on": date(2026, 11, 24), "body": "Sitzung des Gemeinderats"}
        note_decision(town, title=SUBJECT, text=WORDS * 4, web="https://rat.example/to/1", **common)
        set_decision_aside(note_decision(town, title="Wahl der Prüfer", text=WORDS, **common), actor=chief)
        explain_decision(note_decision(town, title="Brunnen am Markt", text=WORDS, **common), actor=chief)
        CouncilSource.objects.create(
            municipality=town,
            url="https://rat.example/oparl/system",
            next_at="2027-01-01T00:00:00Z",
            error="rat.example hat nicht rechtzeitig geantwortet.",
        )
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=chief)
        for address, name in (("?stand=alle", "beschluesse"), ("neu/", "beschluss"), ("quelle/", "ris")):
            page = shown.open(f"/konstanz/planen/beschluesse/{address}")
            assert check_page(shown) == []
            assert check_no_cut_words(page) == []
            shoot(shown, f"{name}-{theme}")
    page = shown.open("/konstanz/planen/beschluesse/neu/")
    page.get_by_label("Gegenstand").fill("Haushalt 2027")
    page.get_by_label("Wortlaut des Beschlusses").fill(WORDS)
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("button", name=re.compile("Erklären.*Haushalt 2027")).click()
    expect(page.get_by_label("Arbeitstitel")).to_have_value("Beschluss: Haushalt 2027")
    expect(page.locator("#id_text")).to_have_value(WORDS_OF_DRAFT)


WORDS_OF_DRAFT = (
    "Vor Kurzem wurde beschlossen: Haushalt 2027\n\n[… Was ändert sich dadurch, ab wann, und für wen?]\n\n"
    f"[… Warum wurde so entschieden?]\n\nIm Wortlaut: „{WORDS}“"
)
