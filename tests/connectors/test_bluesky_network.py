# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What only the real AT Protocol network can show."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from channels_mgmt.connectors.bluesky.access import sign_in
from channels_mgmt.connectors.contract import NeedsReconnect, Rejected, RemoteRef
from tests.channels_mgmt.limit_ends import ENDS
from tests.connectors.bluesky_peer import PASSWORD, BlueskyPeer, expired, indexed
from tests.connectors.peers import a_photo, a_post

pytestmark = pytest.mark.peers


def test_an_access_token_that_ran_out_is_renewed_stored_and_the_post_goes_out_once(bluesky: BlueskyPeer):
    stale = bluesky.account.tokens | {"access": expired(bluesky.account.tokens["access"])}
    connector = bluesky.connector(tokens=stale)
    post = a_post(connector)

    connector.publish(post)

    assert len(bluesky.public_posts(post.text)) == 1
    (fresh,) = bluesky.saved
    assert fresh["access"] not in ("", stale["access"])
    assert fresh["refresh"]
    assert bluesky.connector(tokens=fresh).verify().remote_id == bluesky.account.remote_id


@pytest.mark.parametrize("tokens", [{}, {"access": "x"}, {"access": "x.y.z", "refresh": "x.y.z"}])
def test_broken_tokens_ask_to_reconnect(bluesky: BlueskyPeer, tokens):
    with pytest.raises(NeedsReconnect):
        bluesky.connector(tokens=tokens).verify()


def test_a_wrong_app_password_is_told_apart_from_a_silent_server(bluesky: BlueskyPeer):
    with pytest.raises(NeedsReconnect):
        sign_in(replace(bluesky.account, tokens={}), "falsches-kennwort")


def test_signing_in_as_somebody_else_is_refused(bluesky: BlueskyPeer):
    with pytest.raises(NeedsReconnect):
        sign_in(replace(bluesky.account, handle=bluesky.citizen.me.handle), PASSWORD)


def test_links_hashtags_and_mentions_work_for_readers(bluesky: BlueskyPeer):
    connector = bluesky.connector()
    citizen = f"@{bluesky.citizen.me.handle}"
    text = f"Grüße 👩‍👩‍👧‍👦 an {citizen} und @niemand.test: https://stadt.example/öffnung, #Bürgerdialog"
    published = connector.publish(a_post(connector, text))

    (view,) = indexed(lambda: bluesky.citizen.app.bsky.feed.get_posts({"uris": [published.remote_id]}).posts)

    words = view.record.text.encode()
    seen = [
        (words[facet.index.byte_start : facet.index.byte_end].decode(), facet.features[0].py_type.partition("#")[2])
        for facet in view.record.facets
    ]
    assert seen == [
        (citizen, "mention"),
        ("https://stadt.example/öffnung", "link"),
        ("#Bürgerdialog", "tag"),
    ]


@pytest.mark.parametrize("sign", ["ü", "u\u0308", "👍🏽", "🇩🇪", "e\u0301", "각"])
def test_the_server_counts_as_we_do(bluesky: BlueskyPeer, sign):
    connector = bluesky.connector()
    post = a_post(connector)
    fits = replace(post, text=sign * 300)
    too_long = replace(a_post(connector), text=sign * 301)

    assert connector.count(fits.text) == 300
    connector.publish(fits)
    with pytest.raises(Rejected):
        connector.publish(too_long)
    generous = bluesky.connector(limits=replace(connector.limits, characters=9999))
    with pytest.raises(Rejected):
        generous.publish(too_long)


def test_at_the_limit_the_server_takes_twenty_texts_and_refuses_one_character_more(bluesky: BlueskyPeer):
    """The same texts as in ``tests.channels_mgmt.test_limits``; the connector's own look is switched off."""
    blind = bluesky.connector(limits=replace(bluesky.connector().limits, characters=9999))
    for end in ENDS:
        text = end.ending("bluesky", 300)

        published = blind.publish(replace(a_post(blind), text=text))
        assert published.remote_id, end
        with pytest.raises(Rejected):
            blind.publish(replace(a_post(blind), text="a" + text))


def test_the_record_of_a_key_is_never_overwritten(bluesky: BlueskyPeer):
    connector = bluesky.connector()
    post = a_post(connector)
    first = connector.publish(post)

    again = connector.publish(replace(post, text="Etwas ganz anderes"))

    assert again == first
    assert bluesky.public_posts("Etwas ganz anderes") == []


def test_an_image_keeps_its_proportions(bluesky: BlueskyPeer):
    connector = bluesky.connector()
    published = connector.publish(a_post(connector, images=[a_photo(size=(64, 48))]))

    (view,) = indexed(lambda: bluesky.citizen.app.bsky.feed.get_posts({"uris": [published.remote_id]}).posts)

    ratio = view.record.embed.images[0].aspect_ratio
    assert (ratio.width, ratio.height) == (64, 48)


def test_hiding_moves_the_reply_in_everybodys_view_and_keeps_other_hidden_ones(bluesky: BlueskyPeer):
    connector = bluesky.connector()
    published = connector.publish(a_post(connector))
    uris = [bluesky.citizen_replies(published.remote_id, f"Antwort {n}") for n in range(2)]
    comments, _cursor = connector.fetch_thread(published.remote_id)
    refs = [comment.ref for comment in comments if comment.remote_id in uris]

    for ref in refs:
        connector.hide(ref)

    def hidden() -> bool:
        thread = bluesky.citizen.app.bsky.feed.get_post_thread({"uri": published.remote_id}).thread
        gate = thread.post.threadgate
        return gate is not None and set(gate.record.hidden_replies or []) == set(uris)

    indexed(hidden)


def test_replies_below_other_peoples_posts_cannot_be_hidden(bluesky: BlueskyPeer):
    theirs = bluesky.citizen.send_post("Ein eigener Beitrag")
    connector = bluesky.connector()

    with pytest.raises(Rejected):
        connector.hide(RemoteRef(remote_id=theirs.uri))
    with pytest.raises(Rejected):
        connector.delete(theirs.uri)


def test_an_answer_is_possible_with_nothing_but_the_address_of_the_comment(bluesky: BlueskyPeer):
    connector = bluesky.connector()
    published = connector.publish(a_post(connector))
    uri = bluesky.citizen_replies(published.remote_id, "Frage")
    answer = a_post(connector, reply_to=RemoteRef(remote_id=uri, root_id=published.remote_id))

    connector.publish(answer)

    (seen,) = bluesky.public_posts(answer.text)
    assert seen.reply_to == uri


def test_an_answer_to_a_vanished_comment_is_refused(bluesky: BlueskyPeer):
    connector = bluesky.connector()
    gone = RemoteRef(remote_id=f"at://{bluesky.citizen.me.did}/app.bsky.feed.post/3aaaaaaaaaaa2")

    with pytest.raises(Rejected):
        connector.publish(a_post(connector, reply_to=gone))


def test_many_notifications_are_read_page_by_page_until_the_last_reading(bluesky: BlueskyPeer):
    connector = bluesky.connector()
    published = connector.publish(a_post(connector))
    _old, cursor = connector.fetch_comments({})
    uris = {bluesky.citizen_replies(published.remote_id, f"Frage {n}") for n in range(3)}

    comments, cursor = connector.fetch_comments(cursor)
    later, _cursor = connector.fetch_comments(cursor)

    assert uris <= {comment.remote_id for comment in comments}
    assert uris <= {comment.remote_id for comment in later}, "the overlap reads the newest ones again"


def test_a_reply_that_quotes_us_and_one_dated_back_are_read(bluesky: BlueskyPeer):
    """Both are missing where notifications are judged by their reason, or read only from the last one on."""
    connector = bluesky.connector()
    published = connector.publish(a_post(connector))
    _old, cursor = connector.fetch_comments({})
    post = indexed(lambda: bluesky.citizen.app.bsky.feed.get_posts({"uris": [published.remote_id]}).posts)[0]
    ours = {"uri": post.uri, "cid": post.cid}
    at = datetime.now(UTC)

    def write(text: str, created_at: datetime, **fields: object) -> str:
        record = {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": f"{created_at:%Y-%m-%dT%H:%M:%S}.000Z",
            "reply": {"root": ours, "parent": ours},
        }
        made = bluesky.citizen.com.atproto.repo.create_record(
            {"repo": bluesky.citizen.me.did, "collection": "app.bsky.feed.post", "record": record | fields}
        )
        return str(made.uri)

    quoting = write("Das ist ja ein Ding", at, embed={"$type": "app.bsky.embed.record", "record": ours})
    slow = write("Meine Uhr geht nach", at - timedelta(minutes=3))

    indexed(lambda: {quoting, slow} <= {c.remote_id for c in connector.fetch_comments(cursor).comments})
