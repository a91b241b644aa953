# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plan, composer, approvals and channels in a real browser."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest
from django.utils.timezone import localdate
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Channel, Post
from channels_mgmt.services.media import add_image
from channels_mgmt.services.planning import create_post, submit_post
from tests.channels_mgmt import photos
from tests.channels_mgmt.factories import ChannelFactory, give_mandate, live_channel
from tests.e2e.browser import HEIGHTS, WIDTHS, check_bars, check_no_cut_words, check_page
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
    page.wait_for_url("**/suche/?q=Strafzettel")
    page.go_back()
    page.wait_for_url("**/planen/**")
    page.keyboard.press("n")
    page.wait_for_url("**/planen/neu/")


IN_SIGHT = """element => { const box = element.getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight; }"""


def test_text_photo_preview_date_and_submit_are_in_sight_together(tab, office):
    page = tab(user=office.editor).open(office.path("planen/neu/"))
    page.get_by_label("Mastodon", exact=True).check()
    page.locator(".preview").wait_for()

    shown = ("#id_title", "#id_text", "#id_photo", "#id_photo_alt", ".preview", "#id_day", "#id_time", "[value=submit]")
    for place in (*shown, ".action-bar [value=save]"):
        assert [place, page.locator(place).first.evaluate(IN_SIGHT)] == [place, True]

    page.mouse.wheel(0, 4000)
    for place in ("#id_day", "#id_time", "[value=submit]"):
        assert [place, page.locator(place).evaluate(IN_SIGHT)] == [place, True]


def test_the_bar_of_the_composer_is_one_line_in_place_of_the_menu(tab, office):
    page = tab(width=360, user=office.editor).open(office.path("planen/neu/"))

    bar = page.locator(".composer .action-bar").bounding_box()
    menu = page.locator(".side__nav")

    assert bar["height"] <= 0.1 * HEIGHTS[360] and bar["y"] + bar["height"] == HEIGHTS[360]
    assert menu.evaluate("menu => getComputedStyle(menu).position") == "relative"
    assert check_bars(page) == []
    assert page.locator(".composer .action-bar [value=submit]").evaluate(IN_SIGHT)


def test_the_next_free_slot_is_offered_without_javascript(tab, office):
    page = tab(user=office.editor, java_script_enabled=False).open(office.path("planen/neu/"))
    page.locator("#id_title").fill("Winterdienst")

    page.get_by_role("button", name="Nächster freier Termin").click()
    page.get_by_text("In den Servicezeiten").wait_for()

    assert page.locator("#id_day").input_value()
    assert page.locator("#id_time").input_value()
    assert page.locator("#id_title").input_value() == "Winterdienst"


@pytest.fixture
def planned(office):
    """A draft planned for next Monday; its Tuesday stands in the same month's table, whatever today is."""
    with scope(municipality=office.town):
        wall = datetime.combine(next_monday(), time(10))
        return create_post(office.town, actor=office.editor, title="Wochenmarkt", wall=wall)


def next_monday():
    return localdate() + timedelta(days=7 - localdate().weekday())


def day_of(office, post):
    with scope(municipality=office.town):
        return Post.objects.get(pk=post.pk).planned_day


def test_a_post_is_moved_by_one_drag_and_put_back_by_one_click(tab, office, planned):
    tuesday = next_monday() + timedelta(days=1)
    own = tab(user=office.editor)
    own.page.set_viewport_size({"width": 1440, "height": 1800})
    page = own.open(office.path(f"planen/monat/{next_monday():%Y-%m}/"))
    post = page.locator("a.event", has_text="Wochenmarkt")

    post.drag_to(page.locator(f"td:has(time[datetime='{tuesday}'])"))
    page.get_by_text("ist jetzt für").wait_for()
    assert day_of(office, planned) == tuesday

    page.get_by_role("button", name="Rückgängig").click()
    page.get_by_text("steht wieder, wo er stand").wait_for()
    assert day_of(office, planned) == next_monday()
    assert own.complaints == []


def test_escape_leaves_a_post_where_it_is(tab, office, planned):
    page = tab(user=office.editor).open(office.path(f"planen/monat/{next_monday():%Y-%m}/"))
    page.locator("a.event", has_text="Wochenmarkt").focus()

    for key in ("m", "ArrowRight", "Escape", "ArrowRight"):
        page.keyboard.press(key)
    page.wait_for_load_state()

    assert day_of(office, planned) == next_monday()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_of_the_plan_is_cut(tab, office, planned, width):
    own = tab(width=width, user=office.officer)

    for path in (f"planen/monat/{next_monday():%Y-%m}/", "planen/woche/", "planen/liste/", "planen/neu/"):
        assert [path, *check_no_cut_words(own.open(office.path(path)))] == [path]


def test_the_month_is_printed_landscape_on_one_sheet(tab, office, planned):
    page = tab(user=office.editor).open(office.path(f"planen/monat/{next_monday():%Y-%m}/"))

    paper = page.pdf(prefer_css_page_size=True)

    sheets = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert len(sheets) == 1
    assert float(sheets[0][0]) > float(sheets[0][1])


def test_the_offer_to_undo_leaves_its_words_room_on_a_phone(tab, office):
    own = tab(width=360, user=office.officer)
    page = own.open(office.path(f"planen/beitrag/{office.post.pk}/"))
    page.get_by_role("button", name=re.compile("^Freigeben")).first.click()
    page.get_by_role("button", name=re.compile("Jetzt veröffentlichen")).first.click()

    words, button = page.locator("[data-undo] p"), page.locator("[data-undo] button")

    expect(words).to_contain_text("in zehn Sekunden")
    assert words.bounding_box()["width"] > 190
    assert button.bounding_box()["y"] >= words.bounding_box()["y"] + words.bounding_box()["height"]
    assert check_page(own) == []
