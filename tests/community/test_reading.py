# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""No part of a reading stops the others, and what the platform never announced is found all the same."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils.timezone import now

from channels_mgmt.models import Channel, Credential, Delivery
from community.domain.thread_schedule import next_look
from community.models import Comment, RootSearch, ThreadWatch, UnreadEntry
from community.services.reading import sync_channel
from tests.channels_mgmt.live import connect_to_pds, make_live_town
from tests.connectors.scripted import Query, Scripted

DID = "did:plc:stadt"
POST = f"at://{DID}/app.bsky.feed.post/post"
THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def live(town):
    return make_live_town(town)


class Network:
    """Bluesky in small. ``announced`` says of each reply whether a notification comes."""

    def __init__(self) -> None:
        self.replies: list[dict[str, Any]] = []
        self.announced: set[str] = set()
        self.faults: dict[str, int] = {}
        self.web = Scripted(self.answer)

    def reply(self, name: str, *, to: str = POST, is_announced: bool = True) -> str:
        uri = f"at://did:plc:alma/app.bsky.feed.post/{name}"
        at = f"{now():%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
        reference = {"root": {"uri": POST, "cid": "r"}, "parent": {"uri": to, "cid": "p"}}
        self.replies.append(
            {
                "uri": uri,
                "cid": f"c-{name}",
                "author": {"did": "did:plc:alma", "handle": "alma.test"},
                "record": {"text": f"Antwort {name}", "createdAt": at, "reply": reference},
                "indexedAt": at,
            }
        )
        if is_announced:
            self.announced.add(uri)
        return uri

    def answer(self, path: str, query: Query) -> tuple[int, Any]:
        procedure = path.removeprefix("/xrpc/")
        if procedure in self.faults:
            return self.faults[procedure], {}
        if procedure == "app.bsky.notification.listNotifications":
            known = [r | {"reason": "reply"} for r in self.replies if r["uri"] in self.announced]
            return 200, {"notifications": known[::-1][:100]}
        return 200, {"thread": self.below(query["uri"][0], int(query["depth"][0]))}

    def below(self, uri: str, depth: int) -> dict[str, Any]:
        children = [r for r in self.replies if r["record"]["reply"]["parent"]["uri"] == uri]
        own = next((r for r in self.replies if r["uri"] == uri), {"uri": uri, "author": {"did": DID}})
        node: dict[str, Any] = {"post": own | {"replyCount": len(children)}}
        return node | {"replies": [self.below(c["uri"], depth - 1) for c in children]} if depth else node


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network()
    yield network
    network.web.stop()


@pytest.fixture
def bluesky(live, network, settings):
    settings.ALLOW_LOCAL_PEERS = True
    connect_to_pds(live, network.web.url)
    return live


def published(live, remote_id=POST, **fields) -> Delivery:
    values = {"state": Delivery.State.PUBLISHED, "remote_id": remote_id, "published_at": now()} | fields
    return live.delivery(**values)


def read_at(live, at: datetime) -> int:
    with time_machine.travel(at, tick=True):
        Channel.objects.update(sync_due_at=None)
        return sync_channel(live.channel.pk)


def test_every_reply_is_found_although_a_third_of_the_notifications_never_comes(bluesky, network):
    """Removal: watching threads. The measured network loses a quarter to a third of young replies' news."""
    chance = random.Random(7)
    with time_machine.travel(THURSDAY, tick=True):
        published(bluesky)
    names = []
    for number in range(60):
        with time_machine.travel(THURSDAY + timedelta(minutes=number), tick=True):
            to = chance.choice(names[-5:]) if names and number % 3 == 0 else POST
            names.append(network.reply(str(number), to=to, is_announced=chance.random() > 1 / 3))
        read_at(bluesky, THURSDAY + timedelta(minutes=number, seconds=30))
    read_at(bluesky, THURSDAY + timedelta(minutes=75))

    assert 10 < len(names) - len(network.announced) < 30
    assert set(Comment.objects.values_list("remote_id", flat=True)) == set(names)
    assert not Comment.objects.filter(delivery=None).exists()
    assert Comment.objects.count() == 60


def test_a_conversation_deeper_than_the_network_announces_or_shows_at_once_is_read(bluesky, network):
    """Removal: following what a thread cuts off, or looking again soon where it is deep."""
    with time_machine.travel(THURSDAY, tick=True):
        published(bluesky)
        place = POST
        for level in range(130):
            place = network.reply(f"level-{level}", to=place, is_announced=level < 4)
    read_at(bluesky, THURSDAY + timedelta(minutes=1))

    assert Comment.objects.count() == 130
    watch = ThreadWatch.objects.get()
    assert watch.depth == 130
    with time_machine.travel(THURSDAY + timedelta(days=20), tick=True):
        network.reply("late", to=place, is_announced=False)
    read_at(bluesky, THURSDAY + timedelta(days=20, minutes=1))
    assert Comment.objects.filter(remote_id__endswith="late").exists()


def test_below_a_reply_we_hid_nothing_is_announced_so_its_thread_is_looked_at_more_often(bluesky, network):
    """Removal: asking for hidden comments when the next look is set."""
    with time_machine.travel(THURSDAY, tick=True):
        published(bluesky)
        network.reply("rude")
    read_at(bluesky, THURSDAY + timedelta(minutes=1))
    pauses = []
    for is_hidden in (False, True):
        Comment.objects.update(is_hidden=is_hidden)
        ThreadWatch.objects.update(due_at=THURSDAY)
        at = THURSDAY + timedelta(days=5)
        read_at(bluesky, at)
        pauses.append(ThreadWatch.objects.get().due_at - at)

    assert pauses[1] < pauses[0] / 5


def test_one_thread_in_trouble_keeps_no_other_back_and_waits_for_its_own_time(bluesky, network):
    """Removal: a thread's trouble booked on its own row."""
    with time_machine.travel(THURSDAY, tick=True):
        published(bluesky)
        network.reply("announced")
        network.reply("silent", is_announced=False)
        network.faults["app.bsky.feed.getPostThread"] = 503
    read_at(bluesky, THURSDAY + timedelta(minutes=1))

    assert Comment.objects.count() == 1
    watch, channel = ThreadWatch.objects.get(), Channel.objects.get()
    assert (watch.attempts, watch.lease_until) == (1, None)
    assert watch.error
    assert (channel.sync_failures, channel.sync_lease_until) == (0, None)
    assert channel.synced_at is not None

    network.faults.clear()
    read_at(bluesky, THURSDAY + timedelta(minutes=2))
    assert Comment.objects.count() == 1, "not before its time"
    read_at(bluesky, THURSDAY + timedelta(minutes=10))
    assert Comment.objects.count() == 2
    assert ThreadWatch.objects.get().attempts == 0


def test_threads_are_read_while_the_list_of_news_is_broken(bluesky, network):
    """Removal: going on after the news failed."""
    with time_machine.travel(THURSDAY, tick=True):
        published(bluesky)
        network.reply("1")
        network.faults["app.bsky.notification.listNotifications"] = 500
    read_at(bluesky, THURSDAY + timedelta(minutes=1))

    assert Comment.objects.count() == 1
    assert Channel.objects.get().sync_failures == 1


def test_a_server_that_is_down_is_asked_twice_and_no_more(bluesky, network):
    """Removal: the end after two failures in a row."""
    with time_machine.travel(THURSDAY, tick=True):
        for number in range(8):
            published(bluesky, f"{POST}{number}")
        network.faults = dict.fromkeys(("app.bsky.notification.listNotifications", "app.bsky.feed.getPostThread"), 500)
    read_at(bluesky, THURSDAY + timedelta(minutes=1))

    assert len(network.web.asked) == 2


def test_many_threads_never_use_more_than_the_share_of_reading(bluesky, network):
    """Removal: the budget, or storing what is paid for."""
    with time_machine.travel(THURSDAY, tick=True):
        post = bluesky.post()
        for number in range(120):
            copy = type(post).objects.create(municipality=bluesky.town, title="x", text="x", author=bluesky.author)
            published(bluesky, f"{POST}{number}", post=copy)
    for step in range(20):  # five minutes
        read_at(bluesky, THURSDAY + timedelta(minutes=1, seconds=15 * step))

    assert 100 < len(network.web.asked) <= 150
    assert ThreadWatch.objects.exclude(read_at=None).count() > 80
    polls = network.web.asked_for("listNotifications")
    assert len(polls) == 20, "what is announced is asked for at every turn"


def test_an_old_post_is_watched_again_as_soon_as_somebody_answers(bluesky, network):
    """Removal: noting activity when comments are stored."""
    with time_machine.travel(THURSDAY, tick=True):
        delivery = published(bluesky, published_at=THURSDAY - timedelta(days=200))
    read_at(bluesky, THURSDAY)
    assert not ThreadWatch.objects.exists()

    with time_machine.travel(THURSDAY + timedelta(minutes=1), tick=True):
        network.reply("1")
        network.reply("2", is_announced=False)
    read_at(bluesky, THURSDAY + timedelta(minutes=2))
    read_at(bluesky, THURSDAY + timedelta(minutes=5))

    assert ThreadWatch.objects.get().delivery == delivery
    assert Comment.objects.filter(delivery=delivery).count() == 2


def test_the_quieter_a_thread_the_rarer_it_is_read_until_it_sleeps():
    ages = [timedelta(minutes=5), timedelta(hours=3), timedelta(hours=12), timedelta(days=2), timedelta(days=5)]
    ages += [timedelta(days=20)]
    pauses = [next_look(THURSDAY, THURSDAY - age, is_unannounced=False) - THURSDAY for age in ages]

    assert pauses == sorted(pauses)
    assert next_look(THURSDAY, THURSDAY - timedelta(days=31), is_unannounced=False) is None
    assert next_look(THURSDAY, THURSDAY - timedelta(days=31), is_unannounced=True) is not None
    assert next_look(THURSDAY, THURSDAY - timedelta(days=91), is_unannounced=True) is None


class Instance:
    """Mastodon in small: notifications, statuses by number, and which of them cannot be had."""

    def __init__(self) -> None:
        self.statuses: dict[str, dict[str, Any]] = {}
        self.faults: dict[str, tuple[int, Any]] = {}
        self.web = Scripted(self.answer)

    def status(self, number: str, parent: str | None = None, **changes: Any) -> dict[str, Any]:
        self.statuses[number] = {
            "id": number,
            "content": f"<p>Nr. {number}</p>",
            "account": {"id": "7", "acct": "alma@social.example"},
            "created_at": now().isoformat(),
            "url": f"https://social.example/{number}",
            "in_reply_to_id": parent,
            "is_mention": False,
        } | changes
        return self.statuses[number]

    def mention(self, number: str, parent: str | None = None, **changes: Any) -> None:
        self.status(number, parent, **changes)["is_mention"] = True

    def answer(self, path: str, query: Query) -> tuple[int, Any]:
        if path in self.faults:
            return self.faults[path]
        if path.endswith("/notifications"):
            above = int(query.get("min_id", ["0"])[0])
            new = [s for s in self.statuses.values() if s["is_mention"] and int(s["id"]) > above]
            return 200, [{"id": s["id"], "type": "mention", "created_at": s["created_at"], "status": s} for s in new]
        if path.endswith("/context"):
            return 200, {"ancestors": [], "descendants": []}
        found = self.statuses.get(path.rpartition("/")[2])
        return (200, found) if found else (404, {"error": "Record not found"})


@pytest.fixture
def instance() -> Iterator[Instance]:
    instance = Instance()
    yield instance
    instance.web.stop()


@pytest.fixture
def mastodon(live, instance, settings):
    settings.ALLOW_LOCAL_PEERS = True
    Channel.objects.update(connector="mastodon", base_url=instance.web.url, account_id="1")
    Credential.objects.create(channel=live.channel, tokens={"access": "x"})
    live.channel.refresh_from_db()
    return live


def test_a_comment_is_in_the_queue_while_its_post_is_still_searched_for(mastodon, instance):
    """Removal: storing before searching; a foreign thread that cannot be had stopped the channel for ever."""
    instance.mention("11", parent="10")
    instance.mention("12", parent="9")
    instance.faults["/api/v1/statuses/10"] = (503, {})
    instance.status("9", parent=None)

    sync_channel(mastodon.channel.pk)

    assert Comment.objects.count() == 2
    states = {s.comment.remote_id: (s.state, s.attempts) for s in RootSearch.objects.select_related("comment")}
    assert states == {"11": ("waiting", 1), "12": ("elsewhere", 1)}
    channel = Channel.objects.get()
    assert (channel.sync_failures, channel.sync_cursor) == (0, {"min_id": "12"})


def test_the_way_up_ends_at_our_post_and_asks_each_step_once(mastodon, instance):
    """Removal: going up through what we know without a request."""
    delivery = published(mastodon, "5", published_at=now() - timedelta(days=300))
    instance.status("6", parent="5")
    instance.status("7", parent="6")
    for number in range(20, 40):
        instance.mention(str(number), parent="7")

    sync_channel(mastodon.channel.pk)

    assert Comment.objects.filter(delivery=delivery).count() == 20
    assert Comment.objects.first().remote_data["root_id"] == "5"
    assert set(RootSearch.objects.values_list("state", flat=True)) == {"found"}
    asked = [path for path, _query in instance.web.asked if "/statuses/" in path and not path.endswith("/context")]
    assert len(asked) <= 2 * 20


def test_an_answer_to_our_own_answer_needs_no_search(mastodon, instance):
    from community.models import PlatformAction
    from tests.community.factories import comment_on, decision_on, moderator

    delivery = published(mastodon, "5")
    comment = comment_on(delivery)
    action = decision_on(comment, moderator(mastodon.town), "reply").action
    PlatformAction.objects.filter(pk=action.pk).update(remote_id="6")
    instance.mention("30", parent="6")

    sync_channel(mastodon.channel.pk)

    assert Comment.objects.get(remote_id="30").delivery == delivery
    assert not RootSearch.objects.exists()


@pytest.mark.parametrize(
    ("fault", "state"),
    [((404, {}), "given_up"), ((403, {}), "given_up"), ((200, b" " * 4_100_000), "waiting"), ((200, []), "waiting")],
)
def test_what_cannot_be_found_out_is_given_up_and_what_is_in_trouble_tried_again(mastodon, instance, fault, state):
    instance.mention("11", parent="10")
    instance.faults["/api/v1/statuses/10"] = fault

    sync_channel(mastodon.channel.pk)

    search = RootSearch.objects.get()
    assert search.state == state
    assert search.lease_until is None
    if state == "waiting":
        assert search.due_at > now() + timedelta(minutes=1)
        RootSearch.objects.update(due_at=now(), attempts=7)
        Channel.objects.update(sync_due_at=None)
        sync_channel(mastodon.channel.pk)
        assert RootSearch.objects.get().state == "given_up"
    assert Comment.objects.count() == 1


def test_a_conversation_in_a_circle_ends(mastodon, instance):
    Channel.objects.update(reads_paid_until=None)
    instance.status("8", parent="9")
    instance.status("9", parent="8")
    instance.mention("11", parent="9")

    for step in range(4):
        read_at(mastodon, now() + timedelta(minutes=10 * step))

    assert RootSearch.objects.get().state == "given_up"


def test_what_cannot_be_read_is_kept_once_for_a_person(mastodon, instance):
    """Removal: setting aside, or its uniqueness."""
    instance.mention("11")
    instance.mention("12", account=None, content="<p>Wer bin ich?</p>")

    sync_channel(mastodon.channel.pk)
    Channel.objects.update(sync_cursor={}, sync_due_at=None)
    sync_channel(mastodon.channel.pk)

    assert Comment.objects.count() == 1
    entry = UnreadEntry.objects.open().get()
    assert "Wer bin ich?" in str(entry.content)
    assert entry.reason


def test_a_comment_that_no_database_takes_costs_only_itself(live, monkeypatch):
    """Removal: storing one by one after a page failed."""
    from channels_mgmt.connectors.pages import Page
    from channels_mgmt.connectors.practice.connector import Practice
    from tests.community.test_intake import incoming

    odd = incoming("c2", created_at=None)  # whatever a connector overlooked
    page = Page([incoming("c1"), odd, incoming("c3")], {"after": 3})
    monkeypatch.setattr(Practice, "fetch_comments", lambda self, cursor: page)

    assert sync_channel(live.channel.pk) == 2
    assert set(Comment.objects.values_list("remote_id", flat=True)) == {"c1", "c3"}
    assert UnreadEntry.objects.get().content["id"] == "c2"
    assert Channel.objects.get().sync_cursor == {"after": 3}


def test_a_comment_dated_years_back_is_not_overdue_on_arrival(mastodon, instance):
    """Removal: counting from when it could first be read."""
    with time_machine.travel(THURSDAY, tick=True):
        published(mastodon, "5")
    read_at(mastodon, THURSDAY + timedelta(minutes=1))
    with time_machine.travel(THURSDAY + timedelta(minutes=2), tick=True):
        instance.mention("11", parent="5", created_at="2024-05-01T10:00:00Z")
    read_at(mastodon, THURSDAY + timedelta(minutes=3))

    comment = Comment.objects.get()
    assert comment.posted_at == datetime(2024, 5, 1, 10, 0, tzinfo=UTC)
    assert comment.readable_since >= THURSDAY + timedelta(minutes=1)
    assert comment.due_at > THURSDAY + timedelta(hours=4)


def test_after_an_outage_the_time_nobody_could_read_does_not_count(mastodon, instance):
    read_at(mastodon, THURSDAY)
    with time_machine.travel(THURSDAY + timedelta(hours=1), tick=True):
        instance.mention("11")
    read_at(mastodon, THURSDAY + timedelta(hours=5))

    since = Comment.objects.get().readable_since
    assert THURSDAY + timedelta(hours=1) <= since < THURSDAY + timedelta(hours=1, minutes=1)


def test_what_stood_there_before_the_channel_was_connected_is_due_from_now(mastodon, instance):
    with time_machine.travel(THURSDAY - timedelta(days=20), tick=True):
        instance.mention("11")
    read_at(mastodon, THURSDAY)

    assert Comment.objects.get().readable_since >= THURSDAY


def test_dead_access_in_a_thread_is_dead_access(bluesky, network):
    with time_machine.travel(THURSDAY, tick=True):
        published(bluesky)
        network.faults["app.bsky.feed.getPostThread"] = 401
    read_at(bluesky, THURSDAY)

    assert Credential.objects.get().broken_since is not None
