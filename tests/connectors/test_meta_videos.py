# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Videos on Meta's networks: in pieces to a page, fetched from a signed address by the two others."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role
from accounts.tenancy.links import seal_link
from channels_mgmt.connectors.contract import OutcomeUnknown, Rejected, TryLater
from channels_mgmt.connectors.facebook.profile import PROFILE
from channels_mgmt.connectors.facebook.videos import UPLOADS, uploads_of
from channels_mgmt.services.fetching import FILM, PURPOSE, with_film_address
from channels_mgmt.services.video_sending import video_to_send
from tests.channels_mgmt import films
from tests.factories import MunicipalityFactory, person
from tests.fake_graph import PAGE, Refusal


def a_film_post(peer, **changes):
    connector = peer.connector()
    return connector, peer.post(connector, video=peer.film(**changes))


def test_a_video_goes_to_the_page_in_the_pieces_that_are_asked_for(facebook, graph):
    connector, post = a_film_post(facebook)

    published = connector.publish(post)

    (video,) = graph.of_kind("video")
    assert video["content"] == films.made("mp4")
    sent = [body for body in facebook.proxy.bodies if b"transfer" in body[:400]]
    assert len(sent) > 1
    assert published.remote_id == f"{PAGE}_{video['post_id']}"
    assert connector.parent_of(published.remote_id) == ""
    assert (video["captions"], video["captions_locale"]) == (films.SUBTITLES, "de_DE")


def test_a_video_that_is_still_being_processed_is_never_published_twice(facebook, graph):
    """Removal: ``post_of_film`` takes a finished upload without a post for none at all."""
    graph.is_slow_with_videos = True
    connector, post = a_film_post(facebook)

    for _attempt in range(2):
        with pytest.raises(OutcomeUnknown):
            connector.publish(post)
        with pytest.raises(OutcomeUnknown):
            connector.read_back(post)

    (video,) = graph.of_kind("video")
    video["post_id"] = graph.of_kind("post")[0]["id"].partition("_")[2]
    assert connector.read_back(post).remote_id == graph.of_kind("post")[0]["id"]


def test_an_upload_that_broke_off_is_begun_anew_and_nothing_is_public(facebook, graph):
    connector, post = a_film_post(facebook)
    facebook.proxy.arm("POST", f"/v26.0/{PAGE}/videos", (200, {}, b'{"video_id": "1", "upload_session_id": "2"}'))

    with pytest.raises(TryLater):
        connector.publish(post)

    assert connector.read_back(post) is None
    assert connector.publish(post).remote_id
    assert len(graph.of_kind("post")) == 1


@pytest.mark.parametrize(
    "offsets", ['"5", "end_offset": "3"', '"-1", "end_offset": "3"', '"x", "end_offset": "3"', "0"]
)
def test_pieces_that_make_no_sense_are_not_sent(facebook, offsets):
    connector, post = a_film_post(facebook)
    answer = f'{{"video_id": "1", "upload_session_id": "2", "start_offset": {offsets}}}'.encode()
    facebook.proxy.arm("POST", f"/v26.0/{PAGE}/videos", (200, {}, answer))

    with pytest.raises(TryLater):
        connector.publish(post)


def test_captions_that_are_refused_do_not_cost_the_knowledge_that_it_is_out(facebook, graph, caplog):
    connector, post = a_film_post(facebook)
    graph.fail_once("/captions", Refusal(100, "Captions cannot be added"))

    assert connector.publish(post).remote_id

    assert "captions" in caplog.text


def test_pieces_go_to_the_server_that_meta_documents_for_them(facebook):
    real = uploads_of(replace(facebook.account, base_url=PROFILE.server))

    assert str(real._client.base_url).startswith(UPLOADS)


@pytest.mark.parametrize("kind", ["instagram", "threads"])
def test_a_video_that_cannot_be_fetched_is_refused_with_words(request, kind):
    peer = request.getfixturevalue(kind)
    connector, post = a_film_post(peer, address="")
    with pytest.raises(Rejected, match="öffentliche Adresse"):
        connector.publish(post)

    connector, post = a_film_post(peer, address=f"{peer.graph.url}/nothing.mp4")
    with pytest.raises(Rejected, match="Firewall"):
        connector.publish(post)


def test_a_reel_is_processed_for_a_while_and_published_once(instagram, graph):
    """The next attempt goes on with the same container."""
    connector, post = a_film_post(instagram)
    published = connector.publish(post)

    assert connector.publish(post).remote_id == published.remote_id
    assert len(graph.of_kind("media")) == 1


# -- the address -----------------------------------------------------------------------------------


def test_the_address_of_a_video_streams_it_without_signing_in_and_nothing_else(client, town, settings):
    settings.BASE_URL = "https://dorflinde.stadt.de"
    film = films.ready_film(town, person(town, Role.EDITOR))
    video = with_film_address(video_to_send(film), film)

    answer = client.get(video.address.removeprefix(settings.BASE_URL))

    assert (answer.status_code, answer["Content-Type"]) == (200, "video/mp4")
    assert answer.streaming and b"".join(answer.streaming_content) == b"film film film"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("change", ["over", "other town", "not ready", "no such"])
def test_an_address_opens_its_own_video_only(client, town, change):
    film = films.ready_film(town, person(town, Role.EDITOR))
    given = {"town": town.pk, "person": 0, "subject": film.video_id, "until": now() + timedelta(minutes=5)}
    given |= {
        "over": {"until": now() - timedelta(seconds=1)},
        "other town": {"town": MunicipalityFactory().pk},
        "no such": {"subject": film.video_id + 1},
    }.get(change, {})
    if change == "not ready":
        film.video.__class__.objects.update(state="cancelled")
    token = seal_link(PURPOSE, **given, more={"kind": FILM})

    assert client.get(reverse("fetched:picture", args=[token])).status_code == 404


def test_behind_a_firewall_a_video_has_no_address(town, settings):
    settings.BASE_URL, settings.ALLOW_LOCAL_PEERS = "http://localhost:8000", False
    film = films.ready_film(town, person(town, Role.EDITOR))

    assert with_film_address(video_to_send(film), film).address == ""
