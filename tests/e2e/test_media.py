# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The media library in a browser: whole pages, and the focus by click, by keys and without a script."""

from datetime import timedelta

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.models import MediaAsset, PostMedia
from channels_mgmt.services.media import add_image
from channels_mgmt.services.rights import enter_consent, save_licence
from channels_mgmt.services.withdrawals import withdraw_consent
from tests.channels_mgmt import photos
from tests.channels_mgmt.factories import draft, live_channel
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def filled(transactional_db):
    """A town, its editor, and a photo with a consent that is withdrawn and terms; one that nobody has spoken about."""
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    editor = person(town, Role.EDITOR)
    with scope(municipality=town):
        channel = live_channel(town)
        name = "Verkehrsinfrastrukturfinanzierungsgesellschaftsmitarbeiterversammlung-2026.jpg"
        asset = add_image(town, actor=editor, upload=photos.upload(photos.noise(), name=name), credit="Stadt Konstanz")
        add_image(town, actor=editor, upload=photos.upload())
        post = draft(town, editor, [channel], title="Sommerfest der Kita Regenbogen")
        PostMedia.objects.create(post=post, asset=asset, position=1, alt_text="Kinder auf einer Wiese")
        today = town.local_day()
        given = {"purpose": "Berichte über das Sommerfest", "given_on": today - timedelta(days=30), "assets": [asset]}
        consent = enter_consent(town, actor=editor, who="Gruppe der Kita Regenbogen", signed_by="parents", **given)
        enter_consent(town, actor=editor, who="Bauhof", purpose="Winterdienst", signed_by="self", given_on=today)
        withdraw_consent(consent, actor=editor, withdrawn_on=today, note="E-Mail der Mutter")
        terms = {"source": "Fotostudio Seeblick", "terms": "cc_by", "credit_line": "Foto: M. Haas", "author": "M. Haas"}
        licence = save_licence(town, actor=editor, asset=asset, valid_until=today + timedelta(days=9), **terms)
    return editor, asset, consent, licence, post


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_of_the_library_is_whole(tab, filled, theme):
    editor, asset, consent, licence, post = filled
    pages = {
        "mediathek": "medien/",
        "mediathek-leer": "medien/?q=nichts",
        "bild": f"medien/{asset.pk}/",
        "einwilligungen": "einwilligungen/",
        "einwilligung": f"einwilligungen/{consent.pk}/",
        "einwilligung-neu": f"einwilligungen/neu/?bild={asset.pk}",
        "lizenzen": "lizenzen/",
        "lizenz": f"lizenzen/{licence.pk}/",
        "ausschnitt": f"beitrag/{post.pk}/bearbeiten/",
    }
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=editor)
        for name, path in pages.items():
            page = shown.open(f"/konstanz/planen/{path}")
            assert check_page(shown) == [], name
            assert check_no_cut_words(page) == [], name
            shoot(shown, f"medien-{name}-{theme}")


def test_the_focus_follows_click_and_keys_and_is_kept_by_the_button(tab, filled):
    editor, asset, *_rest = filled
    page = tab(user=editor).open(f"/konstanz/planen/medien/{asset.pk}/")
    picture, x, y = (
        page.locator("[data-picture] > svg"),
        page.get_by_label("Von links, in"),
        page.get_by_label("Von oben, in"),
    )
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.7})
    expect(x).to_have_value("20")
    expect(y).to_have_value("70")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    expect(x).to_have_value("19")
    expect(y).to_have_value("80")
    square = page.locator("[data-shape='1:1'] svg").get_attribute("viewBox")

    page.get_by_role("button", name="Blickpunkt speichern").click()

    expect(page.get_by_text("Der Blickpunkt ist gespeichert.")).to_be_visible()
    # What the script has drawn is what the server keeps.
    assert page.locator("[data-shape='1:1'] svg").get_attribute("viewBox") == square
    with scope(municipality=asset.municipality):
        assert MediaAsset.objects.get(pk=asset.pk).focus == (19, 80)


def test_without_a_script_two_numbers_do_the_same(tab, filled):
    editor, asset, *_rest = filled
    page = tab(user=editor, java_script_enabled=False).open(f"/konstanz/planen/medien/{asset.pk}/")

    page.get_by_label("Von links").fill("30")
    page.get_by_role("button", name="Blickpunkt speichern").click()

    with scope(municipality=asset.municipality):
        assert MediaAsset.objects.get(pk=asset.pk).focus == (30, 50)
