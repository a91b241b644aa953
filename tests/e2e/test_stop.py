# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything is stopped from the plan, seen on every page, and let go on."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.models import PublishingStop
from channels_mgmt.services.publishing import publish_delivery
from tests.channels_mgmt.live import make_live_town
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WHY = "Unfall auf der Donaudampfschifffahrtsgesellschaftsbrücke"


@pytest.fixture
def town(transactional_db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


def test_the_press_office_stops_everything_and_decides_afterwards(tab, town):
    with scope(municipality=town):
        live = make_live_town(town)
    page = tab(width=360, user=person(town, Role.COMMUNICATIONS)).open("/konstanz/planen/")

    page.locator(".filters__ways > summary").click()
    page.get_by_role("link", name="Alles anhalten").click()
    page.get_by_label("Warum?").fill(WHY)
    page.get_by_role("button", name="Jetzt alles anhalten").click()
    expect(page.get_by_role("heading", name="Veröffentlichungen sind angehalten")).to_be_visible()
    with scope(municipality=town):
        publish_delivery(live.delivery().pk)

    page.goto(page.url.replace("planen/anhalten/", ""))
    page.get_by_role("link", name="Zum Halt").click()
    expect(page.get_by_role("link", name="Die Brücke ist wieder offen.")).to_be_visible()
    page.get_by_role("button", name="Weitermachen").click()

    expect(page.get_by_text("1 Beitrag wurde inzwischen fällig")).to_be_visible()
    expect(page.get_by_role("link", name="Die Brücke ist wieder offen.")).to_be_visible()
    with scope(municipality=town):
        assert live.public_texts == []
        assert not PublishingStop.objects.exists()


@pytest.mark.parametrize("theme", THEMES)
def test_before_and_in_the_stop_the_page_is_whole_at_every_width(tab, town, theme):
    with scope(municipality=town):
        live = make_live_town(town)
    officer = person(town, Role.COMMUNICATIONS)
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=officer)
        page = shown.open("/konstanz/planen/anhalten/")
        assert check_page(shown) == []
        assert check_no_cut_words(page) == []
        shoot(shown, f"anhalten-{theme}")
        page.get_by_label("Warum?").fill(WHY)
        page.get_by_role("button", name="Jetzt alles anhalten").click()
        with scope(municipality=town):
            publish_delivery(live.delivery().pk)
        page.reload()
        assert check_page(shown) == []
        assert check_no_cut_words(page) == []
        shoot(shown, f"angehalten-{theme}")
        page.get_by_role("button", name="Weitermachen").click()
