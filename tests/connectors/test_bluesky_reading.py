# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which notifications on Bluesky are taken, how far back, and what a thread shows besides."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from channels_mgmt.connectors.bluesky.connector import Bluesky
from channels_mgmt.connectors.contract import Account, Rejected, TryLater
from tests.connectors import proxy as faults
from tests.connectors.peers import QUICK
from tests.connectors.proxy import FaultProxy

DID = "did:plc:musterstadt"
FEED = "/xrpc/app.bsky.notification.listNotifications"
THREAD = "/xrpc/app.bsky.feed.getPostThread"
NOW = datetime.now(UTC).replace(microsecond=0)


def answer(status: int = 200, **body: object) -> tuple[int, dict[str, str], bytes]:
    return status, {}, json.dumps(body).encode()


def iso(minutes_ago: float) -> str:
    return f"{NOW - timedelta(minutes=minutes_ago):%Y-%m-%dT%H:%M:%S}.000Z"


def notification(name: str, minutes_ago: float = 1, reason: str = "reply", **changes: object) -> dict[str, object]:
    record = {"text": f"Nr. {name}", "createdAt": "2099-01-01T00:00:00Z", **changes.pop("record", {})}
    return {
        "uri": f"at://did:plc:alma/app.bsky.feed.post/{name}",
        "cid": f"c{name}",
        "author": {"did": "did:plc:alma", "handle": "alma.test"},
        "reason": reason,
        "record": record,
        "indexedAt": iso(minutes_ago),
    } | changes


@pytest.fixture
def connector(misbehaving: FaultProxy) -> Bluesky:
    tokens = {"access": "a", "refresh": "r"}
    account = Account(misbehaving.url, "musterstadt.test", DID, tokens, allow_local=True, timeouts=QUICK)
    return Bluesky(account)


def read_to_the_end(connector, cursor):
    comments, pages = [], 0
    while pages < 20:
        page = connector.fetch_comments(cursor)
        comments += page.comments
        cursor, pages = page.cursor, pages + 1
        if page.is_last:
            break
    return comments, cursor, pages


def reply_in(root: str = f"at://{DID}/app.bsky.feed.post/3abc") -> dict[str, object]:
    return {"reply": {"root": {"uri": root, "cid": "x"}, "parent": {"uri": root, "cid": "x"}}}


@pytest.mark.parametrize("reason", ["reply", "quote", "mention", "something-new"])
def test_a_reply_is_one_whatever_reason_it_comes_under(misbehaving, connector, reason):
    """Removal: asking the record."""
    misbehaving.arm("GET", FEED, answer(notifications=[notification("1", reason=reason, record=reply_in())]))

    ((comment,), _cursor) = connector.fetch_comments({})

    assert comment.root_id == f"at://{DID}/app.bsky.feed.post/3abc"


def test_the_list_is_asked_for_whole(misbehaving, connector):
    """Removal: ``priority=false`` or the reasons."""
    misbehaving.arm("GET", FEED, answer(notifications=[]))

    connector.fetch_comments({})

    path = misbehaving.requests[-1][1]
    assert "priority=false" in path
    assert "reasons=reply&reasons=mention&reasons=quote" in path


def test_likes_and_own_posts_are_no_comments(misbehaving, connector):
    own = notification("1", author={"did": DID, "handle": "musterstadt.test"})
    misbehaving.arm("GET", FEED, answer(notifications=[notification("3", reason="like"), own]))

    assert connector.fetch_comments({}).comments == []


def test_a_reply_dated_back_by_a_slow_clock_is_read(misbehaving, connector):
    """Removal: the overlap. It stands below what was read before."""
    entries = [notification("9", 1), notification("8", 2), notification("dated-back", 4)]
    misbehaving.arm("GET", FEED, answer(notifications=entries[:2], cursor="older"))
    misbehaving.arm("GET", FEED, answer(notifications=entries[2:]))
    cursor = {"seen": iso(1), "wide": iso(5)}

    comments, cursor, _pages = read_to_the_end(connector, cursor)

    assert "Nr. dated-back" in [comment.text for comment in comments]
    assert cursor == {"seen": iso(1), "wide": iso(5)}


def test_a_pass_ends_where_the_overlap_ends_and_goes_a_day_further_once_an_hour(misbehaving, connector):
    """Removal: the end of a pass, or the wide overlap."""
    old = [notification("7", 60)]
    for _ in range(2):
        misbehaving.arm("GET", FEED, answer(notifications=[notification("9", 1)], cursor="a"))
        misbehaving.arm("GET", FEED, answer(notifications=old, cursor="b"))
    misbehaving.arm("GET", FEED, answer(notifications=[notification("6", 60 * 25)], cursor="c"))

    assert read_to_the_end(connector, {"seen": iso(2), "wide": iso(5)})[2] == 2
    _comments, cursor, pages = read_to_the_end(connector, {"seen": iso(2), "wide": iso(90)})

    assert pages == 3
    assert NOW - datetime.fromisoformat(cursor["wide"]) < timedelta(minutes=5)


def test_a_wave_is_read_page_by_page_and_goes_on_after_a_crash(misbehaving, connector):
    """Removal: the platform's name of the next page in the cursor."""
    misbehaving.arm("GET", FEED, answer(notifications=[notification("3", 1)], cursor="below-3"))
    first = connector.fetch_comments({"seen": iso(60), "wide": iso(5)})
    misbehaving.arm("GET", FEED, answer(notifications=[notification("2", 2)], cursor="below-2"))
    second = connector.fetch_comments(json.loads(json.dumps(first.cursor)))
    misbehaving.arm("GET", FEED, answer(notifications=[notification("1", 71)]))
    third = connector.fetch_comments(second.cursor)

    assert [page.is_last for page in (first, second, third)] == [False, False, True]
    assert misbehaving.requests[-1][1].endswith("cursor=below-2")
    assert third.cursor == {"seen": iso(1), "wide": iso(5)}


def test_the_first_reading_goes_back_thirty_days(misbehaving, connector):
    day = 24 * 60
    for number, days in enumerate((1, 20, 29, 31, 40)):
        misbehaving.arm("GET", FEED, answer(notifications=[notification(str(number), days * day)], cursor=f"p{number}"))

    comments, cursor, pages = read_to_the_end(connector, {})

    assert pages == 4
    assert {"Nr. 0", "Nr. 1", "Nr. 2"} <= {comment.text for comment in comments}
    assert cursor["seen"] == iso(day)


def test_where_an_earlier_release_stopped_in_the_middle_is_understood(misbehaving, connector):
    misbehaving.arm("GET", FEED, answer(notifications=[notification("1", 30)]))

    page = connector.fetch_comments({"seen": iso(20), "top": iso(5), "page": "x"})

    assert page.cursor["seen"] == iso(5)
    assert misbehaving.requests[-1][1].endswith("cursor=x")


def test_a_page_the_server_no_longer_knows_begins_the_pass_anew(misbehaving, connector):
    """Removal: asking again without the page; the channel would be stuck for ever."""
    misbehaving.arm("GET", FEED, answer(400, error="InvalidRequest", message="Invalid cursor"))
    misbehaving.arm("GET", FEED, answer(notifications=[notification("1", 2)]))

    page = connector.fetch_comments({"seen": iso(20), "top": iso(5), "page": "gone"})

    assert [comment.text for comment in page.comments] == ["Nr. 1"]
    misbehaving.arm("GET", FEED, answer(400, error="InvalidRequest"))
    with pytest.raises(Rejected):
        connector.fetch_comments({})


def test_a_date_from_the_future_does_not_hide_what_comes_later(misbehaving, connector):
    """Removal: the limit on what counts as seen."""
    misbehaving.arm("GET", FEED, answer(notifications=[notification("1", indexedAt="2999-01-01T00:00:00Z")]))

    page = connector.fetch_comments({})

    assert page.cursor["seen"] <= f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.999Z}"
    assert page.comments[0].created_at <= datetime.now(UTC)


@pytest.mark.parametrize(
    "odd",
    [
        {},
        7,
        None,
        {"reason": "reply", "author": "x", "indexedAt": 3},
        notification("x", record={"text": None}),
        notification("x", author={"handle": "alma.test"}),
        notification("x", uri="at://alma.test/app.bsky.feed.post/1"),
        notification("x", cid=None),
    ],
)
def test_an_odd_entry_is_set_aside_and_the_others_are_read(misbehaving, connector, odd):
    """Removal: sorting out entry by entry."""
    misbehaving.arm("GET", FEED, answer(notifications=[notification("2"), odd, notification("1")]))

    page = connector.fetch_comments({})

    assert {comment.text for comment in page.comments} == {"Nr. 1", "Nr. 2"}
    assert len(page.unreadable) == (0 if odd == {} else 1)
    assert all(entry.reason for entry in page.unreadable)


@pytest.mark.parametrize(
    "changes",
    [
        {"indexedAt": None},
        {"indexedAt": "0001-01-01T00:00:00Z"},
        {"indexedAt": "0001-01-01T00:00:00+14:00"},
        {"indexedAt": "gestern"},
        {"record": {"createdAt": "0001-01-01T00:00:00Z"}},
        {"record": {"createdAt": None}},
        {"author": {"did": "did:plc:alma"}},
        {"author": {"did": "did:plc:alma", "handle": "handle.invalid"}},
    ],
)
def test_words_without_a_true_date_or_a_handle_still_reach_the_queue(misbehaving, connector, changes):
    misbehaving.arm("GET", FEED, answer(notifications=[notification("1", **changes)]))

    ((comment,), _cursor) = connector.fetch_comments({})

    assert NOW - timedelta(minutes=2) <= comment.created_at <= datetime.now(UTC)
    assert comment.author_handle in ("alma.test", "did:plc:alma")


def test_addresses_outlive_a_handle(misbehaving, connector):
    """Removal: addresses by the account's number."""
    misbehaving.arm("GET", FEED, answer(notifications=[notification("3kpost")]))

    ((comment,), _cursor) = connector.fetch_comments({})

    assert comment.url == "https://bsky.app/profile/did:plc:alma/post/3kpost"
    assert comment.author_url == "https://bsky.app/profile/did:plc:alma"


@pytest.mark.parametrize(
    "reply",
    [
        (200, {}, b"[]"),
        (200, {}, b"{}"),
        answer(notifications=None),
        answer(notifications={}),
        answer(500),
        faults.BEFORE,
    ],
)
def test_an_answer_that_makes_no_sense_is_read_again_later(misbehaving, connector, reply):
    misbehaving.arm("GET", FEED, reply)

    with pytest.raises(TryLater):
        connector.fetch_comments({})


def view(name: str, *replies: object, **changes: object) -> dict[str, object]:
    post = notification(name, record=reply_in()) | {"replyCount": len(replies)} | changes
    return {"post": post, "replies": list(replies)}


def test_a_thread_is_read_to_its_depth_past_what_cannot_be_shown(misbehaving, connector):
    gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://x", "notFound": True, "replies": [view("5")]}
    ours = view("ours", view("3"), author={"did": DID, "handle": "musterstadt.test"})
    cut = {"post": notification("4", record=reply_in()) | {"replyCount": 2}}
    broken = {"post": {"uri": 3, "author": None, "record": {}}, "replies": None}
    root = view("root", view("1", view("2", ours)), gone, cut, broken)
    misbehaving.arm("GET", THREAD, answer(thread=root))

    page = connector.fetch_thread(f"at://{DID}/app.bsky.feed.post/3abc")

    assert {comment.text for comment in page.comments} == {"Nr. 1", "Nr. 2", "Nr. 3", "Nr. 4", "Nr. 5"}
    assert page.depth == 4
    assert page.cut_off == ["at://did:plc:alma/app.bsky.feed.post/4"]
    assert len(page.unreadable) == 1


@pytest.mark.parametrize("reply", [answer(400, error="NotFound"), answer(404)])
def test_a_thread_that_is_gone_is_empty(misbehaving, connector, reply):
    misbehaving.arm("GET", THREAD, reply)

    assert connector.fetch_thread(f"at://{DID}/app.bsky.feed.post/3abc").comments == []
