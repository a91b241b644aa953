# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Startklar* in the browser: accessible, printable, reached from the start page."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from tests.channels_mgmt.factories import give_mandate, live_channel
from tests.e2e.browser import check_page
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town():
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    with scope(municipality=town):
        give_mandate(town, "mastodon")
        live_channel(town)
    return town


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (360, "dark"), (1440, "light"), (1440, "dark")])
def test_startklar_is_accessible_at_every_width(tab, town, width, theme):
    shown = tab(width=width, theme=theme, user=person(town, Role.COMMUNICATIONS))
    page = shown.open("/konstanz/")
    page.get_by_role("region", name="Startklar?").get_by_role("link", name="Alle Schritte ansehen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Startklar?")
    for area in ("Auftrag", "Regeln", "Menschen", "Kanäle", "Krise", "Sicherheit"):
        expect(page.get_by_role("heading", level=2, name=area, exact=True)).to_be_visible()
    assert check_page(shown) == []


def test_on_paper_stand_the_steps_and_not_the_frame(tab, town):
    page = tab(user=person(town, Role.COMMUNICATIONS)).open("/konstanz/startklar/")

    page.emulate_media(media="print")

    expect(page.get_by_text("Zwei Personen")).to_be_visible()
    expect(page.locator(".side")).to_be_hidden()
    expect(page.get_by_role("button", name="Drucken")).to_be_hidden()
