# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post on every way: changed, kept, copied, and its proof, with and without JavaScript."""

import re
from datetime import date

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.models import WayText
from channels_mgmt.services.planning import create_post
from channels_mgmt.services.ways import note_other_way, save_way
from tests.channels_mgmt.factories import give_mandate, live_channel
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TEXT = (
    "Ab Montag ist die Lindenstraße zwischen Markt und Grundstücksverkehrsgenehmigungsstelle gesperrt. Der Bus hält "
    "bis Freitag am Markt. 🚧\n\nBitte nehmen Sie die Umleitung.\n\n#Lindenhagen #Verkehr"
)


@pytest.mark.parametrize("theme", THEMES)
def test_one_text_on_every_way(tab, transactional_db, theme):
    town = MunicipalityFactory(
        name="Konstanz", slug="konstanz", asks_other_way=True, contact_email="post@stadt.example"
    )
    editor, chief = person(town, Role.EDITOR), person(town, Role.COMMUNICATIONS)
    with scope(municipality=town):
        give_mandate(town, "mastodon")
        channel = live_channel(town)
        post = create_post(town, actor=editor, title="Lindenstraße gesperrt", text=TEXT, channels=[channel])
        other = create_post(
            town, actor=editor, title="Laub", text=TEXT, alternative_url="https://www.stadt.example/laub"
        )
        note_other_way(other, actor=editor, notice_on=date(2026, 12, 1), notice_place="Rathaus", reason="")
        save_way(other, actor=editor, way="website", text="Laubsäcke\n\nAb Montag im Bauhof.", revision=0)
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=editor)
        for number, name in ((post.pk, "wege-offen"), (other.pk, "wege")):
            page = shown.open(f"/konstanz/planen/beitrag/{number}/wege/")
            page.evaluate("for (const part of document.querySelectorAll('details.disclosure')) part.open = true")
            assert check_page(shown) == []
            assert check_no_cut_words(page) == []
            shoot(shown, f"{name}-{theme}")
        page = shown.open(f"/konstanz/planen/beitrag/{post.pk}/")
        assert check_page(shown) == []
        shoot(shown, f"wege-beitrag-{theme}")
        settings = tab(width=width, theme=theme, user=chief)
        settings.open("/konstanz/planen/wege/")
        assert check_page(settings) == []
        shoot(settings, f"wege-einstellung-{theme}")
    page.get_by_role("link", name="Zur Stelle").first.click()
    page.get_by_label("Warum es sonst nirgends steht").fill("Nur ein kurzer Hinweis")
    page.get_by_role("button", name="Vermerken").click()
    expect(page.get_by_text("sonst nirgends, mit Grund", exact=True)).to_be_visible()
    page.get_by_role("textbox", name="Text: Amtsblatt").fill("Lindenstraße zu\nBis Freitag.")
    page.get_by_role("button", name=re.compile("Worte speichern.*Amtsblatt")).click()
    expect(page.get_by_text("eigene Worte", exact=True)).to_be_visible()
    with scope(municipality=town):
        assert WayText.objects.get(post=post).text == "Lindenstraße zu\nBis Freitag."


def test_without_javascript_the_words_can_be_marked_and_saved(tab, transactional_db):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    editor = person(town, Role.EDITOR)
    with scope(municipality=town):
        post = create_post(town, actor=editor, title="Laub", text=TEXT)
    shown = tab(user=editor, java_script_enabled=False)
    page = shown.open(f"/konstanz/planen/beitrag/{post.pk}/wege/")

    expect(page.get_by_role("button", name=re.compile("Kopieren.*Messenger"))).to_be_hidden()
    page.get_by_role("textbox", name="Text: Messenger").fill("*Laub*\n\nAb Montag.")
    page.get_by_role("button", name=re.compile("Worte speichern.*Messenger")).click()

    expect(page.get_by_role("textbox", name="Text: Messenger")).to_have_value("*Laub*\n\nAb Montag.")
