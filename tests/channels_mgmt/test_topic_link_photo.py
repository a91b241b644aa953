# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A department sends one photo with its topic, without an account."""

from urllib.parse import urlsplit

import pytest

from channels_mgmt.models import MediaAsset, Topic
from channels_mgmt.services.departments import link_address
from tests.channels_mgmt.factories import department_in
from tests.channels_mgmt.photos import phone_photo, upload


@pytest.fixture
def link(town, officer):
    return department_in(town, officer)


def send(client, link, **fields):
    given = {"title": "Kirchgasse gesperrt", "note": "Ab Montag", "contact": "Frau Kessler, 214", "website": ""}
    return client.post(urlsplit(link_address(link)).path, given | fields, follow=True)


def test_a_photo_comes_with_the_topic_and_the_receipt_says_so(client, link, officer):
    answer = send(client, link, photo=upload(phone_photo(300, 200)))

    photo = Topic.objects.get().photos.get()
    assert photo.asset.uploaded_by == officer
    assert "ist angekommen" in answer.content.decode()


def test_the_same_sent_twice_is_one_topic_with_one_photo(client, link):
    for _time in range(2):
        send(client, link, photo=upload(phone_photo(300, 200)))

    assert Topic.objects.get().photos.count() == 1


def test_what_is_no_photo_is_refused_and_the_words_are_kept(client, link):
    answer = send(client, link, photo=upload(b"MZ no picture"))

    assert answer.status_code == 422
    assert "Frau Kessler" in answer.content.decode()
    assert not Topic.objects.exists()
    assert not MediaAsset.objects.exists()


def test_a_script_that_fills_every_field_stores_no_photo(client, link):
    send(client, link, website="https://spam.example", photo=upload(phone_photo(300, 200)))

    assert not MediaAsset.objects.exists()
