# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts carried by mouse and by keys through week and board, put back, and told why where they may not go."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from django.utils.timezone import localdate
from django_scopes import scope
from playwright.sync_api import Page, expect

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Post
from channels_mgmt.services.planning import create_post
from channels_mgmt.services.stops import stop_publishing
from tests.channels_mgmt.factories import give_mandate, live_channel
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TITLE = "Wochenmarkt"


@dataclass
class Desk:
    town: Municipality
    editor: User

    def post(self, day: date) -> Post:
        with scope(municipality=self.town):
            channel = live_channel(self.town, name="Mastodon")
            wall = datetime.combine(day, time(10))
            text = "Am Samstag ist Wochenmarkt."
            url = {"alternative_url": "https://www.musterstadt.example/markt"}
            return create_post(
                self.town, actor=self.editor, title=TITLE, text=text, channels=[channel], wall=wall, **url
            )

    def now(self, post: Post) -> Post:
        with scope(municipality=self.town):
            return Post.objects.get(pk=post.pk)


@pytest.fixture
def desk() -> Desk:
    town = MunicipalityFactory(name="Musterstadt", asks_other_way=False)
    with scope(municipality=town):
        give_mandate(town, "mastodon")
        return Desk(town, person(town, Role.EDITOR))


def next_monday() -> date:
    return localdate() + timedelta(days=7 - localdate().weekday())


def next_christmas() -> date:
    today = localdate()
    return date(today.year + ((today.month, today.day) >= (12, 25)), 12, 25)


def week_of(tab, desk: Desk, day: date) -> Page:
    own = tab(user=desk.editor)
    own.page.set_viewport_size({"width": 1440, "height": 2000})
    return own.open(f"/{desk.town.slug}/planen/woche/{day}/")


def board_of(tab, desk: Desk) -> Page:
    own = tab(user=desk.editor)
    own.page.set_viewport_size({"width": 1440, "height": 1200})
    return own.open(f"/{desk.town.slug}/planen/tafel/")


def link(page: Page):
    return page.locator("[data-day], [data-stage]").get_by_role("link", name=TITLE)


def drag(page: Page, to: str) -> None:
    link(page).drag_to(page.locator(to).first)
    page.wait_for_load_state()


def carry(page: Page, *keys: str) -> None:
    link(page).focus()
    for key in ("m", *keys, "Enter"):
        page.keyboard.press(key)
    page.wait_for_load_state()


def put_back(page: Page) -> None:
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("steht wieder, wo er stand")).to_be_visible()


def test_a_post_is_carried_to_another_day_of_the_week_and_back(tab, desk):
    post = desk.post(next_monday())
    thursday = next_monday() + timedelta(days=3)
    page = week_of(tab, desk, next_monday())

    drag(page, f"[data-day='{thursday}']")
    expect(page.get_by_text("ist jetzt für")).to_be_visible()
    assert desk.now(post).planned_day == thursday
    put_back(page)
    assert desk.now(post).planned_day == next_monday()

    carry(page, "ArrowDown", "ArrowDown")
    expect(page.get_by_text("ist jetzt für")).to_be_visible()
    assert desk.now(post).planned_day == next_monday() + timedelta(days=2)
    assert desk.now(post).planned_time == time(10)
    put_back(page)
    assert desk.now(post).planned_day == next_monday()


def test_onto_a_day_that_has_passed_a_post_is_not_carried_and_the_page_says_so(tab, desk):
    wednesday = next_monday() - timedelta(days=12)
    post = desk.post(wednesday)
    page = week_of(tab, desk, wednesday)

    drag(page, f"[data-day='{wednesday - timedelta(days=1)}']")

    expect(page.get_by_text("Dieser Tag ist vorbei. Bitte wählen Sie einen späteren.")).to_be_visible()
    assert desk.now(post).planned_day == wednesday
    assert page.get_by_role("button", name="Rückgängig").count() == 0


def test_onto_a_holiday_a_post_is_carried_with_a_sentence_and_one_click_takes_it_back(tab, desk):
    holiday = next_christmas()
    eve = holiday + timedelta(days=-1 if holiday.weekday() else 2)
    post = desk.post(eve)
    page = week_of(tab, desk, eve)

    drag(page, f"[data-day='{holiday}']")

    expect(page.get_by_text("Dieser Tag ist ein Feiertag: Erster Weihnachtstag.")).to_be_visible()
    assert desk.now(post).planned_day == holiday
    put_back(page)
    assert desk.now(post).planned_day == eve


def test_into_a_pause_a_post_is_carried_with_a_sentence_and_one_click_takes_it_back(tab, desk):
    post = desk.post(next_monday())
    with scope(municipality=desk.town):
        stop_publishing(desk.town, actor=desk.editor, reason="Unfall am Bahnhof")
    page = week_of(tab, desk, next_monday())

    carry(page, "ArrowDown")

    expect(page.get_by_text("An diesem Tag ist das Veröffentlichen angehalten (Unfall am Bahnhof)")).to_be_visible()
    assert desk.now(post).planned_day == next_monday() + timedelta(days=1)
    put_back(page)
    assert desk.now(post).planned_day == next_monday()


def test_on_the_board_a_post_asks_for_approval_by_drag_and_by_keys_and_comes_back(tab, desk):
    post = desk.post(next_monday())
    page = board_of(tab, desk)

    drag(page, "[data-stage='in_review']")
    expect(page.get_by_text("wartet jetzt auf die Freigabe")).to_be_visible()
    assert desk.now(post).state == Post.State.IN_REVIEW
    put_back(page)
    assert desk.now(post).state == Post.State.DRAFT

    carry(page, "ArrowRight")
    expect(page.get_by_text("wartet jetzt auf die Freigabe")).to_be_visible()
    drag(page, "[data-stage='draft']")
    expect(page.get_by_text("ist wieder ein Entwurf")).to_be_visible()
    assert desk.now(post).state == Post.State.DRAFT


def test_where_a_post_may_not_go_on_the_board_it_stays_and_the_page_says_why(tab, desk):
    post = desk.post(next_monday())
    page = board_of(tab, desk)

    for column, words in (("planned", "wo alles zu lesen ist"), ("out", "von selbst")):
        drag(page, f"[data-stage='{column}']")
        expect(page.locator("[role=alert], .toast, .note").filter(has_text=words).first).to_be_visible()
        assert desk.now(post).state == Post.State.DRAFT
