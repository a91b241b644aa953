# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A phone takes a photo: few taps, no connection, another person at the same browser."""

import struct
from typing import Any

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from accounts.models import Role
from channels_mgmt.models import MediaAsset, Post, Video
from channels_mgmt.services import heif
from tests.channels_mgmt import films
from tests.channels_mgmt.photos import phone_photo
from tests.channels_mgmt.test_heif import heic
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot, sign_in
from tests.factories import MunicipalityFactory, person
from tests.waiting import wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SENTENCE = "Die neue Brücke am Mühlbach ist seit heute offen."
PHOTO = {"name": "IMG_4711.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
DATABASES = "indexedDB.databases().then(all => all.filter(one => one.name.startsWith('dorflinde-photos:')).length)"


@pytest.fixture
def town(transactional_db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


class Thumb:
    """Counts what a person has to tap; the camera's own buttons are the phone's."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, target) -> None:
        self.taps += 1
        target.tap()

    def capture(
        self, sentence: str = SENTENCE, *, film: dict[str, Any] | None = None, photo: dict[str, Any] = PHOTO
    ) -> None:
        with self.page.expect_file_chooser() as camera:
            self.tap(self.page.get_by_label("Video" if film else "Foto", exact=True))
        camera.value.set_files(film or photo)
        self.tap(self.page.get_by_label("Worum geht es?"))
        self.page.keyboard.insert_text(sentence)
        self.tap(self.page.get_by_label("Niemand ist zu erkennen"))
        self.tap(self.page.get_by_role("button", name="Als Entwurf senden"))


def phone_film(*, megabytes: int = 0) -> dict[str, Any]:
    """A film as a phone writes it, made heavier by room nobody reads."""
    room = struct.pack(">I4s", 8 + megabytes * 1_000_000, b"free") + bytes(megabytes * 1_000_000)
    return {"name": "IMG_0815.MOV", "mimeType": "video/quicktime", "buffer": films.made() + room}


def titles(town) -> list[str]:
    with scope(municipality=town):
        return list(Post.objects.order_by("pk").values_list("title", flat=True))


def test_from_the_plan_to_a_draft_in_five_taps_and_without_a_connection_later_once_and_for_nobody_else(tab, town):
    clerk, other = person(town, Role.DEPARTMENT), person(town, Role.EDITOR)
    shown = tab(width=360, user=clerk)
    page = shown.open("/konstanz/planen/")
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("link", name="Erfassen"))
    thumb.capture()
    expect(page.get_by_text("Als Entwurf angekommen")).to_be_visible()
    assert thumb.taps <= 5
    assert titles(town) == [SENTENCE]

    shown.context.set_offline(True)
    thumb.capture("Zweites Foto, im Funkloch.")
    expect(page.get_by_role("heading", name="Wartet in diesem Browser")).to_be_visible()
    expect(page.get_by_label("Worum geht es?")).to_have_value("")
    shown.context.set_offline(False)
    expect(page.get_by_role("heading", name="Wartet in diesem Browser")).to_be_hidden()
    page.get_by_role("link", name="Entwurf ergänzen").tap()
    expect(page.get_by_role("heading", name="Zweites Foto, im Funkloch.")).to_be_visible()

    shown.open("/konstanz/planen/erfassen/")
    shown.context.set_offline(True)
    thumb.capture("Drittes Foto, und das Telefon geht aus.")
    expect(page.get_by_role("heading", name="Wartet in diesem Browser")).to_be_visible()
    page.close()
    shown.context.set_offline(False)
    page = shown.context.new_page()
    page.goto(shown.base_url + "/konstanz/")  # any page sends what waits
    wait_for(lambda: len(titles(town)) == 3, "the third photo arrives from another page")

    page.goto(shown.base_url + "/konstanz/planen/erfassen/")
    shown.context.set_offline(True)
    Thumb(page).capture("Viertes Foto, das niemand sonst sieht.")
    expect(page.get_by_role("heading", name="Wartet in diesem Browser")).to_be_visible()
    page.route("**/*", lambda route: route.abort())  # still without a connection
    shown.context.set_offline(False)
    sign_in(shown.context, other, shown.base_url)
    page.unroute("**/*")
    with page.expect_response("**/planen/erfassen/"):  # the page of the first person is still open, and asks
        page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Viertes Foto")).to_be_visible()
    page.close()
    page = shown.context.new_page()
    page.goto(shown.base_url + "/konstanz/planen/erfassen/")
    wait_for(lambda: page.evaluate(DATABASES) <= 1, "the photos of the first person are dropped")
    expect(page.get_by_role("heading", name="Wartet in diesem Browser")).to_be_hidden()
    assert len(titles(town)) == 3


def test_where_the_server_reads_no_heic_the_browser_makes_a_jpeg_or_the_page_says_what_to_do(tab, town, monkeypatch):
    """No Chromium reads HEIC: a JPEG under such a name stands for what Safari can, the beginning of a real one not."""
    monkeypatch.setattr(heif, "PROGRAMS", ("no-such-program",))
    shown = tab(width=360, user=person(town, Role.DEPARTMENT))
    page = shown.open("/konstanz/planen/erfassen/")
    photo = {"name": "IMG_0042.HEIC", "mimeType": "image/heic"}

    Thumb(page).capture("Ein Foto, das der Browser lesen kann.", photo=photo | {"buffer": phone_photo()})
    expect(page.get_by_text("Als Entwurf angekommen")).to_be_visible()
    with scope(municipality=town):
        asset = MediaAsset.objects.get()
        assert (asset.original_name, asset.width, asset.height) == ("IMG_0042.jpg", 800, 1200)

    Thumb(page).capture("Ein Foto, das niemand hier liest.", photo=photo | {"buffer": heic()})
    expect(page.get_by_text("Maximale Kompatibilität")).to_be_visible()
    assert titles(town) == ["Ein Foto, das der Browser lesen kann."]


def test_a_film_is_a_draft_in_five_taps_and_without_a_connection_it_arrives_later_whole_and_once(tab, town, settings):
    settings.UPLOAD_MOST_BYTES = 30_000_000
    shown = tab(width=360, user=person(town, Role.DEPARTMENT))
    page = shown.open("/konstanz/planen/")
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("link", name="Erfassen"))
    thumb.capture(film=phone_film())
    expect(page.get_by_text("Als Entwurf angekommen")).to_be_visible()
    assert thumb.taps <= 5

    shown.context.set_offline(True)
    film = phone_film(megabytes=20)  # in three pieces
    thumb.capture("Film aus dem Funkloch.", film=film)
    expect(page.get_by_role("heading", name="Wartet in diesem Browser")).to_be_visible()
    shoot(shown, "erfassen-video-wartet")
    page.close()
    shown.context.set_offline(False)
    page = shown.context.new_page()
    page.goto(shown.base_url + "/konstanz/")  # any page sends what waits
    wait_for(lambda: len(titles(town)) == 2, "the film arrives from another page")
    with scope(municipality=town):
        video = Post.objects.get(title="Film aus dem Funkloch.").film.video
        assert (video.given_bytes, video.container) == (len(film["buffer"]), "mov")
        with video.original.open("rb") as stored:
            assert stored.read() == film["buffer"]
        assert Video.objects.count() == 2

    page.goto(shown.base_url + "/konstanz/planen/erfassen/")
    page.get_by_label("Video", exact=True).set_input_files(phone_film(megabytes=31))
    expect(page.get_by_text("Dieses Video hat mehr als 30 MB.")).to_be_visible()
    expect(page.get_by_label("Video", exact=True)).to_have_value("")
    sound = {"name": "rede.mp4", "mimeType": "video/mp4", "buffer": films.made()[:4000]}
    Thumb(page).capture("Ein Film ohne Ende.", film=sound)
    expect(page.get_by_text("beschädigt oder wurde nicht bis zum Ende gespeichert")).to_be_visible()
    assert len(titles(town)) == 2


@pytest.mark.parametrize("theme", THEMES)
def test_the_page_is_whole_at_every_width_and_forgets_after_signing_out(tab, town, theme):
    clerk = person(town, Role.DEPARTMENT)
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=clerk)
        page = shown.open("/konstanz/planen/erfassen/")
        assert check_page(shown) == []
        shoot(shown, f"erfassen-{theme}")
        page.route("**/erfassen/senden/", lambda route: route.abort())
        page.get_by_label("Foto", exact=True).set_input_files(PHOTO)
        page.get_by_label("Worum geht es?").fill("Donaudampfschifffahrtsgesellschaftsbrücke gesperrt")
        page.get_by_label("Niemand ist zu erkennen").check()
        shoot(shown, f"erfassen-foto-{theme}")
        page.get_by_role("button", name="Als Entwurf senden").click()
        expect(page.get_by_role("heading", name="Wartet in diesem Browser")).to_be_visible()
        shown.complaints.clear()  # of the broken connection
        assert check_page(shown) == []
        assert check_no_cut_words(page) == []
        shoot(shown, f"erfassen-wartet-{theme}")
    page.goto(shown.base_url + "/konto/logout/")
    page.get_by_role("button", name="Abmelden").click()
    wait_for(lambda: page.evaluate(DATABASES) == 0, "signing out drops all photos")
