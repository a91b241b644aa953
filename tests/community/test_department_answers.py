# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the answer of a department becomes besides the answer to one citizen."""

import pytest
from django.test import Client
from django.urls import reverse

from channels_mgmt.models import Topic
from tests.community.factories import comment_in, department_answered, moderator


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma")


@pytest.fixture
def comment(town):
    return comment_in(town)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_an_answer_begins_a_question_for_everybody_in_one_step(town, alma, comment):
    """The citizen's words come along into no field."""
    asked = department_answered(comment, alma)
    client = signed_in(alma)
    desk = client.get(reverse("dialog:comment", args=[town.slug, comment.pk])).content.decode()
    address = f"{reverse('dialog:faq_from_comment', args=[town.slug, comment.pk])}?fachamt={asked.pk}"

    form = client.get(address).context["form"]

    assert address in desk
    assert form["answer"].value() == "Räder dürfen durch."
    assert not form["question"].value()


def test_an_answer_begins_a_topic_in_one_step(town, alma, comment):
    asked = department_answered(comment, alma)
    client = signed_in(alma)
    desk = client.get(reverse("dialog:comment", args=[town.slug, comment.pk])).content.decode()
    address = f"{reverse('dialog:note_topic', args=[town.slug, comment.pk])}?fachamt={asked.pk}"

    page = client.get(address)
    client.post(address, {"title": "Räder in der Sperrung", "note": page.context["form"]["note"].value()})

    assert address in desk
    assert Topic.objects.get().note == "Räder dürfen durch."


def test_the_answer_about_another_comment_begins_nothing(town, alma, comment):
    asked = department_answered(comment_in(town), alma)

    address = f"{reverse('dialog:faq_from_comment', args=[town.slug, comment.pk])}?fachamt={asked.pk}"

    assert not signed_in(alma).get(address).context["form"]["answer"].value()


def test_what_a_department_says_about_a_private_message_is_not_offered_for_everybody(town, alma):
    secret = comment_in(town, is_private=True)
    asked = department_answered(secret, alma)

    desk = signed_in(alma).get(reverse("dialog:comment", args=[town.slug, secret.pk])).content.decode()

    assert asked.answer in desk
    assert f"?fachamt={asked.pk}" not in desk
