# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The video of a post on its page, in its checks and approval, and on the sheet of whoever publishes by hand."""

import os
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role
from channels_mgmt.connectors.limits import Limits, VideoLimits
from channels_mgmt.models import ApprovalRequest, Channel, Delivery, Film, Post, Video
from channels_mgmt.queries.films import film_gaps
from channels_mgmt.queries.gaps import missing_for_approval
from channels_mgmt.queries.measure import limits_of
from channels_mgmt.services.approval_requests import approval_link
from channels_mgmt.services.films import attach_video, describe_film
from channels_mgmt.services.planning import approve_post, submit_post
from channels_mgmt.services.publishing import publish_delivery
from core.errors import AlreadyChanged, Refused
from core.storage import IncomingUploadHandler, incoming_folder
from tests.channels_mgmt import films
from tests.channels_mgmt.factories import ChannelFactory, draft
from tests.channels_mgmt.live import make_by_hand
from tests.factories import person

State = Video.State


class Watched(IncomingUploadHandler):
    """Notes how large the file on disk ever was."""

    most = 0

    def receive_data_chunk(self, raw_data, start):
        super().receive_data_chunk(raw_data, start)
        self.file.flush()
        Watched.most = max(Watched.most, os.fstat(self.file.fileno()).st_size)


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def post(town, editor):
    return draft(town, editor)


def with_film(post, person, **fields) -> Post:
    film = films.ready_film(post.municipality, person, **fields)
    Post.objects.filter(pk=post.pk).update(film=film)
    post.refresh_from_db()
    return post


def by_hand(town, platform="youtube", **fields) -> Channel:
    return ChannelFactory(
        municipality=town, platform=platform, connector=Channel.Connector.MANUAL, name="Kanal", **fields
    )


def page(post, name="film"):
    return reverse(f"planning:{name}", args=[post.municipality.slug, post.pk])


def said(film, channels=(), **fields) -> str:
    return " ".join(film_gaps(film, channels, has_images=False, **fields))


def test_an_empty_page_says_what_may_be_sent(as_editor, post):
    shown = as_editor.get(page(post)).content.decode()

    assert "Noch kein Video" in shown
    assert "2.000 MB und 15 Minuten" in shown


def test_a_video_arrives_and_waits_for_the_worker(as_editor, post):
    answer = as_editor.post(page(post), {"video": films.upload()})

    assert answer.status_code == 302
    video = Video.objects.get()
    assert video.state == State.CHECKING
    shown = as_editor.get(page(post)).content.decode()
    assert "Wird angesehen" in shown
    assert 'hx-trigger="every 2s"' in shown
    assert "HX-Refresh" not in as_editor.get(page(post, "film_state")).headers


def test_what_is_no_video_is_said_on_the_page_and_nothing_is_stored(as_editor, post):
    answer = as_editor.post(page(post), {"video": films.upload(b"%PDF-1.7 Haushaltsplan", "rede.mp4")})

    assert answer.status_code == 422
    assert "kein Video in MP4, MOV oder WebM" in answer.content.decode()
    assert not Film.objects.exists()


def test_without_a_file_the_form_says_so(as_editor, post):
    answer = as_editor.post(page(post), {})

    assert answer.status_code == 422
    assert "Bitte wählen Sie ein Video." in answer.content.decode()


def test_of_a_file_beyond_the_limit_nothing_is_kept_while_it_arrives(as_editor, post, settings):
    """Removal: the room in ``IncomingUploadHandler`` fills the disk."""
    settings.UPLOAD_MOST_BYTES = 3_000_000
    settings.FILE_UPLOAD_HANDLERS = ["tests.channels_mgmt.test_films.Watched"]
    Watched.most = 0

    answer = as_editor.post(page(post), {"video": films.upload(bytes(6_000_000))})

    assert answer.status_code == 422
    assert "höchstens 3 sind möglich" in answer.content.decode()
    assert 0 < Watched.most <= 3_000_000


def test_who_is_not_signed_in_sends_no_more_than_a_photo(client, post, settings):
    settings.STRANGERS_UPLOAD_BYTES = 1_000_000
    settings.FILE_UPLOAD_HANDLERS = ["tests.channels_mgmt.test_films.Watched"]
    Watched.most = 0

    client.post(page(post), {"video": films.upload(bytes(3_000_000))})

    assert Watched.most <= 1_000_000


def test_when_it_is_ready_the_page_loads_itself_anew_and_asks_for_words(as_editor, post, editor):
    with_film(post, editor, captions="", alt_text="")

    assert as_editor.get(page(post, "film_state")).headers["HX-Refresh"] == "true"
    shown = as_editor.get(page(post)).content.decode()
    assert "Das Video hat keine Beschreibung." in shown
    assert "Das Video hat keine Untertitel." in shown
    assert "<video" in shown


def described(post, **changes):
    given = {"alt_text": "Ein Bagger", "captions": films.CAPTIONS, "poster": "0.5", "revision": post.revision}
    return {name: value for name, value in (given | changes).items() if value is not None}


def test_words_captions_and_picture_are_stored(as_editor, post, editor):
    with_film(post, editor, captions="", alt_text="")

    answer = as_editor.post(page(post, "describe_film"), described(post))

    assert answer.status_code == 302
    film = Post.objects.get(pk=post.pk).film
    assert (film.alt_text, film.poster_at, film.captions) == ("Ein Bagger", 500, films.CAPTIONS)
    assert film.video.wanted_at == 500
    assert Film.objects.count() == 1


def test_captions_from_a_file_take_the_place_of_what_was_typed(as_editor, post, editor):
    with_film(post, editor, captions="")
    file = SimpleUploadedFile("u.srt", "1\n00:00:00,000 --> 00:00:01,500\nGrüße\n".encode())

    as_editor.post(page(post, "describe_film"), described(post, captions="alt", file=file))

    assert "Grüße" in Post.objects.get(pk=post.pk).film.captions


def test_each_wrong_line_is_named_and_what_was_sent_stands_in_the_field(as_editor, post, editor):
    with_film(post, editor)
    wrong = "1\n00:00:01,500 --> 00:00:02,000\nZwei\n\n2\n00:00:00,000 --> 00:00:01,000\nEins & --> Drei\n"
    file = SimpleUploadedFile("u.srt", wrong.encode())

    answer = as_editor.post(page(post, "describe_film"), described(post, file=file))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Zeile 5: Dieser Untertitel beginnt vor dem darüber." in shown
    assert "Zeile 7:" in shown
    assert "Eins &amp; --&gt; Drei" in shown
    assert Post.objects.get(pk=post.pk).film.captions == films.CAPTIONS


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_without_speech": "on"}, "also wird gesprochen"),
        ({"file": SimpleUploadedFile("u.vtt", b"\xff\xfe\x00W")}, "kein Text in UTF-8"),
        ({"file": SimpleUploadedFile("u.vtt", bytes(1_000_001))}, "höchstens 1 MB"),
        ({"poster": "-1"}, "größer oder gleich 0"),
        ({"alt_text": "x" * 1501}, "1500"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_changes(as_editor, post, editor, changes, words):
    with_film(post, editor)

    answer = as_editor.post(page(post, "describe_film"), described(post, **changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Film.objects.get().alt_text == "Ein Bagger hebt die Brücke ein."


def test_who_comes_second_keeps_the_words_and_overwrites_nothing(as_editor, post, editor):
    with_film(post, editor)
    describe_film(post, actor=editor, alt_text="Zuerst", captions="", is_without_speech=True, poster_at=0, revision=0)

    answer = as_editor.post(page(post, "describe_film"), described(post, revision=0))

    assert answer.status_code == 409
    assert "Ein Bagger" in answer.content.decode()
    assert Film.objects.get().alt_text == "Zuerst"


def test_cancel_resume_and_remove_are_buttons(as_editor, post, editor, django_capture_on_commit_callbacks):
    attach_video(post, actor=editor, upload=films.upload())

    as_editor.post(page(post, "cancel_video"))
    assert Video.objects.get().is_cancelled
    assert "Doch umrechnen" in as_editor.get(page(post)).content.decode()
    as_editor.post(page(post, "resume_video"))
    assert Video.objects.get().is_in_work
    with django_capture_on_commit_callbacks(execute=True):
        as_editor.post(page(post, "remove_film"))
    assert not Video.objects.exists()


def test_a_post_that_carries_a_video_waits_for_captions_or_the_word_that_nobody_speaks(town, post, editor):
    """Removal: the rule in ``gaps.RULES`` lets it out."""
    with_film(post, editor, captions="")
    with pytest.raises(Refused) as caught:
        submit_post(post, actor=editor)

    assert "keine Untertitel" in str(caught.value)
    assert said(films.ready_film(town, editor, captions="", is_without_speech=True)) == ""
    assert "keine Beschreibung" in said(films.ready_film(town, editor, alt_text=" "))


@pytest.mark.parametrize(
    ("state", "words"),
    [("checking", "noch nicht fertig"), ("converting", "noch nicht fertig"), ("cancelled", "abgebrochen")],
)
def test_a_post_waits_for_its_video(town, post, editor, state, words):
    film = with_film(post, editor).film
    Video.objects.filter(pk=film.video_id).update(state=state)
    post = Post.objects.get(pk=post.pk)

    assert words in " ".join(map(str, missing_for_approval(post)))


def test_limits_of_each_channel_are_named(town, editor):
    film = films.ready_film(town, editor)
    film.video.milliseconds, film.video.size = 400_000, 400_000_000

    assert "6:40 Minuten, 5:00 sind möglich" in said(film, [by_hand(town, "threads")])
    assert "400 MB, 300 sind möglich" in said(film, [by_hand(town, "instagram")])
    assert said(film, [by_hand(town, "youtube")]) == ""
    film.video.milliseconds, film.video.size = 2000, 1000
    assert "mindestens 3 Sekunden" in said(film, [by_hand(town, "instagram")])


def test_what_earlier_versions_stored_of_a_server_gets_the_usual_limits(town):
    stored = Limits(characters=500, images=4, image_bytes=1).as_json()
    del stored["video"]
    channel = ChannelFactory(municipality=town, platform="bluesky", limits=stored)

    assert limits_of(channel).video.seconds == 180
    assert Limits.from_json(Limits(1, 1, 1, video=VideoLimits(seconds=7)).as_json()).video == VideoLimits(seconds=7)


def test_images_and_a_video_stay_apart(town, editor):
    film = films.ready_film(town, editor)

    assert "nicht zusammen" in " ".join(film_gaps(film, [ChannelFactory(municipality=town)], has_images=True))


def test_an_approval_covers_everything_said_about_the_video(live):
    make_by_hand(live)
    post = live.post()
    with_film(post, live.author)
    live.approve_as_it_stands(post)
    assert post.is_approval_valid

    for change in ({"alt_text": "anders"}, {"captions": ""}, {"poster_at": 7}):
        other = films.ready_film(live.town, live.author, **change)
        Film.objects.filter(pk=other.pk).update(video=post.film.video)
        Post.objects.filter(pk=post.pk).update(film=other)
        assert not Post.objects.get(pk=post.pk).is_approval_valid


def test_a_changed_video_makes_an_approved_post_a_draft(live):
    make_by_hand(live)
    post = with_film(live.post(), live.author)
    live.approve_as_it_stands(post)

    describe_film(post, actor=live.author, alt_text="Neu", captions="", is_without_speech=True, poster_at=0)

    assert Post.objects.get(pk=post.pk).state == Post.State.DRAFT


def test_whoever_publishes_by_hand_gets_video_and_captions(live, client):
    make_by_hand(live)
    post = with_film(live.post(), live.author)
    live.approve_as_it_stands(post)
    delivery = live.delivery(post=post)
    publish_delivery(delivery.pk)
    assert Delivery.objects.get(pk=delivery.pk).is_handed_over
    client.force_login(live.author)

    shown = client.get(page(post, "post_detail")).content.decode()

    assert reverse("planning:video", args=[live.town.slug, post.film.video_id]) in shown
    assert page(post, "captions_srt") in shown
    assert "00:00:00,000 --> 00:00:01,000" in client.get(page(post, "captions_srt")).content.decode()
    assert client.get(page(post, "captions_vtt")).content.decode() == films.CAPTIONS


def test_the_link_in_the_letter_does_not_approve_what_it_cannot_show(town, editor, client):
    approver = person(town, Role.COMMUNICATIONS)
    post = with_film(draft(town, editor, [by_hand(town)]), editor)
    submit_post(post, actor=editor)
    link = urlsplit(approval_link(ApprovalRequest.objects.get(post=post), approver)).path

    assert "melden Sie sich an" in client.get(link).content.decode()
    assert client.post(link).status_code == 409
    post.refresh_from_db()
    assert post.waits_for_approval
    approve_post(post, actor=approver, seen_hash=post.current_hash())


def test_players_get_the_piece_they_ask_for(as_editor, post, editor):
    with_film(post, editor)
    url = reverse("planning:video", args=[post.municipality.slug, post.film.video_id])

    def asked(piece):
        answer = as_editor.get(url, headers={"range": piece})
        return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else answer.content

    assert asked("bytes=0-3") == (206, b"film")
    assert asked("bytes=10-") == (206, b"film")
    assert asked("bytes=-4") == (206, b"film")
    assert asked("bytes=5-999") == (206, b"film film")
    assert asked("bytes=99-") == (416, b"")
    assert asked("bytes=x")[0] == 200
    assert as_editor.get(url).headers["Accept-Ranges"] == "bytes"


def test_a_post_that_is_public_keeps_its_video(post, editor):
    with_film(post, editor)
    Post.objects.filter(pk=post.pk).update(state=Post.State.PUBLISHED, approved_hash="x")
    post.refresh_from_db()

    with pytest.raises(Refused):
        attach_video(post, actor=editor, upload=films.upload())
    assert Video.objects.count() == 1


def test_two_who_send_at_once_are_told_apart(post, editor):
    stale = Post.objects.get(pk=post.pk)
    attach_video(post, actor=editor, upload=films.upload())

    with pytest.raises(AlreadyChanged):
        attach_video(stale, actor=editor, upload=films.upload(), revision=stale.revision)
    assert Video.objects.count() == 1


def test_a_video_that_is_not_there_any_more_is_not_found(as_editor, post, editor):
    with_film(post, editor)
    post.film.video.file.storage.delete(post.film.video.file.name)

    assert (
        as_editor.get(reverse("planning:video", args=[post.municipality.slug, post.film.video_id])).status_code == 404
    )


def test_nothing_is_left_in_the_folder_of_what_arrives(as_editor, post):
    as_editor.post(page(post), {"video": films.upload()})

    assert [entry.name for entry in incoming_folder().iterdir() if entry.name.endswith((".part", ".upload"))] == []
    assert now() >= Video.objects.get().uploaded_at
