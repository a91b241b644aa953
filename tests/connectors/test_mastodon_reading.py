# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which notifications on Mastodon are taken, how far back, and what happens with those that cannot be read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels_mgmt.connectors.contract import Account, Rejected, TryLater
from channels_mgmt.connectors.mastodon.connector import Mastodon
from tests.connectors.peers import QUICK
from tests.connectors.scripted import Query, Scripted

NOW = datetime.now(UTC)


def status(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "content": f"<p>Nr. {number}</p>",
        "account": {"id": "7", "acct": "alma@social.example", "url": "https://social.example/@alma"},
        "created_at": NOW.isoformat(),
        "url": f"https://social.example/@alma/{number}",
        "in_reply_to_id": None,
    } | changes


class Server:
    """Notifications as the real one pages them: newest first, ``min_id`` gives those right above it."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.fault: Any = None
        self.web = Scripted(self.answer)

    def notify(self, number: int, kind: str = "mention", days_ago: float = 0, **changes: Any) -> None:
        at = NOW - timedelta(days=days_ago)
        entry = {"id": str(number), "type": kind, "created_at": at.isoformat(), "status": status(number)} | changes
        self.entries.append(entry)

    def answer(self, _path: str, query: Query) -> tuple[int, Any]:
        if self.fault and (faulty := self.fault(query)):
            return faulty
        limit = int(query["limit"][0])
        above, below = (int(query.get(name, ["0"])[0]) for name in ("min_id", "max_id"))
        ordered = sorted(self.entries, key=lambda entry: int(entry["id"]))
        if above:
            return 200, [e for e in ordered if int(e["id"]) > above][:limit][::-1]
        return 200, [e for e in reversed(ordered) if not below or int(e["id"]) < below][:limit]


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.web.stop()


@pytest.fixture
def connector(server: Server) -> Mastodon:
    account = Account(server.web.url, "stadt", "1", {"access": "x"}, allow_local=True, timeouts=QUICK)
    return Mastodon(account)


def read_to_the_end(connector: Mastodon, cursor: dict[str, Any], at_most: int = 50) -> tuple[list[str], dict[str, Any]]:
    found = []
    for _page in range(at_most):
        page = connector.fetch_comments(cursor)
        found += [comment.remote_id for comment in page.comments]
        cursor = page.cursor
        if page.is_last:
            break
    return found, cursor


def test_the_first_reading_goes_back_page_by_page_thirty_days(server, connector):
    """Removal: paging back. Only the newest forty came in."""
    for number in range(1, 201):
        server.notify(number, days_ago=(200 - number) / 4)

    found, cursor = read_to_the_end(connector, {})

    assert {str(number) for number in range(80, 201)} <= set(found)
    assert len(server.web.asked) == 4
    assert cursor == {"min_id": "200"}


def test_a_first_reading_that_was_interrupted_goes_on_where_it_was(server, connector):
    """Removal: ``max_id`` in the cursor."""
    for number in range(1, 101):
        server.notify(number)

    first = connector.fetch_comments({})
    server.notify(101)
    found, cursor = read_to_the_end(connector, first.cursor)

    assert len(first.comments) == 40 and not first.is_last
    assert set(found) == {str(number) for number in range(1, 61)}
    assert cursor == {"min_id": "100"}
    assert read_to_the_end(connector, cursor)[0] == ["101"]


def test_sixty_replies_cost_three_requests(server, connector):
    """Removal: leaving the beginning of the thread for later; each reply cost a request."""
    for number in range(2, 62):
        server.notify(number, status=status(number, in_reply_to_id="555"))

    found, _cursor = read_to_the_end(connector, {"min_id": "1"})

    assert len(found) == 60
    assert len(server.web.asked) <= 3


def test_quotes_come_in_and_other_types_do_not_even_from_servers_that_send_them(server, connector):
    """Removal: the type check, ``include_filtered``, or asking for quotes."""
    for number, kind in enumerate(("mention", "quote", "favourite", "reblog", "poll", "update", "status"), 1):
        server.notify(number, kind)
    server.notify(8, account={"id": "1"}, status=status(8, account={"id": "1", "acct": "stadt"}))
    server.notify(9, "mention", status=None)

    found, _cursor = read_to_the_end(connector, {})

    assert set(found) == {"1", "2"}
    assert server.web.asked[0][1]["include_filtered"] == ["true"]
    assert server.web.asked[0][1]["types[]"] == ["mention", "quote"]


def test_software_that_refuses_what_it_does_not_know_is_asked_in_the_old_form(server, connector):
    """Removal: the plain form. No reply would ever come in from such a server."""
    server.notify(1)
    server.fault = lambda query: (422, {"error": "unknown"}) if "include_filtered" in query else None

    page = connector.fetch_comments({})
    assert [comment.remote_id for comment in page.comments] == ["1"]
    connector.fetch_comments({"min_id": "1", **page.cursor})

    assert page.cursor["plain"]
    assert len(server.web.asked) == 3
    server.fault = lambda query: (403, {"error": "no"})
    with pytest.raises(Rejected):
        connector.fetch_comments({})


def test_a_page_that_is_too_large_is_read_entry_by_entry(server, connector):
    """Removal: the smaller page. A few citizens with megabytes of text would stop the reading for ever."""
    for number in range(2, 5):
        server.notify(number)
    server.fault = lambda query: (200, b" " * 4_100_000) if query["limit"] != ["1"] else None

    found, cursor = read_to_the_end(connector, {"min_id": "1"})

    assert found == ["2", "3", "4"]
    assert cursor == {"min_id": "4"}
    server.fault = lambda query: (503, {})
    with pytest.raises(TryLater):
        connector.fetch_comments(cursor)


@pytest.mark.parametrize(
    "changes",
    [{"id": None}, {"id": True}, {"account": None}, {"account": {}}, {"content": None}, {"content": 3}],
)
def test_an_odd_entry_is_set_aside_and_the_others_are_read(server, connector, changes):
    """Removal: sorting out entry by entry, or the check of what a comment needs."""
    server.notify(1)
    server.notify(2, status=status(2, **changes))
    server.notify(3)

    page = connector.fetch_comments({})

    assert {comment.remote_id for comment in page.comments} == {"1", "3"}
    (odd,) = page.unreadable
    assert odd.reason
    assert odd.content["id"] == "2"


@pytest.mark.parametrize(
    "changes",
    [
        {"created_at": None},
        {"created_at": "0001-01-01T00:00:00Z"},
        {"created_at": "9999-12-31T23:59:59Z"},
        {"created_at": 5},
        {"account": {"id": "7"}},
        {"content": "<p>Nul\x00l und \ud800 halb</p>"},
    ],
)
def test_words_without_a_true_date_or_a_handle_still_reach_the_queue(server, connector, changes):
    server.notify(1, status=status(1, **changes))

    ((comment,), _cursor) = connector.fetch_comments({})

    assert NOW - timedelta(minutes=1) <= comment.created_at <= datetime.now(UTC)
    assert comment.author_handle
    assert "\x00" not in comment.text and comment.text.encode()


def test_a_server_that_ignores_where_to_begin_is_not_asked_in_a_circle(server, connector):
    for number in range(1, 41):
        server.notify(number)
    server.fault = lambda query: (200, server.entries)

    found, cursor = read_to_the_end(connector, {"min_id": "40"})

    assert len(server.web.asked) == 1
    assert cursor == {"min_id": "40"}
    assert len(found) == 40
