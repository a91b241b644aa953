# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plan, composer, approvals and channels in a real browser."""

from dataclasses import dataclass

import pytest
from django_scopes import scope

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Channel, Post
from channels_mgmt.services.media import add_image
from channels_mgmt.services.planning import create_post, submit_post
from tests.channels_mgmt import photos
from tests.channels_mgmt.factories import ChannelFactory, give_mandate, live_channel
from tests.e2e.browser import check_page
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@dataclass
class Office:
    town: Municipality
    editor: User
    officer: User
    post: Post
    planned: Channel

    def path(self, rest: str) -> str:
        return f"/{self.town.slug}/{rest}"


@pytest.fixture
def office() -> Office:
    town = MunicipalityFactory(name="Musterstadt an der Großen Linde")
    with scope(municipality=town):
        give_mandate(town, "mastodon", "bluesky")
        editor = person(town, Role.EDITOR, name="Alma Beispiel")
        officer = person(town, Role.COMMUNICATIONS, name="Bruno Muster")
        channels = [live_channel(town, 1, name="Mastodon"), live_channel(town, 2, platform="bluesky", name="Bluesky")]
        asset = add_image(town, actor=editor, upload=photos.upload())
        post = create_post(
            town,
            actor=editor,
            title="Straßenverkehrsordnungswidrigkeitenverfahren kurz erklärt",
            text="Was passiert mit einem Strafzettel? https://www.musterstadt.example/strafzettel",
            channels=channels,
            images=[(asset, "Ein Strafzettel am Scheibenwischer")],
        )
        submit_post(post, actor=editor)
        planned = ChannelFactory(municipality=town, name="Bluesky zum Üben", platform="bluesky")
    return Office(town, editor, officer, post, planned)


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1440, "dark")])
def test_every_page_is_accessible_and_fits(tab, office, width, theme):
    own = tab(width=width, theme=theme, user=office.officer)
    pages = ["planen/", "planen/woche/", "planen/liste/", "planen/freigaben/", "planen/neu/", "einstellungen/kanaele/"]
    pages += [f"planen/beitrag/{office.post.pk}/", f"planen/beitrag/{office.post.pk}/bearbeiten/"]
    pages += [f"einstellungen/kanaele/{office.planned.pk}/{rest}" for rest in ("", "verbinden/", "bearbeiten/")]
    for path in pages:
        own.open(office.path(path))
        assert [path, *check_page(own)] == [path]


def test_the_preview_follows_the_typing(tab, office):
    own = tab(user=office.editor)
    page = own.open(office.path("planen/neu/"))

    page.get_by_label("Bluesky", exact=True).check()
    page.locator("#id_text").fill("ä" * 305)

    page.get_by_text("305 von 300").wait_for()
    assert page.locator(".preview__over").inner_text().count("ä") == 5
    assert own.complaints == []


def test_a_post_is_written_and_approved_without_javascript(tab, office):
    page = tab(user=office.editor, java_script_enabled=False).open(office.path("planen/neu/"))
    page.locator("#id_title").fill("Winterdienst")
    page.locator("#id_text").fill("Der Winterdienst räumt ab 6 Uhr.")
    page.get_by_label("Mastodon", exact=True).check()
    page.get_by_role("button", name="Vorschau").click()
    page.get_by_text("32 von 500").wait_for()
    page.get_by_role("button", name="Speichern und einreichen").click()
    page.get_by_text("Freigabe offen").first.wait_for()

    page = tab(user=office.officer, java_script_enabled=False).open(office.path("planen/freigaben/"))
    page.get_by_role("article", name="Winterdienst").get_by_role("button", name="Freigeben").click()
    page.get_by_text("„Winterdienst“ ist freigegeben").wait_for()

    with scope(municipality=office.town):
        assert Post.objects.get(title="Winterdienst").approved_by == office.officer


def test_the_plan_is_worked_by_keyboard(tab, office):
    page = tab(user=office.editor).open(office.path("planen/"))

    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/planen/monat/**")
    page.keyboard.press("t")
    page.wait_for_url("**/planen/#heute")
    page.keyboard.press("/")
    page.keyboard.type("Strafzettel")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Strafzettel**")
    page.keyboard.press("n")
    page.wait_for_url("**/planen/neu/")
