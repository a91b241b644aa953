# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The contract of every platform, second part: what still stands there, and how it is received."""

import pytest

from channels_mgmt.connectors.contract import NeedsReconnect
from tests.connectors.peers import Peer


def test_what_its_author_deleted_is_known_to_be_gone_and_what_stands_beside_it_to_stand(peer: Peer):
    """Removal: asking at all, or taking every answer for a deletion."""
    connector = peer.connector()
    post = connector.publish(peer.post(connector)).remote_id
    gone, stands = (peer.citizen_replies(post, text) for text in ("Das nehme ich zurück.", "Danke!"))
    assert connector.is_there(gone) and connector.is_there(stands)

    peer.citizen_deletes(gone)

    assert (connector.is_there(gone), connector.is_there(stands)) == (False, True)
    assert connector.fetch_thread(post).is_whole


def test_without_access_nothing_that_stands_counts_as_deleted(peer: Peer):
    """Removal: asking who we are before Mastodon's 404 is believed. What everybody may read tells the truth to all."""
    connector = peer.connector()
    reply = peer.citizen_replies(connector.publish(peer.post(connector)).remote_id, "Danke!")
    account = peer.lose_access()
    outside = peer.connector(tokens=account.tokens)

    if peer.anybody_may_ask_what_stands:
        assert outside.is_there(reply)
        peer.citizen_deletes(reply)
        assert not outside.is_there(reply)
    else:
        peer.citizen_deletes(reply)
        with pytest.raises(NeedsReconnect):
            outside.is_there(reply)


def test_likes_and_answers_of_a_comment_come_with_it_as_whole_numbers_or_not_at_all(peer: Peer):
    connector = peer.connector()
    post = connector.publish(peer.post(connector)).remote_id
    peer.citizen_replies(post, "Danke!")

    (comment,) = connector.fetch_thread(post).comments

    assert set(comment.counts) <= {"likes", "replies"}
    assert all(type(count) is int and count >= 0 for count in comment.counts.values())
    assert comment.counts or peer.kind in ("practice", "threads")
