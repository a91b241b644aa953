# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The netiquette in Chromium: the builder with and without script, the switch at midnight local time."""

import re
from datetime import timedelta

import pytest
import time_machine
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from netiquette.models import Netiquette
from tests.e2e.browser import check_axe, check_contrast, check_no_sideways_scroll
from tests.factories import MunicipalityFactory, person
from tests.netiquette.factories import draft_netiquette, scheduled_netiquette, signed_netiquette

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(transactional_db):
    return MunicipalityFactory(contact_email="rathaus@stadt.example", website="https://stadt.example")


@pytest.mark.parametrize("with_script", [True, False])
def test_a_clause_comes_from_the_library_and_is_translated(tab, here, with_script):
    officer = person(here, Role.COMMUNICATIONS)
    with scope(municipality=here):
        draft_netiquette(here, author=officer)
    shown = tab(width=360, user=officer, java_script_enabled=with_script)
    page = shown.open(f"/{here.slug}/netiquette/bearbeiten/bibliothek/?suche=straftaten")
    page.get_by_role("button", name=re.compile("In den Entwurf übernehmen.*Keine Aufrufe zu Straftaten")).click()
    page.get_by_role("link", name="Bearbeiten: Keine Aufrufe zu Straftaten").click()
    page.get_by_label("Wortlaut").fill("Es gilt Klarnamenpflicht.")
    if with_script:
        expect(
            page.get_by_text("eine Pflicht zum echten Namen").or_(page.locator(".note--warning")).first
        ).to_be_visible()
    page.get_by_role("button", name="Speichern").click()
    page = shown.open(f"/{here.slug}/netiquette/bearbeiten/sprachen/")

    expect(page.get_by_text("veraltet").first).to_be_visible()
    if with_script:
        assert shown.complaints == []


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1440, "dark")])
def test_the_pages_of_the_builder_are_accessible(tab, here, width, theme):
    officer = person(here, Role.COMMUNICATIONS)
    with scope(municipality=here):
        clause = draft_netiquette(here, author=officer).clauses.get(key="beleidigung")
    shown, found = tab(width=width, theme=theme, user=officer), []
    base = f"/{here.slug}/netiquette/bearbeiten"
    for path in (
        "/",
        "/bibliothek/",
        "/sprachen/",
        "/geltung/",
        f"/klausel/{clause.pk}/",
        f"/klausel/{clause.pk}/sprache/en/",
    ):
        page = shown.open(base + path)
        found += [f"{path} {complaint}" for complaint in shown.complaints]  # before axe brings styles of its own
        check = check_axe if width == 360 else check_contrast
        found += [f"{path} {problem}" for problem in (*check(page), *check_no_sideways_scroll(page))]
        shown.complaints.clear()

    assert found == []


def test_the_version_switches_at_midnight_local_time_without_any_worker(tab, here):
    with scope(municipality=here):
        signed_netiquette(here)
        second = scheduled_netiquette(here)
    citizen = tab(width=360, java_script_enabled=False)

    with time_machine.travel(second.planned_for - timedelta(seconds=1), tick=False):
        before = citizen.open(f"/{here.slug}/netiquette/").locator("main").inner_text()
    with time_machine.travel(second.planned_for, tick=False):
        after = citizen.open(f"/{here.slug}/netiquette/").locator("main").inner_text()

    assert "Fassung 1, in Kraft" in before and "Fassung 2, in Kraft" in after
    assert citizen.context.cookies() == []
    with scope(municipality=here):
        assert Netiquette.objects.get(pk=second.pk).state == "scheduled"
