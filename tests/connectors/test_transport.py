# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way to a platform: checked addresses, bounded answers, no leaks."""

import json
import time

import pytest

from channels_mgmt.connectors.contract import (
    Account,
    ConnectorError,
    NeedsReconnect,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Timeouts,
    TryLater,
)
from channels_mgmt.connectors.transport import Session
from tests.connectors import proxy as faults
from tests.connectors.proxy import FaultProxy, free_port

SHORT = Timeouts(connect=1, read=0.5, total=1)


def session(url: str, **changes: object) -> Session:
    settings = {"allow_local": True, "timeouts": SHORT} | changes
    return Session(Account(base_url=url, handle="stadt", **settings))


def test_a_name_that_changes_between_check_and_call_is_not_followed_inside(misbehaving: FaultProxy):
    """Removing the check on every connection lets DNS rebinding through."""
    port = misbehaving.url.rpartition(":")[2]
    http = Session(
        Account(base_url=f"https://social.example:{port}", handle="stadt", timeouts=SHORT),
        resolver=lambda host, port: ["127.0.0.1"],
    )

    with pytest.raises(Rejected):
        http.ask("GET", "/")

    assert misbehaving.requests == []


def test_the_connection_goes_to_the_address_that_was_checked(misbehaving: FaultProxy):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    misbehaving.arm("GET", "/", (200, {}, b"{}"))
    port = misbehaving.url.rpartition(":")[2]
    http = Session(
        Account(base_url=f"http://name.example:{port}", handle="stadt", allow_local=True, timeouts=SHORT),
        resolver=lambda host, port: next(answers),
    )

    http.ask("GET", "/")

    ((_method, _path, headers),) = misbehaving.requests
    assert headers["host"] == f"name.example:{port}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_redirect_is_shown_to_a_person_and_never_followed(misbehaving: FaultProxy, status, method):
    target = f"{misbehaving.url}/inside"
    misbehaving.arm(method, "/start", (status, {"Location": target}, b""))

    with pytest.raises(Rejected) as caught:
        session(misbehaving.url).tell(method, "/start", token="secret")

    assert target in str(caught.value)
    assert [path for _method, path, _headers in misbehaving.requests] == ["/start"]


def test_plain_http_is_refused_without_the_explicit_setting():
    with pytest.raises(Rejected):
        session("http://social.example", allow_local=False)


def test_credentials_travel_in_the_header_only(misbehaving: FaultProxy):
    misbehaving.arm("GET", "/", (200, {"Set-Cookie": "a=b"}, b"{}"), times=2)
    http = session(misbehaving.url)

    http.ask("GET", "/feed", token="secret")
    http.ask("GET", "/feed")

    (_get, path, first), (_get, _path, second) = misbehaving.requests
    assert "secret" not in path
    assert first["authorization"] == "Bearer secret"
    assert first["user-agent"] == "Dorflinde"
    assert "authorization" not in second
    assert "cookie" not in second


def test_a_proxy_in_the_environment_is_ignored(misbehaving: FaultProxy, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    misbehaving.arm("GET", "/", (200, {}, b"{}"))

    assert session(misbehaving.url).ask("GET", "/").status == 200


def test_a_server_that_is_not_there_has_received_nothing():
    http = session(f"http://127.0.0.1:{free_port()}")

    with pytest.raises(TryLater):
        http.tell("POST", "/", json={})


@pytest.mark.parametrize(
    "effect", [faults.BEFORE, (500, {}, b"{}"), (503, {}, b""), (200, {}, b"{nope"), (200, {}, b"[" * 100_000)]
)
def test_no_usable_answer_leaves_the_outcome_open_for_writes_and_is_repeatable_for_reads(
    misbehaving: FaultProxy, effect
):
    misbehaving.arm("POST", "/", effect, times=2)

    with pytest.raises(OutcomeUnknown):
        session(misbehaving.url).tell("POST", "/", json={})
    with pytest.raises(TryLater):
        session(misbehaving.url).ask("POST", "/", json={})


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, Rejected),
        (401, NeedsReconnect),
        (403, Rejected),
        (404, Rejected),
        (408, OutcomeUnknown),
        (413, Rejected),
        (422, Rejected),
        (429, Throttled),
    ],
)
def test_a_clear_refusal_published_nothing(misbehaving: FaultProxy, status, error):
    misbehaving.arm("POST", "/", status)

    with pytest.raises(error) as caught:
        session(misbehaving.url).tell("POST", "/", json={})

    assert type(caught.value) is error


@pytest.mark.parametrize("effect", [faults.DRIP, faults.HUGE])
def test_an_answer_without_end_is_cut_off_in_time(mastodon_proxy: FaultProxy, effect):
    """Removing the total budget lets a server hold a worker for ever, one byte at a time."""
    mastodon_proxy.reset()
    mastodon_proxy.arm("GET", "/api/v2/instance", effect)
    began = time.monotonic()

    with pytest.raises(TryLater):
        session(mastodon_proxy.url).ask("GET", "/api/v2/instance")

    assert time.monotonic() - began < 5


def test_everything_together_stays_within_its_budget(misbehaving: FaultProxy):
    misbehaving.arm("POST", "/", (200, {}, b"{}"))
    http = session(misbehaving.url)

    with http.all_within(0), pytest.raises(TryLater):
        http.tell("POST", "/", json={})

    assert misbehaving.requests == []
    assert http.tell("POST", "/", json={}).status == 200


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "99999999"}, 86_400),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, 1),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "²"}, None),
        ({"RateLimit-Reset": "1"}, 1),
        ({}, None),
    ],
)
def test_the_wish_to_wait_is_read_with_care(misbehaving: FaultProxy, headers, seconds):
    misbehaving.arm("GET", "/", (429, {k: v.encode().decode("latin-1") for k, v in headers.items()}, b"{}"))

    with pytest.raises(TryLater) as caught:
        session(misbehaving.url).ask("GET", "/")

    assert caught.value.retry_after == seconds


# -- the second voice -----------------------------------------------------------------------------


def raw_of(session, call):
    with pytest.raises(ConnectorError) as caught:
        call(session)
    return caught.value.raw


def test_what_went_wrong_is_told_to_the_technical_staff_without_keys(misbehaving):
    """Removal: ``_told``, or ``SECRET`` in ``technical_words``."""
    key = "a1B2" * 12
    body = json.dumps({"error": f"The token {key} lacks write:statuses"}).encode()
    misbehaving.arm("POST", "/api/v1/statuses", (403, {"X-Request-Id": "7f3a"}, body))
    session = Session(Account(base_url=misbehaving.url, handle="", allow_local=True))

    raw = raw_of(
        session, lambda http: http.tell("POST", "/api/v1/statuses?x=geheim", token=key, json={"status": "Text"})
    )

    assert raw == "POST /api/v1/statuses: HTTP 403; The token … lacks write:statuses; x-request-id: 7f3a"


def test_silence_is_told_as_what_it_was(misbehaving):
    session = Session(Account(base_url="http://127.0.0.1:9", handle="", allow_local=True))

    assert raw_of(session, lambda http: http.ask("GET", "/api/v1/instance")) == "GET /api/v1/instance: ConnectError"
