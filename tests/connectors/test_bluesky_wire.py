# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the Bluesky connector reads bad answers; the real network is in test_bluesky_network."""

import base64
import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from channels_mgmt.connectors.bluesky.access import sign_in
from channels_mgmt.connectors.bluesky.connector import Bluesky
from channels_mgmt.connectors.bluesky.records import facets, record_key, timestamp
from channels_mgmt.connectors.contract import (
    Account,
    NeedsReconnect,
    OutcomeUnknown,
    OutgoingPost,
    Rejected,
    RemoteRef,
    Throttled,
    TryLater,
)
from tests.connectors import proxy as faults
from tests.connectors.peers import QUICK, a_photo
from tests.connectors.proxy import FaultProxy

DID = "did:plc:musterstadt"
PUT = "/xrpc/com.atproto.repo.putRecord"
GET = "/xrpc/com.atproto.repo.getRecord"
RENEW = "/xrpc/com.atproto.server.refreshSession"
AT = datetime(2026, 11, 23, 14, 5, 6, 789000, tzinfo=UTC)
KEY = UUID(int=5)


def answer(status: int = 200, **body: object) -> tuple[int, dict[str, str], bytes]:
    return status, {}, json.dumps(body).encode()


@pytest.fixture
def saved() -> list[dict[str, str]]:
    return []


@pytest.fixture
def connector(misbehaving: FaultProxy, saved) -> Bluesky:
    return Bluesky(
        Account(
            base_url=misbehaving.url,
            handle="musterstadt.test",
            remote_id=DID,
            tokens={"access": "old", "refresh": "older"},
            allow_local=True,
            timeouts=QUICK,
            save_tokens=saved.append,
        )
    )


@pytest.fixture
def post(connector: Bluesky) -> OutgoingPost:
    return OutgoingPost(KEY, AT, "Guten Morgen", client_key=connector.prepare(KEY, AT))


def stored(post: OutgoingPost) -> dict[str, str]:
    return {"uri": f"at://{DID}/app.bsky.feed.post/{post.client_key['rkey']}", "cid": "bafy"}


def test_a_token_that_ran_out_is_renewed_and_stored_before_the_post_goes_out(misbehaving, connector, post, saved):
    misbehaving.arm("POST", PUT, answer(400, error="ExpiredToken", message="Token has expired"))
    misbehaving.arm("POST", RENEW, answer(accessJwt="new", refreshJwt="newer", did=DID))
    misbehaving.arm("POST", PUT, answer(**stored(post)))

    published = connector.publish(post)

    assert published.data == {"cid": "bafy"}
    assert published.url == f"https://bsky.app/profile/{DID}/post/{post.client_key['rkey']}"
    assert saved == [{"access": "new", "refresh": "newer"}]
    tokens = [headers["authorization"] for _method, _path, headers in misbehaving.requests]
    assert tokens == ["Bearer old", "Bearer older", "Bearer new"]


@pytest.mark.parametrize(
    ("renewal", "error"),
    [
        (answer(400, error="ExpiredToken"), NeedsReconnect),
        (answer(401, error="AuthMissing"), NeedsReconnect),
        (answer(accessJwt="new", refreshJwt="newer", did="did:plc:somebody"), NeedsReconnect),
        (answer(accessJwt="", refreshJwt="", did=DID), TryLater),
        (answer(500), TryLater),
        (faults.BEFORE, TryLater),
    ],
)
def test_a_failed_renewal_publishes_nothing_and_never_empties_the_stored_tokens(
    misbehaving, connector, post, saved, renewal, error
):
    misbehaving.arm("POST", PUT, answer(400, error="ExpiredToken"))
    misbehaving.arm("POST", RENEW, renewal)

    with pytest.raises(error) as caught:
        connector.publish(post)

    assert type(caught.value) is error
    assert saved == []


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (answer(400, error="InvalidRequest", message="Record/text must not be longer"), Rejected),
        (answer(400, error="AccountTakedown"), NeedsReconnect),
        (answer(401, error="AuthMissing"), NeedsReconnect),
        (answer(403, error="Forbidden"), Rejected),
        (answer(413, error="PayloadTooLarge"), Rejected),
        (answer(429, error="RateLimitExceeded"), Throttled),
        (answer(500, error="InternalServerError"), OutcomeUnknown),
        (answer(502), OutcomeUnknown),
        (answer(200), OutcomeUnknown),
        (answer(200, uri=f"at://{DID}/app.bsky.feed.post/other", cid="x"), OutcomeUnknown),
        ((200, {}, b"<html>"), OutcomeUnknown),
        ((200, {}, b"[]"), OutcomeUnknown),
        (faults.BEFORE, OutcomeUnknown),
    ],
)
def test_every_answer_to_a_publication_means_one_of_three_things(misbehaving, connector, post, reply, error):
    misbehaving.arm("POST", PUT, reply)

    with pytest.raises(error) as caught:
        connector.publish(post)

    assert type(caught.value) is error


def test_a_record_that_is_already_there_is_ours(misbehaving, connector, post):
    misbehaving.arm("POST", PUT, answer(400, error="InvalidSwap"))
    misbehaving.arm("GET", GET, answer(**stored(post), value={}))

    assert connector.publish(post).remote_id == stored(post)["uri"]


def test_only_the_word_record_not_found_means_absent(misbehaving, connector, post):
    misbehaving.arm("GET", GET, answer(400, error="RecordNotFound"))
    assert connector.read_back(post) is None

    for reply, error in [
        (answer(400, error="InvalidRequest"), Rejected),
        (answer(404), Rejected),
        (answer(500), TryLater),
        (answer(200), TryLater),
        ((200, {}, b"null"), TryLater),
        (faults.BEFORE, TryLater),
    ]:
        misbehaving.arm("GET", GET, reply)
        with pytest.raises(error):
            connector.read_back(post)


def test_an_image_that_cannot_be_uploaded_leaves_nothing_published(misbehaving, connector, post):
    misbehaving.arm("POST", "/xrpc/com.atproto.repo.uploadBlob", faults.BEFORE)
    with_image = OutgoingPost(KEY, AT, "Bild", images=[a_photo()], client_key=post.client_key)

    with pytest.raises(TryLater):
        connector.publish(with_image)

    assert PUT not in [path for _method, path, _headers in misbehaving.requests]


def test_a_gate_that_others_keep_changing_is_left_for_later(misbehaving, connector):
    root = f"at://{DID}/app.bsky.feed.post/3abc"
    for _ in range(3):
        misbehaving.arm("GET", GET, answer(uri="x", cid="y", value={"hiddenReplies": []}))
        misbehaving.arm("POST", PUT, answer(400, error="InvalidSwap"))

    with pytest.raises(TryLater):
        connector.hide(RemoteRef("at://did:plc:alma/app.bsky.feed.post/1", root_id=root))


def test_showing_again_writes_the_gate_without_this_reply_against_the_version_that_was_read(misbehaving, connector):
    """Removal: swapRecord, or the other entries of the gate."""
    root, ours = f"at://{DID}/app.bsky.feed.post/3abc", "at://did:plc:alma/app.bsky.feed.post/1"
    gate = {"hiddenReplies": [ours, "at://did:plc:b/app.bsky.feed.post/2"], "allow": [], "post": root}
    misbehaving.arm("GET", GET, answer(uri="x", cid="bafy1", value=gate))
    misbehaving.arm("POST", PUT, answer(uri="x", cid="bafy2"))

    assert connector.unhide(RemoteRef(ours, root_id=root)) == "shown"

    sent = json.loads(misbehaving.bodies[-1])
    assert sent["swapRecord"] == "bafy1"
    assert sent["record"] == gate | {"hiddenReplies": ["at://did:plc:b/app.bsky.feed.post/2"]}


def test_showing_what_is_not_hidden_writes_nothing(misbehaving, connector):
    root = f"at://{DID}/app.bsky.feed.post/3abc"
    misbehaving.arm("GET", GET, answer(400, error="RecordNotFound"))

    assert connector.unhide(RemoteRef("at://did:plc:alma/app.bsky.feed.post/1", root_id=root)) == "shown"


def test_a_full_list_of_hidden_replies_is_explained(misbehaving, connector):
    root = f"at://{DID}/app.bsky.feed.post/3abc"
    full = [f"at://did:plc:alma/app.bsky.feed.post/{n}" for n in range(300)]
    misbehaving.arm("GET", GET, answer(uri="x", cid="y", value={"hiddenReplies": full}))

    with pytest.raises(Rejected) as caught:
        connector.hide(RemoteRef("at://did:plc:alma/app.bsky.feed.post/x", root_id=root))

    assert "300" in str(caught.value)


def test_without_an_account_id_the_token_names_the_account(misbehaving):
    token = f"h.{base64.urlsafe_b64encode(json.dumps({'sub': DID}).encode()).decode().rstrip('=')}.s"
    account = Account(base_url=misbehaving.url, handle="x", tokens={"access": token}, allow_local=True, timeouts=QUICK)
    misbehaving.arm("GET", "/xrpc/com.atproto.server.getSession", answer(did=DID, handle="musterstadt.test"))

    assert Bluesky(account).verify().remote_id == DID


def test_record_keys_are_sortable_by_time_and_differ_by_post():
    later = AT.replace(microsecond=789001)

    assert record_key(KEY, AT) == record_key(KEY, AT)
    assert record_key(KEY, AT) < record_key(KEY, later)
    assert record_key(KEY, AT) != record_key(UUID(int=6), AT)
    assert len(record_key(uuid4(), AT)) == 13
    assert record_key(KEY, AT)[0] in "234567abcdefghij"


def test_times_are_written_in_milliseconds_utc():
    assert timestamp(AT) == "2026-11-23T14:05:06.789Z"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ärger? #Öffnung!", ["#Öffnung"]),
        ("#1 ist keine Rubrik, #1a schon", ["#1a"]),
        ("Farbe #fff und &#39; und a#b", ["#fff"]),
        ("https://a.de/#anker #tag", ["https://a.de/#anker", "#tag"]),
        ("mail@stadt.test ist keine Erwähnung, @stadt.test schon", ["@stadt.test"]),
        ("@niemand.test bleibt Text", []),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦 https://a.de.", ["https://a.de"]),
        ("#" + "x" * 65, []),
    ],
)
def test_facets_point_at_exactly_the_bytes_they_mean(text, parts):
    found = facets(text, lambda handle: "did:plc:x" if handle == "stadt.test" else None)

    encoded = text.encode()
    assert [encoded[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode() for f in found] == parts


SESSION = "/xrpc/com.atproto.server.createSession"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (answer(401, error="AuthFactorTokenRequired", message="A sign in code has been sent"), "App-Passwort"),
        (answer(401, error="AuthenticationRequired", message="Invalid identifier or password"), "App-Passwort"),
    ],
)
def test_the_password_of_the_account_is_told_apart_from_an_app_password(misbehaving, connector, reply, words):
    """Removal: AuthFactorTokenRequired; "wrong name or password" sends people to type the same again."""
    misbehaving.arm("POST", SESSION, reply)

    with pytest.raises(NeedsReconnect) as caught:
        sign_in(connector.account, "ein-langes-kennwort")

    assert words in str(caught.value)
    assert ("bsky.app/settings/app-passwords" in str(caught.value)) == ("Factor" in reply[2].decode())
