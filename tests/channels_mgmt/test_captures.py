# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A photo and a sentence of a phone become one draft, however often they arrive."""

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry, Role
from accounts.services import found_membership
from channels_mgmt.domain.captures import title_of
from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.models import Capture, MediaAsset, Post
from channels_mgmt.services.captures import take_in
from channels_mgmt.services.planning import discard_post
from core.errors import NotPermitted, Refused
from tests.channels_mgmt import photos
from tests.e2e.browser import signed_in
from tests.factories import MunicipalityFactory, person
from tests.racing import race

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
SENTENCE = "Die neue Brücke am Mühlbach ist seit heute offen."


@pytest.fixture
def clerk(town):
    return person(town, Role.DEPARTMENT)


def taken(town, clerk, *, photo=None, **changes):
    given = {"key": KEY, "sentence": SENTENCE, "people": "nobody"} | changes
    return take_in(town, actor=clerk, photo=photo or photos.upload(), **given)


def fields(town, clerk, **changes):
    return {
        "key": KEY,
        "writer": f"{clerk.pk}-{town.pk}",
        "sentence": SENTENCE,
        "people": "agreed",
        "photo": photos.upload(),
    } | changes


def files() -> list[str]:
    """Of assets on disk, in all towns."""
    if not default_storage.exists("assets"):
        return []
    return [
        name
        for folder in default_storage.listdir("assets")[0]
        for name in default_storage.listdir(f"assets/{folder}")[1]
    ]


def test_a_photo_and_a_sentence_are_a_draft_that_says_who_can_be_recognised(town, clerk):
    post = taken(town, clerk).post

    assert (post.title, post.text, post.is_being_written) == (SENTENCE, SENTENCE, True)
    assert [m.alt_text for m in post.media.all()] == [""]
    assert post.capture.asset == post.media.get().asset
    page = signed_in(clerk).get(reverse("planning:post_detail", args=[town.slug, post.pk])).content.decode()
    assert "Niemand ist zu erkennen" in page
    assert clerk.name in page
    assert AuditEntry.objects.filter(action="media.people_stated").count() == 1


def test_what_arrives_twice_is_answered_alike_and_is_one_draft(town, clerk):
    client, url = signed_in(clerk), reverse("planning:capture_send", args=[town.slug])

    first, second = (client.post(url, fields(town, clerk)) for _ in range(2))

    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert first.json()["url"] == reverse("planning:post_detail", args=[town.slug, Post.objects.get().pk])
    assert MediaAsset.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_arrives_five_times_at_once_is_one_draft_with_one_photo():
    town = MunicipalityFactory()
    clerk = person(town, Role.DEPARTMENT)

    answers = race(town, [lambda: taken(town, clerk).post_id] * 5)

    with scope(municipality=town):
        assert answers == [Post.objects.get().pk] * 5
        assert MediaAsset.objects.count() == 1


def test_a_draft_that_was_deleted_does_not_come_back_when_the_phone_sends_again(town, clerk):
    discard_post(taken(town, clerk).post, actor=clerk)

    answer = signed_in(clerk).post(reverse("planning:capture_send", args=[town.slug]), fields(town, clerk))

    assert answer.json() == {"url": "", "title": ""}
    assert not Post.objects.exists()


def test_the_same_key_of_another_person_is_another_draft(town, clerk):
    taken(town, clerk)

    taken(town, person(town, Role.EDITOR), sentence="Etwas anderes.")

    assert Post.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"people": ""}, Refused),
        ({"people": "somebody"}, Refused),
        ({"sentence": " "}, Refused),
        ({"sentence": "x" * 501}, Refused),
        ({"photo": photos.upload(b"no photo at all")}, UnfitImage),
        ({"photo": photos.upload(photos.jpeg_claiming(60_000, 60_000))}, UnfitImage),
    ],
)
def test_what_is_refused_leaves_nothing_and_may_come_again(town, clerk, wrong, error):
    before = files()

    with pytest.raises(error):
        taken(town, clerk, **wrong)

    assert not Capture.objects.exists()
    assert files() == before
    assert taken(town, clerk).post is not None


def test_a_photo_is_not_left_behind_when_its_draft_fails(town, clerk, monkeypatch):
    def broken(*_given, **_more):
        raise Refused("no draft")

    before = files()
    monkeypatch.setattr("channels_mgmt.services.captures.create_post", broken)

    with pytest.raises(Refused):
        taken(town, clerk)

    assert files() == before
    assert not MediaAsset.objects.exists()


def test_who_writes_no_posts_captures_nothing(town):
    with pytest.raises(NotPermitted):
        taken(town, person(town, Role.MODERATOR))


@pytest.mark.parametrize("name", ["planning:capture", "planning:capture_send"])
def test_what_another_person_has_taken_at_this_browser_is_neither_stored_nor_shown(town, clerk, name):
    other = person(town, Role.EDITOR)

    answer = signed_in(other).post(reverse(name, args=[town.slug]), fields(town, clerk), follow=True)

    assert answer.status_code == (409 if name == "planning:capture_send" else 200)
    assert SENTENCE not in answer.content.decode()
    assert not Capture.objects.exists()
    assert not MediaAsset.objects.exists()


def test_without_a_script_a_form_with_a_gap_keeps_photo_sentence_and_choice(town, clerk):
    client, url = signed_in(clerk), reverse("planning:capture", args=[town.slug])

    refused = client.post(url, fields(town, clerk, people=""))

    asset = MediaAsset.objects.get()
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Bitte wählen Sie, wer zu erkennen ist." in page
    assert SENTENCE in page
    assert f'name="image" value="{asset.pk}"' in page
    again = fields(town, clerk, image=asset.pk)
    del again["photo"]
    sent = client.post(url, again)
    post = Post.objects.get()
    assert sent.url == reverse("planning:post_detail", args=[town.slug, post.pk])
    assert post.media.get().asset == asset


@pytest.mark.parametrize("wrong", [{"photo": ""}, {"photo": photos.upload(b"text")}, {"key": "x"}, {"people": "all"}])
def test_the_script_hears_in_a_sentence_what_is_wrong(town, clerk, wrong):
    answer = signed_in(clerk).post(reverse("planning:capture_send", args=[town.slug]), fields(town, clerk, **wrong))

    assert answer.status_code == 422
    assert answer.json()["message"].endswith(".")
    assert not MediaAsset.objects.exists()


@pytest.mark.parametrize("changes", [{"key": ""}, {"people": "crowd"}])
def test_the_database_knows_no_capture_without_a_key_or_an_answer(town, clerk, changes):
    given = {"key": KEY, "people": "nobody"} | changes

    with pytest.raises(IntegrityError), transaction.atomic():
        Capture.objects.create(municipality=town, person=clerk, **given)


def test_the_short_address_leads_to_the_only_town_and_asks_where_there_are_several(town, clerk):
    client = signed_in(clerk)
    assert client.get("/erfassen/").url == reverse("planning:capture", args=[town.slug])

    found_membership(clerk, MunicipalityFactory(), Role.DEPARTMENT)

    assert client.get("/erfassen/").url == reverse("home")


@given(st.text(min_size=1), st.integers(2, 120))
def test_a_title_is_the_beginning_of_the_sentence_and_never_too_long(sentence, at_most):
    title, words = title_of(sentence, at_most=at_most), " ".join(sentence.split())

    assert len(title) <= at_most
    assert bool(title) == bool(words)
    assert words.startswith(title.removesuffix("…"))
