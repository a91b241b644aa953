# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts that advertise are folded and still read, test accounts are not counted; a person says which are."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Role
from community.models import Author, Comment, PlatformAction
from community.queries.echo import counts_under
from community.queries.filters import QueueFilter
from community.queries.queue import counts, queue_page
from community.services.intake import store_comments
from community.services.marking import mark_account, set_apart_late
from community.services.queue import claim_next
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.community.factories import comment_in, comment_on, moderator
from tests.community.test_intake import incoming
from tests.factories import MunicipalityFactory, person
from tests.racing import race

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SPAM, TEST, USUAL = Author.Standing.SPAM, Author.Standing.TEST, Author.Standing.USUAL


@pytest.fixture
def alma(town):
    return moderator(town)


def from_author(author: Author, remote_id: str, text: str = "Jetzt zugreifen!") -> Comment:
    told = {"author_id": author.remote_id, "author_handle": author.handle, "author_name": author.name}
    store_comments(author.channel, [incoming(remote_id, text, **told)])
    return Comment.objects.get(remote_id=remote_id)


def listed(town, user, **wanted) -> set[str]:
    return {row.comment.text for row in queue_page(town, user, QueueFilter(**wanted)).rows}


def test_what_an_advertising_account_writes_from_then_on_is_folded_and_still_to_be_read(town, alma):
    """Removal: apart at intake, or the queue asking for it."""
    first = comment_in(town, text="Erstes Wort")
    mark_account(first.author, actor=alma, standing=SPAM)

    later = from_author(first.author, "s1")

    assert listed(town, alma) == {"Erstes Wort"}
    assert listed(town, alma, state="spam") == {later.text}
    assert later.text in listed(town, alma, tab="all")
    figures = counts(town, alma)
    assert (figures["open"], figures["spam"]) == (1, 1)
    assert claim_next(town, actor=alma) == first
    assert claim_next(town, actor=alma) is None
    assert claim_next(town, actor=alma, wanted=QueueFilter(state="spam")) == later
    assert not PlatformAction.objects.exists()


def test_a_test_account_is_neither_queued_nor_counted_and_has_a_list_of_its_own(town, alma):
    """Removal: counted()."""
    ours = comment_in(town, text="Nur ein Versuch")
    other = comment_on(ours.delivery, text="Ernst gemeint")
    mark_account(ours.author, actor=alma, standing=TEST)
    from_author(ours.author, "t2", "Noch ein Versuch")

    assert listed(town, alma) == listed(town, alma, tab="all") == {other.text}
    assert listed(town, alma, tab="all", state="test") == {"Nur ein Versuch", "Noch ein Versuch"}
    assert counts(town, alma)["open"] == 1
    assert counts_under(ours.delivery.post)["all"] == 1
    assert not Comment.objects.open().filter(author=ours.author).exists()


def test_what_may_mean_danger_is_put_aside_for_nobody(town, alma):
    """Removal: asking for the urgency, when marking, at intake or after an edit."""
    threat = comment_in(town, text="Ich zünde euch an", urgency=Comment.Urgency.DANGER)
    mark_account(threat.author, actor=alma, standing=TEST)
    assert threat.text in listed(town, alma)

    harmless = from_author(threat.author, "d1", "Guten Tag")
    assert harmless.apart == TEST
    edited = from_author(threat.author, "d1", "Ich bringe euch um")

    assert edited.urgency == Comment.Urgency.DANGER
    assert edited.apart == USUAL and edited.text in listed(town, alma)


def test_taking_it_back_brings_everything_back(town, alma):
    """Removal: putting comments back."""
    comment = comment_in(town)
    for standing in (SPAM, TEST):
        mark_account(comment.author, actor=alma, standing=standing)
        from_author(comment.author, f"b-{standing}", f"Wort {standing}")
    mark_account(comment.author, actor=alma, standing=USUAL)

    assert len(listed(town, alma)) == 3
    author = Author.objects.get(pk=comment.author_id)
    assert (author.standing, author.standing_at, author.standing_by) == ("", None, None)
    entries = AuditEntry.objects.filter(action="community.account_marked").order_by("pk")
    assert [entry.details["standing"] for entry in entries] == ["spam", "test", ""]
    assert all(author.name not in f"{entry.object_label}{entry.details}" for entry in entries)


def test_only_who_decides_about_comments_marks_and_nobody_marks_a_pseudonym(town, alma):
    author = comment_in(town).author
    for role in (Role.READER, Role.EDITOR, Role.ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            mark_account(author, actor=person(town, role), standing=SPAM)
    with pytest.raises(Refused):
        mark_account(author, actor=alma, standing="böse")
    Author.objects.filter(pk=author.pk).update(remote_id=f"{Comment.FINGERPRINT}1")
    with pytest.raises(Refused):
        mark_account(Author.objects.get(pk=author.pk), actor=alma, standing=SPAM)


def test_the_database_knows_no_mark_of_nobody(town):
    """Removal: marked_account_says_by_whom."""
    comment_in(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Author.objects.update(standing="spam")


def test_what_came_in_while_its_account_was_being_marked_is_put_aside_later(town, alma):
    """Removal: set_apart_late."""
    comment = comment_in(town)
    mark_account(comment.author, actor=alma, standing=TEST)
    Comment.objects.update(apart="")

    assert [set_apart_late(), set_apart_late()] == [1, 0]
    assert Comment.objects.get().apart == TEST


def test_the_button_marks_the_list_shows_it_and_the_line_says_how_many_are_folded(client, town, alma):
    comment = comment_in(town)
    client.force_login(alma, backend=BACKEND)
    desk = client.get(reverse("dialog:comment", args=[town.slug, comment.pk])).content.decode()
    mark = reverse("dialog:mark_account", args=[town.slug, comment.author_id])
    assert mark in desk

    client.post(mark, {"standing": "spam"})
    from_author(comment.author, "s1")
    accounts = client.get(reverse("dialog:accounts", args=[town.slug])).content.decode()
    queue = client.get(reverse("dialog:queue", args=[town.slug])).content.decode()

    assert comment.author.name in accounts and "Werbung" in accounts
    assert "1 von einem Konto, das als Werbung gilt" in " ".join(queue.split())
    assert client.post(mark, {"standing": "böse"}, follow=True).status_code == 200
    client.post(mark, {"standing": ""})
    assert not Author.objects.exclude(standing="").exists()


def test_who_only_reads_sees_the_list_without_buttons(client, town, alma):
    mark_account(comment_in(town).author, actor=alma, standing=SPAM)
    client.force_login(person(town, Role.READER), backend=BACKEND)

    page = client.get(reverse("dialog:accounts", args=[town.slug])).content.decode()

    assert "Werbung" in page and 'name="standing"' not in page


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_marks_at_the_same_moment_one_holds():
    """Removal: the expectation in mark_account."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        author, alma = comment_in(town).author, moderator(town)
        read = [Author.objects.get(pk=author.pk) for _ in range(4)]

    results = race(
        town,
        [
            lambda one=one, to=to: mark_account(one, actor=alma, standing=to)
            for one, to in zip(read, [SPAM, TEST] * 2, strict=True)
        ],
    )

    assert sum(result is None for result in results) == 1
    assert sum(isinstance(result, AlreadyChanged) for result in results) == 3
    with scope(municipality=town):
        assert (Comment.objects.get().apart == TEST) == (Author.objects.get().standing == TEST)
        assert now() > Author.objects.get().standing_at
