# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first ten minutes: from an empty town to an answered citizen, by one person in at most three forms."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from community.models import PlatformAction
from community.services.actions import carry_out_action
from practice.models import PracticePost
from tests.e2e.browser import THEMES, WIDTHS, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MOST_FORMS = 3


@pytest.fixture
def town():
    return MunicipalityFactory(name="Musterstadt", slug="musterstadt")


@pytest.mark.parametrize("has_script", [True, False])
def test_the_first_practice_post_takes_one_person_and_at_most_three_forms(tab, town, has_script):
    shown = tab(user=person(town, Role.ADMINISTRATOR), java_script_enabled=has_script)
    forms = []
    shown.page.on("request", lambda request: request.method == "POST" and forms.append(request.url))
    page = shown.open("/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Die ersten zehn Minuten")
    page.get_by_role("button", name="Jetzt üben").click()
    expect(page.get_by_text("Brauche ich für einen neuen Reisepass einen Termin?")).to_be_visible()
    page.get_by_label("Ihre Antwort").fill("Ja, gern. Bitte bringen Sie den alten Pass mit.")
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.get_by_text("Das war der ganze Weg")).to_be_visible()

    assert len(forms) == 2 <= MOST_FORMS
    with scope(municipality=town), time_machine.travel(now() + timedelta(seconds=11)):
        carry_out_action(PlatformAction.objects.get().pk)
        assert PracticePost.objects.get(reply_to__reply_to__isnull=False).text.startswith("Ja, gern.")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_guided_page_is_accessible_empty_and_filled(tab, town, width, theme):
    shown = tab(width=width, theme=theme, user=person(town, Role.ADMINISTRATOR))
    page = shown.open("/musterstadt/erste-schritte/")
    shoot(shown, f"erste-schritte-leer-{theme}", full_page=True)
    assert check_page(shown) == []

    page.get_by_role("button", name="Jetzt üben").click()

    expect(page.get_by_label("Ihre Antwort")).to_be_visible()
    shoot(shown, f"erste-schritte-{theme}", full_page=True)
    assert check_page(shown) == []
