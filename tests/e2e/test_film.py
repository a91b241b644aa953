# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A video from the phone to a post that can go out, with and without a script."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.models import Post, Video
from channels_mgmt.services.video_work import work_on_video
from tests.channels_mgmt import films
from tests.channels_mgmt.factories import draft, live_channel
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

FILM = {"name": "IMG_0815.MOV", "mimeType": "video/quicktime", "buffer": films.made("mp4", seconds=3, size="640x360")}
WRONG = "WEBVTT\n\n00:02.000 --> 00:03.000\nZwei\n\n00:00.000 --> 00:01.000\nDonaudampfschifffahrtsgesellschaft\n"
RIGHT = "WEBVTT\n\n00:00.000 --> 00:01.000\nDonaudampfschifffahrtsgesellschaft\n\n00:02.000 --> 00:03.000\nZwei\n"


@pytest.fixture
def town(transactional_db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


@pytest.fixture
def post(town):
    editor = person(town, Role.EDITOR)
    with scope(municipality=town):
        return draft(town, editor, [live_channel(town, name="Mastodon")], title="Die Brücke am Mühlbach")


def convert(town) -> None:
    """What the worker does."""
    with scope(municipality=town):
        work_on_video(Video.objects.get().pk)


def test_a_video_is_sent_converted_captioned_and_shown(tab, town, post):
    path = f"/konstanz/planen/beitrag/{post.pk}/video/"
    shown = tab(width=360, user=post.author)
    page = shown.open(f"/konstanz/planen/beitrag/{post.pk}/")
    page.get_by_role("link", name="Video hinzufügen").click()
    page.locator("#id_video").set_input_files(FILM)
    page.get_by_role("button", name="Video senden").click()
    expect(page.get_by_text("Wird angesehen")).to_be_visible()
    assert check_page(shown) == []
    convert(town)
    expect(page.get_by_role("heading", name="Beschreibung und Untertitel")).to_be_visible()  # by itself
    page.get_by_label("Was ist zu sehen?").fill("Ein Bagger hebt die Brücke ein.")
    page.locator("#id_captions").fill(WRONG)
    page.evaluate("document.querySelector('video').currentTime = 2")
    page.get_by_role("button", name="Das gezeigte Bild nehmen").click()
    expect(page.get_by_label("Standbild bei Sekunde")).to_have_value("2.0")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Zeile 6: Dieser Untertitel beginnt vor dem darüber.").first).to_be_visible()
    shown.complaints.clear()  # of the refusal, which is meant
    assert check_page(shown) == []
    page.locator("#id_captions").fill(RIGHT)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("So kann das Video hinaus.")).to_be_visible()
    page.get_by_text("2 Untertitel").click()
    expect(page.get_by_text("Donaudampfschifffahrtsgesellschaft").last).to_be_visible()
    with scope(municipality=town):
        assert Post.objects.get(pk=post.pk).film.poster_at == 2000
    page.evaluate("document.querySelector('form[data-upload]').dataset.most = 0")
    page.locator("#id_video").set_input_files(FILM)
    page.get_by_role("button", name="Video senden").click()
    expect(page.get_by_role("alert").filter(has_text="Dieses Video hat mehr als")).to_be_visible()
    assert path in page.url


def test_without_a_script_the_same_is_done_by_loading_again(tab, town, post):
    path = f"/konstanz/planen/beitrag/{post.pk}/video/"
    shown = tab(width=768, user=post.author, java_script_enabled=False)
    page = shown.open(path)
    page.locator("#id_video").set_input_files(FILM)
    page.get_by_role("button", name="Video senden").click()
    expect(page.get_by_text("Wird angesehen")).to_be_visible()
    page.get_by_role("button", name="Umrechnung abbrechen").click()
    page.get_by_role("button", name="Doch umrechnen").click()
    convert(town)
    page.locator("#film-state a").click()
    page.get_by_label("Im Video wird nichts gesprochen").check()
    page.get_by_label("Was ist zu sehen?").fill("Ein Bagger.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("So kann das Video hinaus.")).to_be_visible()


@pytest.mark.parametrize("theme", THEMES)
def test_the_pages_are_whole_at_every_width(tab, town, post, theme):
    path = f"/konstanz/planen/beitrag/{post.pk}/"
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=post.author)
        page = shown.open(f"{path}video/")
        assert check_page(shown) == []
        shoot(shown, f"video-leer-{theme}")
    with scope(municipality=town):
        film = films.ready_film(town, post.author, captions="")
        Post.objects.filter(pk=post.pk).update(film=film)
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=post.author)
        page = shown.open(f"{path}video/")
        shown.complaints.clear()  # the few bytes are no film
        assert check_page(shown) == []
        assert check_no_cut_words(page) == []
        shoot(shown, f"video-{theme}")
        shown.open(path)
        shown.complaints.clear()
        assert check_page(shown) == []
        shoot(shown, f"video-beitrag-{theme}")
