# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages say of approvals is true for the role that reads it."""

import pytest
from django.urls import reverse

from accounts.models import Role
from tests.factories import person


@pytest.mark.parametrize(
    ("role", "title"), [(Role.DEPARTMENT, "Hier geben andere frei"), (Role.COMMUNICATIONS, "Nichts wartet")]
)
def test_the_page_of_approvals_is_true_for_those_who_approve_nothing(client, town, role, title):
    client.force_login(person(town, role))

    page = client.get(reverse("planning:approvals", args=[town.slug])).content.decode()

    assert title in page
    assert ("Ihre Entscheidung wird" in page) == (role == Role.COMMUNICATIONS)


@pytest.mark.parametrize(
    ("role", "label"), [(Role.EXTERNAL, "Routine: eine Person gibt frei"), (Role.EDITOR, "Routine: geht ohne Freigabe")]
)
def test_the_composer_says_who_approves_a_routine_post_of_this_person(client, town, role, label):
    client.force_login(person(town, role))
    address = reverse("planning:post_create", args=[town.slug])

    beside = client.post(reverse("planning:preview", args=[town.slug]), {"risk": "routine"}).content.decode()

    assert label in client.get(address).content.decode()
    assert ("gehen ohne Freigabe hinaus" in beside) == (role == Role.EDITOR)
