# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Connecting a channel by signing in at a running server, with and without JavaScript."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.models import Channel
from tests.channels_mgmt.factories import ChannelFactory
from tests.connectors.mastodon_peer import running_mastodon
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", THEMES)
def test_the_way_to_the_server_and_back(tab, transactional_db, live_server, settings, theme):
    settings.BASE_URL = live_server.url
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    officer = person(town, Role.COMMUNICATIONS)
    with running_mastodon() as server, scope(municipality=town):
        channel = ChannelFactory(
            municipality=town, connector="mastodon", base_url=server, name="Stadt Konstanz auf Mastodon"
        )
        connect = f"/konstanz/einstellungen/kanaele/{channel.pk}/verbinden/"
        for width in WIDTHS:
            shown = tab(width=width, theme=theme, user=officer, java_script_enabled=theme == "light")
            page = shown.open(connect)
            if theme == "light":
                assert check_page(shown) == []
                assert check_no_cut_words(page) == []
            shoot(shown, f"anmelden-{theme}")
            page.get_by_role("button", name="Anmeldung vorbereiten").click()
            expect(page.get_by_role("link", name="Weiter zu 127.0.0.1")).to_be_visible()
            if theme == "light":
                assert check_page(shown) == []
            shoot(shown, f"anmelden-weiter-{theme}")
            page.get_by_role("link", name="Weiter zu 127.0.0.1").click()
            page.get_by_role("button", name="(@ada)").click()
            expect(page.get_by_role("heading", name="Ist das das richtige Konto?")).to_be_visible()
            assert "code=" not in page.url
            shown.requested.clear()  # the server was visited on purpose
            shown.complaints.clear()  # and has no picture for the tab
            if theme == "light":
                assert check_page(shown) == []
                assert check_no_cut_words(page) == []
            shoot(shown, f"anmelden-konto-{theme}")
        page.get_by_role("button", name="Verbinden").click()
        expect(page.get_by_text("Verbunden mit @ada")).to_be_visible()
        assert Channel.objects.get().account_id
