# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the plan marks, seen at every width."""

from datetime import datetime, time

import pytest
from django.utils.timezone import localdate
from django_scopes import scope

from accounts.models import Role
from channels_mgmt.services.planning import create_post
from channels_mgmt.services.spans import add_action_day
from tests.channels_mgmt.factories import ChannelFactory
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

FEST = "Donaudampfschifffahrtsgesellschaftsjubiläum"


@pytest.fixture
def officer(transactional_db):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    with scope(municipality=town):
        officer = person(town, Role.COMMUNICATIONS)
        channels = [ChannelFactory(municipality=town, name="Mastodon der Stadt")]
        first = localdate().replace(day=5)
        add_action_day(town, actor=officer, name=FEST, first=first, last=first.replace(day=18))
        for number in range(4):
            wall = datetime.combine(first.replace(day=9 + number), time(10))
            create_post(
                town, actor=officer, title=f"Wochenmarkt {number}", text="Frisch.", wall=wall, channels=channels
            )
    return officer


@pytest.mark.parametrize("theme", THEMES)
def test_marked_days_are_readable_at_every_width(tab, officer, theme):
    month = f"planen/monat/{localdate():%Y-%m}/"
    week = f"planen/woche/{localdate().replace(day=9):%Y-%m-%d}/"
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=officer)
        for name in (month, week, "planen/liste/", "planen/tafel/", "planen/tage/", "planen/tage/ferien/"):
            page = shown.open(f"/konstanz/{name}")
            assert [name, width, *check_page(shown)] == [name, width]
            assert [name, width, *check_no_cut_words(page)] == [name, width]
            shoot(shown, f"plan-{name.split('/')[-2]}-{theme}")
            if name not in ("planen/tage/ferien/", "planen/tafel/"):
                assert page.get_by_text(FEST).first.is_visible()
