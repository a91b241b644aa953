# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of a published post says what came back; citizens' words only to whoever may read them."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role
from channels_mgmt.models import Post
from tests.community.factories import comment_in
from tests.factories import person


@pytest.fixture
def comment(town):
    found = comment_in(town, text="Wann öffnet das Bad?")
    approved = {"approved_by": person(town, Role.LEADERSHIP), "approved_at": now(), "approved_hash": "0" * 64}
    Post.objects.filter(pk=found.delivery.post_id).update(state=Post.State.PUBLISHED, **approved)
    return found


def page_of(client, town, comment, role):
    client.force_login(person(town, role))
    return client.get(reverse("planning:post_detail", args=[town.slug, comment.delivery.post_id])).content.decode()


def test_the_page_of_a_published_post_leads_to_its_comments(client, town, comment):
    page = page_of(client, town, comment, Role.COMMUNICATIONS)

    assert "Was zurückkam" in page
    assert "Wann öffnet das Bad?" in page
    assert reverse("dialog:comment", args=[town.slug, comment.pk]) in page
    assert f'href="{reverse("dialog:queue", args=[town.slug])}"' in page


def test_who_does_not_work_in_the_dialogue_sees_numbers_alone(client, town, comment):
    page = page_of(client, town, comment, Role.EDITOR)

    assert "Was zurückkam" in page
    assert "Wann öffnet das Bad?" not in page
    assert reverse("dialog:comment", args=[town.slug, comment.pk]) not in page


def test_before_it_is_public_nothing_came_back(client, town, comment):
    Post.objects.filter(pk=comment.delivery.post_id).update(state=Post.State.DRAFT)

    assert "Was zurückkam" not in page_of(client, town, comment, Role.COMMUNICATIONS)
