# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What platforms count, how a channel fares, who has access, and its closing."""

import pytest
from django.core.management import call_command
from django_scopes import scope, scopes_disabled
from playwright.sync_api import expect

from accounts.models import Role, User
from channels_mgmt.models import Channel, ChannelClosing, ClosingStep, Delivery
from channels_mgmt.services.closing import settle_step
from tests.channels_mgmt.factories import give_mandate, live_channel
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_figures_answer_their_questions_and_take_what_a_person_saw(tab, transactional_db):
    call_command("seed_demo")
    with scopes_disabled():
        editor = User.objects.get(email="redaktion@lindenhagen.example")
        channel = Channel.objects.filter(figures__isnull=False).first()
        delivery = Delivery.objects.filter(channel=channel, figures__source__gt="").first()
    for theme in THEMES:
        for width in WIDTHS:
            shown = tab(width=width, theme=theme, user=editor)
            page = shown.open(f"/lindenhagen/einstellungen/kanaele/{channel.pk}/zahlen/")
            page.get_by_text("Zahlen des Kontos eintragen").click()
            assert check_page(shown) == []
            assert check_no_cut_words(page) == []
            shoot(shown, f"zahlen-kanal-{theme}", full_page=True)
            page = shown.open(f"/lindenhagen/planen/beitrag/{delivery.post_id}/zahlen/")
            assert check_page(shown) == []
            assert check_no_cut_words(page) == []
            shoot(shown, f"zahlen-beitrag-{theme}", full_page=True)
            page = shown.open(f"/lindenhagen/einstellungen/kanaele/{channel.pk}/zustand/")
            assert check_page(shown) == []
            assert check_no_cut_words(page) == []
            shoot(shown, f"zustand-{theme}", full_page=True)
    page = shown.open(f"/lindenhagen/einstellungen/kanaele/{channel.pk}/zahlen/")
    page.get_by_text("Zahlen des Kontos eintragen").click()
    page.get_by_role("spinbutton", name="Folgende").fill("1290")
    page.get_by_label("Woher sind die Zahlen?").fill("Profilseite")
    page.get_by_role("button", name="Zahlen speichern").click()
    expect(page.get_by_text("Die Zahlen sind mit ihrer Quelle gespeichert.")).to_be_visible()
    expect(page.get_by_text("waren es 1.290.", exact=False)).to_be_visible()


@pytest.mark.parametrize("theme", THEMES)
def test_a_public_channel_is_closed_step_by_step(tab, transactional_db, theme):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    officer, head = person(town, Role.COMMUNICATIONS), person(town, Role.LEADERSHIP)
    with scope(municipality=town):
        give_mandate(town, "mastodon")
        channel = live_channel(town, connector="mastodon", base_url="https://social.example", name="Stadt Konstanz")
    address = f"/konstanz/einstellungen/kanaele/{channel.pk}/schliessung/"
    page = tab(user=officer, java_script_enabled=False).open(address)
    page.get_by_label("Warum wird der Kanal geschlossen?").fill("Zu wenige Menschen erreicht")
    page.get_by_role("button", name="Schließung beginnen").click()
    expect(page.get_by_text("8 Punkte der Liste sind noch offen.")).to_be_visible()
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=officer)
        page = shown.open(address)
        assert check_page(shown) == []
        assert check_no_cut_words(page) == []
        shoot(shown, f"schliessung-{theme}", full_page=True)
    with scope(municipality=town):
        closing = ChannelClosing.objects.get()
        for key in ClosingStep.Key.values:
            settle_step(closing, actor=officer, key=key, answer="done")
    page = tab(user=head).open(address)
    page.get_by_role("button", name="Schließung unterzeichnen").click()
    expect(page.get_by_text("Unterzeichnet von", exact=False).first).to_be_visible()
