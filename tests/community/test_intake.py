# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What citizens write comes in once, linked, rated and with a deadline."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.models import AuditEntry
from channels_mgmt.connectors.contract import IncomingComment, NeedsReconnect, TryLater
from channels_mgmt.connectors.practice.connector import Practice
from channels_mgmt.models import Channel, Credential, Delivery
from channels_mgmt.services.publishing import publish_delivery
from community.models import Author, Comment, CommentRevision
from community.queries.appeals import comment_behind
from community.queries.urgency import rate
from community.services.intake import store_comments
from community.services.reading import due_channels, sync_channel
from practice.models import PracticeAccount, PracticePost
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import moderator

TUESDAY_9 = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def live(town):
    return make_live_town(town)


def incoming(remote_id="c1", text="Danke!", **fields):
    values = {
        "parent_id": "",
        "root_id": "",
        "author_id": "u1",
        "author_handle": "alma",
        "author_name": "Alma Beispiel",
        "created_at": now(),
        "url": "https://social.example/c1",
    }
    return IncomingComment(remote_id=remote_id, text=text, **values | fields)


def reply(live, text="Gilt das auch für Fahrräder?", to=None):
    """A citizen answers on the practice platform."""
    citizen, _is_new = PracticeAccount.objects.get_or_create(
        municipality=live.town, handle="alma-beispiel", defaults={"display_name": "Alma Beispiel"}
    )
    root = to or PracticePost.objects.filter(account=live.account).last()
    return PracticePost.objects.create(
        municipality=live.town,
        account=citizen,
        idempotency_key=text,
        text=text,
        reply_to=root,
        root=root.root or root,
    )


@pytest.fixture
def published(live):
    delivery = live.delivery()
    publish_delivery(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_a_reply_comes_in_once_however_often_it_is_read(live, published):
    """Removal: the cursor and the constraint together; each alone suffices."""
    reply(live)

    assert sync_channel(live.channel.pk) == 1
    Channel.objects.update(sync_due_at=None, sync_cursor={})
    assert sync_channel(live.channel.pk) == 0

    comment = Comment.objects.get()
    assert comment.text == "Gilt das auch für Fahrräder?"
    assert comment.delivery == published
    assert comment.author.name == "Alma Beispiel"
    assert comment.state == Comment.State.NEW
    assert comment.url


def test_our_own_words_are_no_comments(live):
    """Removal: the author check in store_comments."""
    assert store_comments(live.channel, [incoming(author_id=live.channel.account_id)]) == 0
    assert not Comment.objects.exists()


def test_the_same_comment_twice_in_one_batch_is_one(live):
    assert store_comments(live.channel, [incoming(), incoming()]) == 1


def test_a_comment_another_process_stored_meanwhile_is_left_as_it_is(live, monkeypatch):
    """Removal: ignore_conflicts in the insertion."""
    from community.services import intake

    authors = intake._authors

    def store_first(channel, fresh):
        monkeypatch.setattr(intake, "_authors", authors)
        store_comments(channel, [incoming()])
        return authors(channel, fresh)

    monkeypatch.setattr(intake, "_authors", store_first)

    assert store_comments(live.channel, [incoming(), incoming("c2")]) == 1
    assert Comment.objects.count() == 2


def test_an_edit_reopens_a_decided_comment_and_keeps_the_old_words(live):
    """Removal: the comparison of texts, or reopening."""
    store_comments(live.channel, [incoming(text="Danke!")])
    Comment.objects.update(state=Comment.State.DECIDED, decided_at=now())

    assert store_comments(live.channel, [incoming(text="Danke für nichts!")]) == 0

    comment = Comment.objects.get()
    assert (comment.state, comment.revision, comment.text) == (Comment.State.NEW, 2, "Danke für nichts!")
    assert comment.decided_at is None
    assert CommentRevision.objects.get().text == "Danke!"
    assert AuditEntry.objects.filter(action="community.comment_edited").exists()


def test_an_edit_leaves_a_colleagues_claim_and_raises_the_revision(live):
    store_comments(live.channel, [incoming(text="Danke!")])
    colleague = moderator(live.town)
    Comment.objects.update(state=Comment.State.CLAIMED, claimed_by=colleague, claim_until=now() + timedelta(minutes=5))

    store_comments(live.channel, [incoming(text="Danke für nichts!")])

    comment = Comment.objects.get()
    assert (comment.state, comment.claimed_by, comment.revision) == (Comment.State.CLAIMED, colleague, 2)


def test_an_answer_to_a_comment_belongs_to_the_same_post(live):
    delivery = live.delivery(state=Delivery.State.PUBLISHED, remote_id="p1")
    store_comments(live.channel, [incoming("c1", parent_id="p1")])

    store_comments(live.channel, [incoming("c2", parent_id="c1"), incoming("c3", parent_id="c2")])

    assert {c.remote_id: c.delivery for c in Comment.objects.all()} == dict.fromkeys(("c1", "c2", "c3"), delivery)


def test_a_mention_outside_our_threads_belongs_to_no_post(live):
    store_comments(live.channel, [incoming(parent_id="elsewhere", root_id="elsewhere")])

    assert Comment.objects.get().delivery is None


def test_what_answering_needs_is_kept(live):
    store_comments(live.channel, [incoming(root_id="r", raw={"cid": "abc", "root_cid": "def"}, is_private=True)])

    assert Comment.objects.get().remote_data == {"cid": "abc", "root_cid": "def", "root_id": "r", "is_private": True}


def test_a_conversation_that_comes_in_backwards_still_finds_its_post(live):
    """Removal: looking again within the batch. Dates are claims, so no order can be trusted."""
    delivery = live.delivery(state=Delivery.State.PUBLISHED, remote_id="p1")

    store_comments(live.channel, [incoming(f"c{n}", parent_id=f"c{n - 1}" if n > 1 else "p1") for n in (4, 3, 2, 1)])

    assert Comment.objects.filter(delivery=delivery).count() == 4


def test_a_link_with_a_handle_finds_what_is_stored_by_number(live):
    """Removal: the same address by number. Citizens copy what their browser shows."""
    url = "https://bsky.app/profile/did:plc:alma/post/3k"
    store_comments(live.channel, [incoming(author_id="did:plc:alma", author_handle="alma.bsky.social", url=url)])

    for link in (
        "https://bsky.app/profile/alma.bsky.social/post/3k",
        "bsky.app/profile/Alma.bsky.social/post/3k/",
        url,
    ):
        assert comment_behind(live.town, link) == Comment.objects.get()
    assert comment_behind(live.town, "https://bsky.app/profile/bert.bsky.social/post/3k") is None


def test_stored_comments_get_a_date_and_an_address_that_hold(live):
    """What the migration does to a filled database."""
    migration = import_module("community.migrations.0008_dates_and_addresses")
    delivery = live.delivery(state=Delivery.State.PUBLISHED, remote_id="p1", published_at=TUESDAY_9)
    uri = "at://did:plc:alma/app.bsky.feed.post/3k"
    with time_machine.travel(TUESDAY_9 + timedelta(hours=2), tick=False):
        dates = {uri: datetime(2024, 5, 1, tzinfo=UTC), "c2": TUESDAY_9 + timedelta(hours=1), "c3": TUESDAY_9}
        store_comments(live.channel, [incoming(i, parent_id="p1", created_at=at) for i, at in dates.items()])
    Comment.objects.filter(remote_id="c3").update(delivery=None)
    Channel.objects.update(connector="bluesky", platform="bluesky")

    migration.count_from_reading(apps, None)
    migration.name_accounts_by_their_number(apps, None)

    since = dict(Comment.objects.values_list("remote_id", "readable_since"))
    assert since == {uri: delivery.published_at, "c2": TUESDAY_9 + timedelta(hours=1), "c3": TUESDAY_9}
    urls = dict(Comment.objects.values_list("remote_id", "url"))
    assert urls[uri] == "https://bsky.app/profile/did:plc:alma/post/3k"
    assert urls["c2"] == "https://social.example/c1"


def test_a_changed_name_is_noted(live):
    store_comments(live.channel, [incoming()])
    store_comments(live.channel, [incoming("c2", author_name="Alma B.")])

    assert Author.objects.get().name == "Alma B."


def test_hostile_input_is_stored_as_text_once(live):
    hostile = incoming(
        text="Null\x00zeichen", author_handle="h" * 999, url="https://x/" + "u" * 999, parent_id="p" * 999
    )

    assert store_comments(live.channel, [hostile, incoming("r" * 301), incoming("")]) == 1
    assert store_comments(live.channel, [hostile]) == 0

    comment = Comment.objects.get()
    assert (comment.text, comment.revision) == ("Nullzeichen", 1)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("Danke!", 8), ("Wann kommt der Bus?", 4), ("Ich bringe euch um", 1)],
)
def test_a_deadline_counts_service_hours_by_urgency(live, text, hours):
    with time_machine.travel(TUESDAY_9, tick=False):
        store_comments(live.channel, [incoming(text=text)])

    expected = TUESDAY_9 + timedelta(hours=hours)
    if hours == 8:  # the office closes at four; the last hour is on Wednesday
        expected = TUESDAY_9 + timedelta(hours=24)
    assert Comment.objects.get().due_at == expected


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("Schöner Beitrag.", Comment.Urgency.NORMAL),
        ("Die Bombenstimmung war toll", Comment.Urgency.DANGER),
        ("Wann wird das gemacht?", Comment.Urgency.SOON),
        ("Hier ist Gasgeruch im Treppenhaus", Comment.Urgency.DANGER),
        ("Ich weiß wo ihr wohnt", Comment.Urgency.DANGER),
    ],
)
def test_urgency_always_says_why(text, urgency):
    rating = rate(text)

    assert rating.urgency == urgency
    assert bool(rating.reason) == (urgency != Comment.Urgency.NORMAL)


def test_a_comment_is_new_once_however_often_it_is_read(live):
    counted = [
        store_comments(live.channel, [incoming("c1"), incoming("c2")]),
        store_comments(live.channel, [incoming("c1")]),
    ]

    assert counted == [2, 0]
    assert Comment.objects.count() == 2


def test_the_cursor_is_stored_with_the_comments_or_not_at_all(live, published, monkeypatch):
    """Removal: storing both in one transaction. The process dies after the comments: both are read again."""
    from community.services import intake

    reply(live)

    def die(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(intake, "compare_and_set", lambda obj, **kw: die() if "sync_cursor" in kw else real(obj, **kw))
    with pytest.raises(SystemExit):
        sync_channel(live.channel.pk)

    live.channel.refresh_from_db()
    assert live.channel.sync_cursor == {}
    assert not Comment.objects.exists()


def real(obj, **kwargs):
    from core.states import compare_and_set

    compare_and_set(obj, **kwargs)


def test_one_channel_is_read_by_one_worker_at_a_time(live, published):
    """Removal: the lease on reading."""
    reply(live)
    Channel.objects.update(sync_lease_until=now() + timedelta(minutes=1))

    assert sync_channel(live.channel.pk) == 0
    assert not Comment.objects.exists()


def test_a_dead_readers_lease_ends(live, published):
    reply(live)
    Channel.objects.update(sync_lease_until=now() - timedelta(seconds=1))

    assert sync_channel(live.channel.pk) == 1


def answering(monkeypatch, error):
    def fetch(self, cursor):
        raise error

    monkeypatch.setattr(Practice, "fetch_comments", fetch)


def test_trouble_lengthens_the_pause_and_success_ends_it(live, monkeypatch):
    """Removal: back-off in reading."""
    with monkeypatch.context() as patch:
        answering(patch, TryLater("gestört"))
        pauses = []
        for _ in range(3):
            sync_channel(live.channel.pk)
            live.channel.refresh_from_db()
            pauses.append(live.channel.sync_due_at - now())
    assert pauses[0] < pauses[1] < pauses[2]
    assert live.channel.sync_lease_until is None

    sync_channel(live.channel.pk)
    live.channel.refresh_from_db()
    assert live.channel.sync_failures == 0


def test_the_platforms_wish_is_respected_in_reading(live, monkeypatch):
    answering(monkeypatch, TryLater("gestört", retry_after=3600))

    sync_channel(live.channel.pk)

    live.channel.refresh_from_db()
    assert live.channel.sync_due_at > now() + timedelta(minutes=59)


def test_dead_access_is_read_no_more_and_a_transient_error_breaks_nothing(live, monkeypatch):
    """Removal: telling NeedsReconnect from other errors."""
    credential = Credential.objects.create(channel=live.channel, tokens={})
    answering(monkeypatch, TryLater("500"))
    sync_channel(live.channel.pk)
    credential.refresh_from_db()
    assert credential.broken_since is None

    answering(monkeypatch, NeedsReconnect("neu verbinden"))
    sync_channel(live.channel.pk)
    credential.refresh_from_db()
    assert credential.broken_since is not None
    Channel.objects.update(sync_due_at=None)
    assert due_channels(now()) == []


def test_an_unexpected_error_gives_the_lease_back(live, monkeypatch):
    answering(monkeypatch, ZeroDivisionError())

    with pytest.raises(ZeroDivisionError):
        sync_channel(live.channel.pk)

    live.channel.refresh_from_db()
    assert live.channel.sync_lease_until is None
    assert live.channel.sync_due_at > now()


@pytest.mark.parametrize(
    ("state", "is_read"), [("live", True), ("paused", True), ("planned", False), ("closed", False)]
)
def test_paused_channels_are_still_read(live, state, is_read):
    slot = 1 if state in ("live", "paused") else None
    Channel.objects.update(state=state, live_slot=slot)

    assert bool(due_channels(now())) == is_read


def test_a_poll_that_brings_nothing_costs_six_queries(live, published, django_assert_num_queries):
    sync_channel(live.channel.pk)

    with django_assert_num_queries(6):
        assert sync_channel(live.channel.pk) == 0


def test_storing_costs_the_same_number_of_queries_for_one_and_for_many(live, django_assert_num_queries):
    store_comments(live.channel, [incoming("warms the cache of service hours")])

    with django_assert_num_queries(9):
        store_comments(live.channel, [incoming("c1", author_id="u2", root_id="p")])
    with django_assert_num_queries(9):
        # As many as SQLite takes in one statement, which holds at most 999 values.
        store_comments(live.channel, [incoming(f"d{n}", author_id=f"v{n}", root_id="p") for n in range(20)])


def test_a_foreign_town_sees_nothing_of_it(live):
    from django_scopes import scope

    from tests.factories import MunicipalityFactory

    store_comments(live.channel, [incoming()])

    with scope(municipality=MunicipalityFactory()):
        assert not Comment.objects.exists()
        assert sync_channel(live.channel.pk) == 0
    with scopes_disabled():
        assert Comment.objects.count() == 1
