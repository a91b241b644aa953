# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A question becomes a topic in the words of the staff; who asked does not come along."""

import pytest
from django.urls import reverse

from accounts.models import Role
from channels_mgmt.models import Topic
from community.models import Comment
from tests.community.factories import comment_in
from tests.factories import person


@pytest.fixture
def comment(town):
    return comment_in(town, text="Wann öffnet das Bad?")


@pytest.fixture
def address(town, comment):
    return reverse("dialog:note_topic", args=[town.slug, comment.pk])


@pytest.fixture
def as_moderator(client, town):
    client.force_login(person(town, Role.MODERATOR))
    return client


def test_the_question_is_offered_changed_and_kept_without_its_author(town, as_moderator, comment, address):
    desk = as_moderator.get(reverse("dialog:comment", args=[town.slug, comment.pk])).content.decode()
    assert f'href="{address}"' in desk
    assert "Wann öffnet das Bad?" in as_moderator.get(address).content.decode()

    as_moderator.post(address, {"title": "Öffnungszeiten", "note": "Ab wann ist das Bad offen?"})

    topic = Topic.objects.get()
    assert (topic.title, topic.comment_number) == ("Öffnungszeiten", comment.pk)
    assert comment.author.name not in f"{topic.title}{topic.note}{topic.searchable}"
    listed = as_moderator.get(reverse("planning:topics", args=[town.slug])).content.decode()
    assert reverse("dialog:comment", args=[town.slug, comment.pk]) in listed


def test_the_second_who_notes_it_is_led_to_the_topic(as_moderator, address):
    for title in ("Öffnungszeiten", "Noch einmal"):
        answer = as_moderator.post(address, {"title": title})

    assert answer.status_code == 422
    assert "Öffnungszeiten" in answer.content.decode()
    assert Topic.objects.count() == 1


def test_a_private_message_is_not_copied(as_moderator, comment, address):
    Comment.objects.filter(pk=comment.pk).update(is_private=True)

    assert "Wann öffnet das Bad?" not in as_moderator.get(address).content.decode()


def test_who_may_not_read_the_dialogue_sees_no_way_there(town, client, comment, as_moderator, address):
    as_moderator.post(address, {"title": "Öffnungszeiten"})
    client.force_login(person(town, Role.EDITOR))

    listed = client.get(reverse("planning:topics", args=[town.slug])).content.decode()

    assert "Öffnungszeiten" in listed
    assert reverse("dialog:comment", args=[town.slug, comment.pk]) not in listed
