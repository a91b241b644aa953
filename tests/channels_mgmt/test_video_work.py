# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From what a phone sends to a copy fit for publication: in a worker, resumable, cancellable, nothing left behind."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from channels_mgmt import tasks
from channels_mgmt.domain.video_files import UnfitVideo, container_of, read_facts, room_for, target_of
from channels_mgmt.models import Film, Post, Video
from channels_mgmt.services import ffmpeg
from channels_mgmt.services.copies import duplicate_post
from channels_mgmt.services.films import attach_video, describe_film, remove_film
from channels_mgmt.services.planning import discard_post
from channels_mgmt.services.video_work import due_videos, work_on_video
from channels_mgmt.services.videos import add_video, cancel_conversion, resume_conversion
from core.errors import NotPermitted, Refused
from core.storage import incoming_folder
from tests.channels_mgmt import films
from tests.channels_mgmt.factories import draft
from tests.factories import person

State = Video.State


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def post(town, editor):
    return draft(town, editor)


def added(town, editor, content=None, name="IMG_0815.MOV"):
    return add_video(town, actor=editor, upload=films.upload(content, name))


def worked(video):
    work_on_video(video.pk)
    video.refresh_from_db()
    return video


def stored(town) -> set[str]:
    folder = f"videos/{town.pk}"
    return set(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else set()


def left_over() -> list[str]:
    return [entry.name for entry in incoming_folder().iterdir() if entry.name.startswith("film-")]


def probed(path) -> str:
    command = ["ffprobe", "-v", "error", "-show_format", "-show_streams", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("kind", "codec", "is_computed"), [("mov", "", False), ("mp4", "mpeg4", True), ("webm", "", True)]
)
def test_what_a_phone_sends_becomes_a_copy_without_its_place(town, editor, kind, codec, is_computed):
    video = worked(added(town, editor, films.made(kind, codec=codec), f"film.{kind}"))

    assert (video.state, video.percent, video.error) == (State.READY, 100, "")
    said = probed(video.file.path)
    assert "codec_name=h264" in said
    assert "codec_name=aac" in said
    assert "47.65" not in said
    assert "Telefon" not in said
    assert films.PLACE.encode() not in Path(video.file.path).read_bytes()
    assert 1900 <= video.milliseconds <= 2200
    assert (video.width, video.height) == (320, 180)
    assert video.original.name == ""
    assert stored(town) == {Path(video.file.name).name, Path(video.poster.name).name}
    assert left_over() == []
    assert AuditEntry.objects.filter(action="media.video_ready").count() == 1


def test_the_copy_can_be_played_before_it_is_whole(town, editor):
    """The index stands in front (faststart); otherwise networks refuse or wait."""
    content = Path(worked(added(town, editor)).file.path).read_bytes()

    assert content.index(b"moov") < content.index(b"mdat")


def test_a_large_film_gets_fewer_pixels_and_bytes_for_its_length():
    facts = {"streams": [{"codec_type": "video", "width": 3840, "height": 2160}], "format": {"duration": "170"}}
    short = read_facts(facts)
    long = read_facts(facts | {"format": {"duration": "900"}})

    assert (target_of(short).width, target_of(short).height) == (1280, 720)
    assert target_of(long).width == 960
    for one in (short, long):
        assert (target_of(one).rate + 128_000) * one.seconds / 8 < room_for(one)


def test_a_film_that_was_held_upright_stays_upright():
    film = {"codec_type": "video", "width": 1920, "height": 1080, "side_data_list": [{"rotation": -90}]}

    facts = read_facts({"streams": [film], "format": {"duration": "5"}})

    assert (facts.width, facts.height) == (1080, 1920)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leer"),
        (b"GIF89a" + bytes(100), "Bild"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "Bild"),
        (b"RIFF\x00\x00\x00\x00AVI LIST" + bytes(100), "MP4, MOV oder WebM"),
        (b"<html>" + bytes(100), "MP4, MOV oder WebM"),
        (b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", "MP4, MOV oder WebM"),
    ],
)
def test_what_is_no_video_is_refused_by_its_content_and_leaves_nothing(town, editor, content, words):
    with pytest.raises(UnfitVideo) as caught:
        added(town, editor, content, "urlaub.mp4")

    assert words in str(caught.value)
    assert not Video.objects.exists()
    assert stored(town) == set()


def test_containers_are_known_by_content():
    assert container_of(films.made("mov")[:4096]) == container_of(films.made("mp4", codec="mpeg4")[:4096]) == "mov"
    assert container_of(films.made("webm")[:4096]) == "matroska"
    assert container_of(b"\x00\x00\x00\x08wide" + bytes(20)) == "mov"


def test_a_video_beyond_the_limit_is_not_even_read(town, editor):
    class Huge:
        name, size = "film.mp4", settings.UPLOAD_MOST_BYTES + 1

        def read(self, *args):
            raise AssertionError("it was read")

    with pytest.raises(UnfitVideo):
        add_video(town, actor=editor, upload=Huge())


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"streams": [{"codec_type": "audio"}], "format": {"duration": "5"}}, "Tonaufnahme"),
        ({"streams": [], "format": {"duration": "5"}}, "Tonaufnahme"),
        (
            {"streams": [{"codec_type": "video", "width": 9, "height": 9}], "format": {"duration": "7200"}},
            "120 Minuten",
        ),
        ({"streams": [{"codec_type": "video", "width": 9, "height": 9}], "format": {"duration": "0.2"}}, "Sekunde"),
        ({"streams": [{"codec_type": "video", "width": 9, "height": 9}], "format": {}}, "beschädigt"),
        ({"streams": [{"codec_type": "video", "width": 9000, "height": 9}], "format": {"duration": "5"}}, "Bildpunkte"),
    ],
)
def test_each_film_that_cannot_be_used_gets_its_sentence(facts, words):
    with pytest.raises(UnfitVideo) as caught:
        read_facts(facts)

    assert words in str(caught.value)


@pytest.mark.parametrize("share", [0.02, 0.6])
def test_a_film_that_breaks_off_is_refused_and_deleted(town, editor, share):
    whole = films.made("webm", seconds=4)

    video = worked(added(town, editor, whole[: int(len(whole) * share)], "film.webm"))

    assert video.state == State.UNFIT
    assert "beschädigt" in video.error
    assert stored(town) == set()
    assert left_over() == []
    assert AuditEntry.objects.filter(action="media.video_refused").count() == 1


def test_a_worker_that_died_leaves_the_video_to_the_next(town, editor):
    video = added(town, editor)
    Video.objects.update(
        state=State.CONVERTING, attempts=1, milliseconds=2000, lease_until=now() + timedelta(seconds=9)
    )
    assert not work_on_video(video.pk)
    Video.objects.update(lease_until=now() - timedelta(seconds=1))

    assert worked(video).state == State.READY


def test_a_busy_machine_is_no_fault_of_the_film(town, editor, monkeypatch):
    """Removal: taking a time-out for an answer deletes a film that is fine."""
    video = added(town, editor)
    monkeypatch.setattr(ffmpeg, "PROBE_SECONDS", 0)

    worked(video)

    assert (video.state, video.attempts) == (State.CHECKING, 1)
    assert "ausgelastet" in video.error
    assert stored(town) == {Path(video.original.name).name}


def test_after_three_attempts_a_person_is_told(town, editor):
    video = added(town, editor)
    Video.objects.update(state=State.CONVERTING, attempts=3)

    assert worked(video).state == State.UNFIT
    assert "dritten Mal" in video.error


def test_a_conversion_that_was_cancelled_meanwhile_ends_and_keeps_what_came(town, editor, monkeypatch):
    """Removal: comparing in ``_Sign.give`` lets the worker overwrite the person's decision."""
    video = added(town, editor, films.made("webm", seconds=4), "film.webm")
    work_on = ffmpeg.copy_of

    def cancelled_under_way(*given):
        cancel_conversion(Video.objects.get(pk=video.pk), actor=editor)
        return work_on(*given)

    monkeypatch.setattr(ffmpeg, "copy_of", cancelled_under_way)
    worked(video)

    assert (video.state, video.file.name) == (State.CANCELLED, "")
    assert stored(town) == {Path(video.original.name).name}
    assert left_over() == []
    monkeypatch.undo()
    resume_conversion(video, actor=editor)
    assert worked(video).state == State.READY


def test_without_the_program_it_waits_and_says_so(town, editor, monkeypatch):
    video = added(town, editor)
    monkeypatch.setenv("PATH", "/nirgends")

    worked(video)

    assert (video.state, video.attempts) == (State.CHECKING, 0)
    assert "ffmpeg" in video.error
    assert not Video.objects.to_work_on(now()).exists()
    assert Video.objects.to_work_on(now() + timedelta(minutes=2)).exists()


def test_the_alarm_rings_for_as_many_as_may_be_in_work(town, editor, settings):
    for _ in range(3):
        films.a_video(town, editor, state=State.CHECKING, file="", sha256="")
    settings.VIDEOS_AT_ONCE = 2
    Video.objects.filter(pk=Video.objects.first().pk).update(lease_until=now() + timedelta(minutes=1))

    assert len(due_videos(now())) == 1
    assert tasks.is_a_video_due()


def test_the_still_picture_is_the_one_that_was_chosen(town, editor, post):
    attach_video(post, actor=editor, upload=films.upload())
    video = worked(post.film.video)
    first = video.poster.name
    assert (video.poster_at, video.wanted_at) == (1000, 1000)
    post.refresh_from_db()

    describe_film(post, actor=editor, alt_text="x", captions="", is_without_speech=True, poster_at=100)
    worked(video)

    assert video.poster_at == 100
    assert video.poster.name != first
    assert not default_storage.exists(first)
    post = Post.objects.get(pk=post.pk)
    assert post.film.has_its_poster


def test_who_does_not_write_sends_no_video(town):
    with pytest.raises(NotPermitted):
        added(town, person(town, Role.MODERATOR))


def test_a_copy_of_the_post_shares_the_video_until_the_last_lets_go(
    town, editor, post, django_capture_on_commit_callbacks
):
    attach_video(post, actor=editor, upload=films.upload())
    worked(post.film.video)
    copy = duplicate_post(post, actor=editor)
    assert copy.film.video == post.film.video
    assert copy.film != post.film

    with django_capture_on_commit_callbacks(execute=True):
        remove_film(post, actor=editor)
    assert Film.objects.count() == 1
    assert len(stored(town)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        discard_post(copy, actor=editor)

    assert not Video.objects.exists()
    assert stored(town) == set()


def test_captions_are_stored_as_webvtt_or_not_at_all(town, editor, post):
    attach_video(post, actor=editor, upload=films.upload())
    worked(post.film.video)
    post.refresh_from_db()
    given = {"actor": editor, "alt_text": "Bagger", "is_without_speech": False, "poster_at": 0}

    describe_film(post, captions="1\n00:00:00,000 --> 00:00:01,000\nGrüße & Dank\n", **given)
    assert "Grüße &amp; Dank" in post.film.captions
    with pytest.raises(Refused):
        describe_film(post, captions="1\n00:00:05,000 --> 00:00:09,000\nzu spät\n", **given)

    post.refresh_from_db()
    assert "Grüße" in post.film.captions
    assert Film.objects.count() == 1


def test_the_address_in_the_upload_is_only_a_name(town, editor):
    assert added(town, editor, name="C:\\fakepath\\..\\film.mov").original_name == "film.mov"
