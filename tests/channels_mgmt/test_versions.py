# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Versions: each change is kept, two are compared word by word, one becomes the content again; nobody loses words."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils.html import strip_tags
from django_scopes import scope

from accounts.models import AuditEntry, Role
from channels_mgmt.models import Channel, Post, PostVersion
from channels_mgmt.services.planning import approve_post, create_post, discard_post, edit_post, submit_post
from channels_mgmt.services.restoring import restore_version
from core.errors import AlreadyChanged, NotPermitted, Refused
from core.textdiff import word_diff
from tests.channels_mgmt.factories import draft, live_channel
from tests.factories import person
from tests.racing import race


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR, name="Rosa Redaktion")


@pytest.fixture
def channel(town):
    return live_channel(town, name="Mastodon der Stadt")


@pytest.fixture
def post(town, editor, channel):
    return create_post(town, actor=editor, title="Winterdienst", text="Wir streuen Salz.", channels=[channel])


def page(post, query=""):
    return reverse("planning:versions", args=[post.municipality.slug, post.pk]) + query


def restoring(post, number):
    return reverse("planning:restore_version", args=[post.municipality.slug, post.pk, number])


def composed(post, channel, **fields):
    given = {"title": post.title, "text": post.text, "kind": "other", "risk": post.risk, "channels": [channel.pk]}
    return given | {"revision": post.revision, "action": "save"} | fields


def read(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def test_a_save_is_kept_when_it_changes_what_the_post_says_and_only_then(post, editor, channel):
    """Removal: ``keep_version`` in ``edit_post``."""
    edit_post(post, actor=editor, text="Wir streuen Splitt.")
    edit_post(post, actor=editor, text="Wir streuen Splitt.")
    edit_post(post, actor=editor, kind="service")
    edit_post(post, actor=editor, wordings={channel.pk: "Splitt statt Salz."})

    kept = list(post.versions.order_by("number"))
    assert [version.number for version in kept] == [1, 2, 3]
    assert [version.said["text"] for version in kept] == ["Wir streuen Salz.", *["Wir streuen Splitt."] * 2]
    assert kept[2].said["targets"] == [[channel.pk, "Splitt statt Salz."]]
    assert kept[0].saved_by == editor


def test_a_post_of_before_keeps_what_it_said_at_its_first_change(town, editor, channel):
    """Removal: ``keep_first_version`` in ``edit_post``."""
    author = person(town, Role.EDITOR)
    post = draft(town, author, [channel], text="Von früher")

    edit_post(post, actor=editor, text="Von heute")

    first, second = post.versions.order_by("number")
    assert (first.said["text"], first.saved_by) == ("Von früher", author)
    assert (second.said["text"], second.saved_by) == ("Von heute", editor)


def test_the_page_says_who_changed_what_word_by_word(client, post, editor, channel):
    edit_post(post, actor=editor, text="Wir streuen Splitt.", wordings={channel.pk: "Splitt statt Salz."})
    client.force_login(editor)

    answer = client.get(page(post))

    words = answer.content.decode()
    assert re.search(r"<del>.*?Salz\..*?</del>", words, re.DOTALL)
    assert re.search(r"<ins>.*?Splitt\..*?</ins>", words, re.DOTALL)
    told = read(answer)
    assert "Von Fassung 1 zu Fassung 2" in told
    assert "Geändert: Text, Eigener Wortlaut für Mastodon der Stadt" in told
    assert "Rosa Redaktion" in told


def test_any_two_versions_are_compared_and_nonsense_shows_the_newest(client, post, editor):
    for text in ("Zwei", "Drei", "Vier"):
        edit_post(post, actor=editor, text=text)
    client.force_login(editor)

    assert "Von Fassung 1 zu Fassung 3" in read(client.get(page(post, "?alt=1&neu=3")))
    for query in ("?alt=99&neu=98", "?alt=x&neu=y", "?neu=4", "?page=77", ""):
        answer = client.get(page(post, query))
        assert answer.status_code == 200
        assert "Von Fassung 3 zu Fassung 4" in read(answer)


def test_a_post_without_versions_says_when_there_will_be_some(client, town, editor):
    client.force_login(editor)

    assert "Noch keine Fassungen" in read(client.get(page(draft(town, editor))))


def test_restoring_makes_the_version_the_content_and_keeps_what_stood_there(client, post, editor, channel):
    edit_post(post, actor=editor, title="Splitt", text="Wir streuen Splitt.", wordings={channel.pk: "Kurz."})
    client.force_login(editor)

    client.post(restoring(post, 1), {"revision": post.revision})

    post.refresh_from_db()
    assert (post.title, post.text) == ("Winterdienst", "Wir streuen Salz.")
    assert post.targets.get().text == ""
    newest = post.versions.first()
    assert (newest.number, newest.restored_from) == (3, 1)
    assert post.versions.get(number=2).said["text"] == "Wir streuen Splitt."
    assert AuditEntry.objects.filter(action="planning.version_restored").count() == 1


def test_restoring_voids_the_approval(client, town, post, editor):
    edit_post(
        post, actor=editor, text="Wir streuen Splitt.", citizen_benefit="Sicher gehen", alternative_url="https://a.de"
    )
    submit_post(post, actor=editor)
    approve_post(post, actor=person(town, Role.COMMUNICATIONS), seen_hash=post.current_hash())
    client.force_login(editor)

    answer = client.post(restoring(post, 1), {"revision": post.revision}, follow=True)

    post.refresh_from_db()
    assert (post.state, post.approved_hash) == (Post.State.DRAFT, "")
    assert "Er ist wieder ein Entwurf" in read(answer)


def test_restoring_leaves_the_risk_as_it_is_now(post, editor):
    edit_post(post, actor=editor, text="Unwetter", risk="crisis")

    restore_version(post.versions.get(number=1), actor=editor, revision=post.revision)

    post.refresh_from_db()
    assert (post.text, post.risk) == ("Wir streuen Salz.", "crisis")


def test_a_channel_closed_meanwhile_is_left_out_and_named(client, post, editor, channel):
    edit_post(post, actor=editor, text="Neu", channels=[])
    Channel.objects.filter(pk=channel.pk).update(state=Channel.State.CLOSED, live_slot=None)
    client.force_login(editor)

    answer = client.post(restoring(post, 1), {"revision": post.revision}, follow=True)

    assert "Inzwischen geschlossen und weggelassen: Mastodon der Stadt" in read(answer)
    assert not post.targets.exists()


@pytest.mark.parametrize("revision", ["0", "", "x", "-1"])
def test_nothing_is_restored_over_a_save_of_somebody_else(client, post, editor, revision):
    """Removal: ``revision`` handed to ``edit_post`` in ``restore_version``."""
    edit_post(post, actor=editor, text="Inzwischen")
    client.force_login(editor)

    client.post(restoring(post, 1), {"revision": revision})

    post.refresh_from_db()
    assert post.text == "Inzwischen"


def test_what_is_public_stays_and_only_who_may_edit_restores(client, town, post, editor):
    version = post.versions.get()
    with pytest.raises(NotPermitted):
        restore_version(version, actor=person(town, Role.READER), revision=post.revision)
    Post.objects.filter(pk=post.pk).update(state="published", approved_hash="x")
    post.refresh_from_db()
    client.force_login(editor)

    assert "Wiederherstellen" not in read(client.get(page(post)))
    with pytest.raises(Refused):
        restore_version(PostVersion.objects.get(), actor=editor, revision=post.revision)


def test_versions_go_with_the_draft(post, editor):
    discard_post(post, actor=editor)

    assert not PostVersion.objects.exists()


def test_a_number_is_given_once(post, editor):
    with pytest.raises(IntegrityError):
        PostVersion.objects.create(post=post, number=1, said={}, said_hash="x", saved_by=editor)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_five_who_restore_at_once_one_does(town, editor):
    with scope(municipality=town):
        post = create_post(town, actor=editor, title="Winterdienst", text="Alt")
        edit_post(post, actor=editor, text="Neu")
        pk, revision = post.versions.get(number=1).pk, post.revision

    def restore():
        version = PostVersion.objects.select_related("post__municipality").get(pk=pk)
        return restore_version(version, actor=editor, revision=revision)

    results = race(town, [restore] * 5)

    assert sum(isinstance(result, AlreadyChanged) for result in results) == 4
    with scope(municipality=town):
        assert PostVersion.objects.count() == 3


# -- two people save


def test_who_saves_second_sees_both_and_saves_over_it_knowingly(client, town, post, editor, channel):
    """Removal: ``newer=_newer(form)`` in the composer."""
    colleague = person(town, Role.COMMUNICATIONS, name="Petra Presse")
    seen = composed(post, channel, text="Wir streuen Splitt.")
    edit_post(post, actor=colleague, text="Wir streuen Sand.")
    client.force_login(editor)
    composer = reverse("planning:post_edit", args=[town.slug, post.pk])

    answer = client.post(composer, seen)

    assert answer.status_code == 409
    words = answer.content.decode()
    assert "Petra Presse hat diesen Beitrag inzwischen gespeichert" in read(answer)
    assert re.search(r"<del>.*?Sand\..*?</del>", words, re.DOTALL)
    assert re.search(r"<ins>.*?Splitt\..*?</ins>", words, re.DOTALL)
    assert ">\nWir streuen Splitt.</textarea>" in words
    revision = re.search(r'name="revision" value="(\d+)"', words)[1]
    client.post(composer, seen | {"revision": revision})
    post.refresh_from_db()
    assert post.text == "Wir streuen Splitt."
    assert [v.said["text"] for v in post.versions.all()] == [
        "Wir streuen Splitt.",
        "Wir streuen Sand.",
        "Wir streuen Salz.",
    ]


def test_a_very_long_text_is_compared_by_lines_and_longer_ones_as_a_whole():
    """Removal: ``MOST_PAIRS`` in ``core.textdiff``."""
    line = "wort " * 3000 + "\n"

    parts = word_diff(line + "alt\n", line + "neu\n")

    assert [(part.kind, part.text) for part in parts[1:]] == [("removed", "alt\n"), ("added", "neu\n")]
    whole = word_diff("a\n" * 3000, "b\n" * 3000)
    assert [part.kind for part in whole] == ["removed", "added"]
