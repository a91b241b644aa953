# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who else has a post open: said within half a minute, over after a minute, nothing kept."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import Role
from channels_mgmt import tasks
from channels_mgmt.models import PostPresence
from channels_mgmt.services.presence import LEASE, note_presence
from tests.channels_mgmt.factories import draft
from tests.factories import person
from tests.racing import race


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR, name="Rosa Redaktion")


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS, name="Petra Presse")


@pytest.fixture
def post(town, editor):
    return draft(town, editor)


def ask(client, post, **given):
    return client.post(reverse("planning:presence", args=[post.municipality.slug, post.pk]), given)


def read(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def test_each_sees_the_other_and_nobody_oneself(client, post, editor, press):
    note_presence(post, actor=press, is_writing=True)
    client.force_login(editor)

    answer = ask(client, post)

    assert "Petra Presse bearbeitet diesen Beitrag." in read(answer)
    assert "Rosa Redaktion" not in read(answer)
    client.force_login(press)
    assert "Rosa Redaktion hat diesen Beitrag offen." in read(ask(client, post, writes="1"))


def test_what_the_page_knows_is_not_sent_again(client, post, editor, press):
    """So a screen reader does not say it every half minute."""
    note_presence(post, actor=press, is_writing=False)
    client.force_login(editor)
    seen = re.search(r'name="seen" value="(\w+)"', ask(client, post).content.decode())[1]

    assert ask(client, post, seen=seen).status_code == 204
    note_presence(post, actor=press, is_writing=True)
    assert "bearbeitet" in read(ask(client, post, seen=seen))


def test_whoever_leaves_is_gone_after_the_lease_and_no_row_stays(client, post, editor, press):
    """Removal: ``there(at)`` in ``others_there``, and ``forget_absent``."""
    note_presence(post, actor=press, is_writing=True)
    client.force_login(editor)

    with time_machine.travel(now() + LEASE + timedelta(seconds=1), tick=True):
        assert "Petra Presse" not in read(ask(client, post))
        assert [one.person for one in PostPresence.objects.all()] == [editor]


def test_the_sweep_deletes_who_is_gone(post, press):
    note_presence(post, actor=press, is_writing=False)

    with time_machine.travel(now() + LEASE + timedelta(seconds=1), tick=True):
        tasks.sweep_deliveries()

    assert not PostPresence.objects.exists()


def test_the_pages_of_a_stored_post_ask_and_an_empty_composer_does_not(client, town, post, editor):
    client.force_login(editor)
    asked = reverse("planning:presence", args=[town.slug, post.pk])

    for name in ("post_detail", "post_edit", "comments"):
        assert asked in client.get(reverse(f"planning:{name}", args=[town.slug, post.pk])).content.decode()
    assert "/anwesend/" not in client.get(reverse("planning:post_create", args=[town.slug])).content.decode()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_five_windows_of_one_person_are_one_row(town, editor):
    with scope(municipality=town):
        post = draft(town, editor)

    results = race(town, [lambda: note_presence(post, actor=editor, is_writing=True)] * 5)

    assert results == [None] * 5
    with scope(municipality=town):
        assert PostPresence.objects.count() == 1
