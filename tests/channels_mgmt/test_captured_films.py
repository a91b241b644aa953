# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A film and a sentence of a phone become one draft, or nothing; what is no film is told at once."""

import io
import struct
from contextlib import suppress

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Role
from channels_mgmt.domain.video_boxes import refuse_at_once
from channels_mgmt.domain.video_files import UnfitVideo
from channels_mgmt.models import Capture, Consent, Film, MediaAsset, Post, Video
from channels_mgmt.services.captures import take_in
from channels_mgmt.services.planning import discard_post
from core.errors import Refused
from core.storage import incoming_folder
from tests.channels_mgmt import films, photos
from tests.e2e.browser import signed_in
from tests.factories import MunicipalityFactory, person
from tests.racing import race

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
SENTENCE = "Der Bagger hebt die neue Brücke ein."


@pytest.fixture
def clerk(town):
    return person(town, Role.DEPARTMENT)


def taken(town, clerk, **changes):
    given = {"key": KEY, "sentence": SENTENCE, "people": "nobody"} | changes
    return take_in(town, actor=clerk, **({"film": films.upload()} | given))


def sent(town, clerk, name="capture_send", **changes):
    fields = {"key": KEY, "writer": f"{clerk.pk}-{town.pk}", "sentence": SENTENCE, "people": "agreed"}
    given = fields | {"film": films.upload()} | changes
    url = reverse(f"planning:{name}", args=[town.slug])
    return signed_in(clerk).post(url, {name: value for name, value in given.items() if value is not None})


def stored(town) -> list[str]:
    folder = f"videos/{town.pk}"
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def box(kind: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I4s", len(inside) + 8, kind) + inside


def handler(kind: bytes) -> bytes:
    return box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + kind + bytes(12))))


def header(seconds: int, *, wide: bool = False) -> bytes:
    times = struct.pack(">QQIQ" if wide else ">IIII", 0, 0, 1000, seconds * 1000)
    return box(b"mvhd", (b"\x01" if wide else b"\x00") + bytes(3) + times + bytes(80))


def claiming(*contents: bytes) -> bytes:
    """A file whose table of contents says no more than this."""
    return box(b"ftyp", b"qt  " + bytes(4)) + box(b"mdat", bytes(64)) + box(b"moov", *contents)


def test_a_film_and_a_sentence_are_a_draft_that_says_who_can_be_recognised(town, clerk):
    answer = sent(town, clerk)

    post, video = Post.objects.get(), Video.objects.get()
    assert answer.json() == {"url": reverse("planning:post_detail", args=[town.slug, post.pk]), "title": SENTENCE}
    assert (post.film.video, post.text, post.media.count()) == (video, SENTENCE, 0)
    assert (video.state, video.people) == (Video.State.CHECKING, "agreed")
    assert Consent.objects.get().video_links.get().video == video
    assert post.capture.video == video


def test_a_film_that_arrives_twice_is_answered_alike_and_stored_once(town, clerk):
    first, second = (sent(town, clerk).json() for _ in range(2))

    assert first == second
    assert Video.objects.count() == 1
    assert len(stored(town)) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_film_that_arrives_four_times_at_once_is_one_draft():
    town = MunicipalityFactory()
    clerk = person(town, Role.DEPARTMENT)
    films.made()

    answers = race(town, [lambda: taken(town, clerk).post_id] * 4)

    with scope(municipality=town):
        assert answers == [Post.objects.get().pk] * 4
        assert Video.objects.count() == 1
    assert len(stored(town)) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (claiming(header(9), handler(b"soun")), "Tonaufnahme"),
        (claiming(header(9)), "Tonaufnahme"),
        (claiming(header(7200), handler(b"vide")), "120 Minuten"),
        (claiming(header(7200, wide=True), handler(b"vide")), "120 Minuten"),
        (films.made()[:4000], "beschädigt"),
        (b"\xff\xd8\xff" + bytes(200), "ein Bild"),
        (b"ID3" + bytes(200), "MP4, MOV oder WebM"),
        (b"", "leer"),
    ],
)
def test_what_is_no_film_is_told_in_a_sentence_and_leaves_nothing(town, clerk, content, words):
    answer = sent(town, clerk, film=films.upload(content))

    assert answer.status_code == 422
    assert words in answer.json()["message"]
    assert not Capture.objects.exists()
    assert not Post.objects.exists()
    assert not Video.objects.exists()
    assert stored(town) == []
    assert [entry.name for entry in incoming_folder().iterdir() if entry.name.endswith((".part", ".upload"))] == []


def test_a_film_beyond_the_limit_is_told_in_a_sentence_and_leaves_nothing(town, clerk, settings):
    settings.UPLOAD_MOST_BYTES = 3_000_000

    answer = sent(town, clerk, film=films.upload(bytes(5_000_000)))

    assert answer.status_code == 422
    assert "höchstens 3 sind möglich" in answer.json()["message"]
    assert not Post.objects.exists()
    assert sent(town, clerk).status_code == 200


def test_the_page_says_how_large_a_film_may_be_before_anything_is_sent(town, clerk):
    page = signed_in(clerk).get(reverse("planning:capture", args=[town.slug])).content.decode()

    assert "Höchstens 2.000 MB und 15 Minuten" in page
    assert 'data-most="2000"' in page


@pytest.mark.parametrize(("name", "fits"), [("mov", "libx264"), ("mp4", "mpeg4"), ("webm", "")])
def test_films_as_phones_write_them_are_taken(town, clerk, name, fits):
    assert taken(town, clerk, film=films.upload(films.made(name, codec=fits))).video is not None


@pytest.mark.parametrize("both", [{"photo": photos.upload()}, {"film": None}])
def test_one_of_the_two_is_asked_for(town, clerk, both):
    with pytest.raises(Refused, match="eines von beiden"):
        taken(town, clerk, **both)

    assert not Capture.objects.exists()


def test_the_database_knows_no_capture_of_photo_and_film(town, clerk):
    capture = taken(town, clerk)
    asset = MediaAsset.objects.create(municipality=town, sha256="x", original_name="x", uploaded_by=clerk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Capture.objects.filter(pk=capture.pk).update(asset=asset)


def test_without_a_script_sentence_and_choice_are_kept_and_the_film_is_asked_for_again(town, clerk):
    answer = sent(town, clerk, "capture", people="")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert SENTENCE in page
    assert "Bitte wählen Sie das Video noch einmal" in page
    assert not Video.objects.exists()
    again = sent(town, clerk, "capture")
    assert again.url == reverse("planning:post_detail", args=[town.slug, Post.objects.get().pk])


def test_a_draft_that_was_deleted_takes_its_film_along_and_does_not_come_back(
    town, clerk, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        discard_post(taken(town, clerk).post, actor=clerk)

    assert sent(town, clerk).json() == {"url": "", "title": ""}
    assert not Film.objects.exists()
    assert stored(town) == []


@given(st.binary(max_size=400))
def test_whatever_a_table_of_contents_says_it_is_read_to_an_end(noise):
    content = claiming(header(9), handler(b"vide"), noise) + noise

    with suppress(UnfitVideo):
        refuse_at_once(io.BytesIO(content), len(content))


def test_boxes_without_end_are_left_to_the_worker():
    content = claiming(*[box(b"free")] * 6000)

    refuse_at_once(io.BytesIO(content), len(content))
