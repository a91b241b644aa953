# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.models import Role
from channels_mgmt.models import Delivery, Post
from channels_mgmt.services.media import add_image
from channels_mgmt.services.planning import submit_post
from tests.channels_mgmt import photos
from tests.channels_mgmt.factories import draft, give_mandate, live_channel
from tests.factories import MunicipalityFactory, person

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=True):
        yield


@pytest.fixture
def channel(town):
    return live_channel(town, name="Mastodon der Stadt")


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def url(name, town, *args):
    return reverse(f"planning:{name}", args=[town.slug, *args])


# -- detail, approving, scheduling


@pytest.fixture
def waiting(town, editor, channel):
    return submit_post(draft(town, editor, [channel], title="Winterdienst"), actor=editor)


def test_the_approver_sees_and_approves_what_was_shown(town, as_officer, waiting):
    page = as_officer.get(url("approvals", town)).content.decode()
    assert waiting.current_hash() in page

    answer = as_officer.post(
        url("approve", town, waiting.pk), {"seen_hash": waiting.current_hash(), "from": "approvals"}
    )

    assert answer.url == url("approvals", town)
    assert Post.objects.get().state == Post.State.APPROVED


def test_an_old_page_approves_nothing(town, as_officer, waiting):
    as_officer.post(url("approve", town, waiting.pk), {"seen_hash": "0" * 64})

    assert Post.objects.get().state == Post.State.IN_REVIEW


def test_the_author_finds_no_approve_button_and_is_refused(town, as_editor, waiting):
    assert url("approve", town, waiting.pk) not in as_editor.get(url("post_detail", town, waiting.pk)).content.decode()

    assert as_editor.post(url("approve", town, waiting.pk), {"seen_hash": waiting.current_hash()}).status_code == 403


def test_a_return_needs_and_keeps_its_reason(town, as_officer, waiting):
    as_officer.post(url("return", town, waiting.pk), {"reason": " "})
    assert Post.objects.get().state == Post.State.IN_REVIEW

    as_officer.post(url("return", town, waiting.pk), {"reason": "Bitte die Uhrzeit nennen."})

    assert Post.objects.get().return_reason == "Bitte die Uhrzeit nennen."


@pytest.fixture
def approved(town, waiting, as_officer, channel):
    as_officer.post(url("approve", town, waiting.pk), {"seen_hash": waiting.current_hash()})
    return Post.objects.get()


def test_a_post_is_scheduled_moved_and_taken_out(town, approved, as_officer):
    as_officer.post(url("schedule", town, approved.pk), {"day": "2026-11-24", "time": "17:00"})
    assert Delivery.objects.get().due_at.isoformat() == "2026-11-24T16:00:00+00:00"

    as_officer.post(url("schedule", town, approved.pk), {"day": "2026-11-25", "time": "08:30"})
    as_officer.post(url("withdraw", town, approved.pk))

    assert set(Delivery.objects.values_list("state", flat=True)) == {"withdrawn"}


@pytest.mark.parametrize(
    ("day", "time"), [("2026-11-22", "10:00"), ("2027-03-28", "02:30"), ("", ""), ("morgen", "früh")]
)
def test_an_impossible_moment_is_explained_beside_the_field(town, approved, as_officer, day, time):
    answer = as_officer.post(url("schedule", town, approved.pk), {"day": day, "time": time})

    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert not Delivery.objects.exists()


def test_an_uncertain_delivery_is_settled_by_a_person(town, approved, as_officer, channel):
    delivery = Delivery.objects.create(post=approved, channel=channel, due_at=now(), state="uncertain")
    page = as_officer.get(url("post_detail", town, approved.pk)).content.decode()
    assert url("settle", town, delivery.pk) in page
    for name in ("schedule", "publish_now", "withdraw", "return", "post_edit"):
        assert url(name, town, approved.pk) not in page

    as_officer.post(
        url("settle", town, delivery.pk), {"answer": "published", "remote_url": "https://social.example/@stadt/1"}
    )

    delivery.refresh_from_db()
    assert (delivery.state, delivery.remote_url) == ("published", "https://social.example/@stadt/1")
    assert Post.objects.get().state == Post.State.PUBLISHED


def test_a_missed_delivery_gets_a_new_time(town, approved, as_officer, channel):
    delivery = Delivery.objects.create(post=approved, channel=channel, due_at=now(), state="missed")

    as_officer.post(url("reschedule", town, delivery.pk), {"day": "2026-11-24", "time": "09:00"})

    delivery.refresh_from_db()
    assert (delivery.state, delivery.due_at.isoformat()) == ("scheduled", "2026-11-24T08:00:00+00:00")


def test_every_step_by_button_is_a_post_request(town, approved, as_officer):
    for name in (
        "submit",
        "recall",
        "approve",
        "return",
        "schedule",
        "publish_now",
        "withdraw",
        "duplicate",
        "discard",
    ):
        assert as_officer.get(url(name, town, approved.pk)).status_code == 405


def test_the_detail_page_tells_the_history_in_words(town, approved, as_officer, officer):
    content = as_officer.get(url("post_detail", town, approved.pk)).content.decode()

    assert officer.name in content
    assert "timeline" in content


# -- images


def test_an_image_is_served_to_the_town_only(town, client, editor):
    asset = add_image(town, actor=editor, upload=photos.upload())
    stranger = person(MunicipalityFactory(), Role.COMMUNICATIONS)
    addresses = [url(name, town, asset.pk) for name in ("asset", "thumbnail")]

    for address in addresses:
        assert client.get(address).status_code == 302
        client.force_login(stranger)
        assert client.get(address).status_code == 404
        client.force_login(editor)
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert "private" in answer["Cache-Control"]
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
        client.logout()


def test_there_is_no_public_address_for_files(town, client, editor):
    asset = add_image(town, actor=editor, upload=photos.upload())

    client.force_login(editor)
    assert client.get(f"/media/{asset.file.name}").status_code == 404


def test_the_same_photo_twice_is_stored_once(town, editor):
    content = photos.phone_photo()

    first, second = (add_image(town, actor=editor, upload=photos.upload(content)) for _ in range(2))

    assert first == second
    assert len(first.sha256) == 64


# -- leaks


def test_no_view_shows_anything_of_another_town(client, town):
    """With data that could leak: a post, an image, a channel of the other town."""
    with scopes_disabled():
        other = MunicipalityFactory()
        author = person(other, Role.EDITOR)
        channel = live_channel(other)
        post = draft(other, author, [channel], title="Vertraulich")
        asset = add_image(other, actor=author, upload=photos.upload())
        delivery = Delivery.objects.create(post=post, channel=channel, due_at=now(), state="uncertain")
    give_mandate(town, "mastodon")
    client.force_login(person(town, Role.COMMUNICATIONS, Role.LEADERSHIP, Role.ADMINISTRATOR))

    for name in ("month", "week", "agenda", "approvals"):
        assert "Vertraulich" not in client.get(url(name, town)).content.decode()
    for name in ("post_detail", "post_edit"):
        assert client.get(url(name, town, post.pk)).status_code == 404
    for name in ("submit", "approve", "return", "schedule", "publish_now", "withdraw", "duplicate", "discard"):
        assert client.post(url(name, town, post.pk)).status_code == 404
    for name in ("settle", "reschedule"):
        assert client.post(url(name, town, delivery.pk)).status_code == 404
    assert client.get(url("asset", town, asset.pk)).status_code == 404
    channel_pages = [("get", "channel_detail"), ("get", "channel_edit"), ("get", "channel_connect"), ("post", "check")]
    channel_pages += [("post", name) for name in ("go_live", "pause", "resume", "close")]
    for method, name in channel_pages:
        address = reverse(f"channels:{name}", args=[town.slug, channel.pk])
        assert getattr(client, method)(address).status_code == 404


def test_a_fault_is_told_to_administrators_in_the_words_of_the_server(town, client):
    """The sentence is everybody's; the raw words help who can mend it. Removal: the permission in the view."""
    channel = live_channel(town)
    post = draft(town, channels=[channel], state="failed", approved_hash="x")
    Delivery.objects.create(
        post=post, channel=channel, due_at=now(), state="rejected", error="Abgelehnt.", fault="POST /x: HTTP 403"
    )
    page = reverse("planning:post_detail", args=[town.slug, post.pk])

    client.force_login(person(town, Role.EDITOR))
    assert "HTTP 403" not in client.get(page).content.decode()
    client.force_login(person(town, Role.ADMINISTRATOR))
    shown = client.get(page).content.decode()
    assert "HTTP 403" in shown
    assert "Abgelehnt." in shown
