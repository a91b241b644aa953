# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong while a post goes out means the same on every platform, and never makes two posts out of one."""

from dataclasses import replace

import pytest

from channels_mgmt.connectors.contract import NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from tests.connectors.peers import Peer

# What the fault does, what the connector must say, and whether the post is there afterwards.
FAULTS = [
    ("timeout before", OutcomeUnknown, False),
    ("timeout after", OutcomeUnknown, True),
    ("disconnect", OutcomeUnknown, True),
    ("reset before", OutcomeUnknown, False),
    ("reset after", OutcomeUnknown, True),
    ("malformed", OutcomeUnknown, True),
    ("server error", OutcomeUnknown, False),
    ("throttled", TryLater, False),
    ("refused", Rejected, False),
]
#: What a platform without a wire does not know: it answers by itself or not at all.
ON_THE_WIRE = {"reset before", "reset after", "refused", "drip"}


@pytest.mark.parametrize(("fault", "error", "is_stored"), FAULTS, ids=[fault for fault, *_ in FAULTS])
def test_trouble_while_publishing_is_named_truly_and_never_doubles_a_post(peer: Peer, fault, error, is_stored):
    """Removing the read-back or the client key makes two posts out of one here."""
    connector = peer.connector()
    post = peer.post(connector)
    if fault not in peer.faults:
        assert peer.kind == "practice" and fault in ON_THE_WIRE
        return
    peer.arm(fault)

    with pytest.raises(error) as caught:
        connector.publish(post)

    assert isinstance(caught.value, error)
    assert str(caught.value)
    assert len(peer.public_posts(post.text)) == is_stored
    found = peer.connector().read_back(post)
    assert (found is not None) == is_stored
    if found is None:
        found = peer.connector().publish(post)
    assert peer.connector().publish(post).remote_id == found.remote_id
    assert [seen.text for seen in peer.public_posts(post.text)] == [post.text]


def test_an_answer_that_comes_late_is_waited_for(peer: Peer):
    connector = peer.connector()
    post = peer.post(connector)
    peer.arm("late")

    published = connector.publish(post)

    assert peer.connector().publish(post).remote_id == published.remote_id
    assert [seen.text for seen in peer.public_posts(post.text)] == [post.text]


def test_an_answer_that_never_ends_is_given_up_and_the_post_found(peer: Peer):
    """Removal: the bound of a whole exchange; each byte of the answer comes in time."""
    connector = peer.connector(timeouts=replace(peer.account.timeouts, total=3))
    post = peer.post(connector)
    if "drip" not in peer.faults:
        assert peer.kind == "practice"
        return
    peer.arm("drip")

    with pytest.raises(OutcomeUnknown):
        connector.publish(post)

    assert peer.connector().read_back(post) is not None
    assert [seen.text for seen in peer.public_posts(post.text)] == [post.text]


def test_a_post_with_an_image_is_found_again_after_a_lost_answer(peer: Peer):
    connector = peer.connector()
    post = peer.post(connector, images=peer.photos("Die Brücke"))
    peer.arm("timeout after")

    with pytest.raises(OutcomeUnknown):
        connector.publish(post)

    assert connector.read_back(post) is not None


def test_throttling_names_how_long_to_wait(peer: Peer):
    connector = peer.connector()
    peer.arm("throttled")

    with pytest.raises(TryLater) as caught:
        connector.publish(peer.post(connector))

    assert caught.value.retry_after in (7, 30)


def test_a_post_that_was_never_sent_is_surely_absent(peer: Peer):
    connector = peer.connector()

    assert connector.read_back(peer.post(connector)) is None


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_dead_credentials_publish_nothing_and_ask_to_reconnect(peer: Peer, how):
    connector = peer.connector()
    earlier = connector.publish(peer.post(connector))
    post = peer.post(connector)
    account = peer.lose_access(how)

    for action in (
        lambda c: c.publish(post),
        lambda c: c.verify(),
        lambda c: c.fetch_comments({}),
        lambda c: c.delete(earlier.remote_id),
    ):
        with pytest.raises(NeedsReconnect):
            action(peer.connector(tokens=account.tokens))

    assert peer.public_posts(post.text) == []


def test_credentials_of_another_account_are_refused(peer: Peer):
    with pytest.raises(NeedsReconnect):
        peer.connector(remote_id=peer.account.remote_id + "9").verify()
