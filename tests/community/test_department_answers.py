# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the answer of a department becomes besides the answer to one citizen."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from channels_mgmt.models import Department, Topic
from community.models import Comment, DepartmentQuestion
from core.errors import Refused
from tests.community.factories import comment_in, department_answered, department_asked, moderator


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


# -- the register -----------------------------------------------------------------------------------


def test_whoever_is_asked_first_stands_in_the_register_and_is_proposed(town, alma, comment):
    department_asked(comment, alma)

    page = signed_in(alma).get(reverse("dialog:ask_department", args=[town.slug, comment_in(town).pk]))

    assert '<option value="Bauamt">bauamt@stadt.example</option>' in page.content.decode()


def test_a_department_that_is_paused_is_not_asked(town, alma, comment):
    Department.objects.create(municipality=town, name="Bauamt", email="bauamt@stadt.example", is_paused=True)

    with pytest.raises(Refused, match="pausiert"):
        department_asked(comment, alma)

    assert not DepartmentQuestion.objects.exists()
    assert Comment.objects.get(pk=comment.pk).state == Comment.State.NEW


def test_the_register_begins_with_all_who_were_asked_beside_those_with_a_link(town, alma, comment):
    department_asked(comment, alma, department="Tiefbauamt")
    department_asked(comment_in(town), alma, department="Ordnungsamt", email="ordnung@stadt.example")
    Department.objects.all().delete()
    Department.objects.create(municipality=town, name="Bauamt", email="bauamt@stadt.example")

    import_module("community.migrations.0020_departments").take_over_questions(apps, None)

    entries = {entry.name: entry.aliases for entry in Department.objects.all()}
    assert entries == {"Bauamt": ["Tiefbauamt"], "Ordnungsamt": []}
    assert {asked.department for asked in DepartmentQuestion.objects.all()} == {"Tiefbauamt", "Ordnungsamt"}
