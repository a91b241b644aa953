# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The contract of every platform, third part: an answer to one's own answer, and what is meant for one person alone."""

import pytest

from channels_mgmt.connectors.contract import Connector, Rejected, RemoteRef
from tests.connectors.peers import Peer, a_post
from tests.connectors.practice_peer import PracticePeer

BLUESKY = pytest.param("bluesky", marks=pytest.mark.peers)


def _peer(request: pytest.FixtureRequest) -> Peer:
    return (
        PracticePeer(request.getfixturevalue("town"))
        if request.param == "practice"
        else request.getfixturevalue(request.param)
    )


@pytest.fixture(params=["mastodon", "practice", BLUESKY])
def chaining(request: pytest.FixtureRequest, db: None) -> Peer:
    """A platform that lets an answer be continued."""
    return _peer(request)


@pytest.fixture(params=["facebook", "instagram", "threads", BLUESKY])
def open_to_all(request: pytest.FixtureRequest, db: None) -> Peer:
    """A platform on which every answer of ours is public."""
    return _peer(request)


def _chain(peer: Peer, link: Connector) -> tuple[str, list[str]]:
    post = link.publish(peer.post(link)).remote_id
    comment = peer.citizen_replies(post, "Wie lange dauert das?")
    ref, ids = RemoteRef(comment, root_id=post), []
    for number in (1, 2, 3):
        published = link.publish(a_post(link, f"Teil ({number}/3)", reply_to=ref))
        ids.append(published.remote_id)
        ref = RemoteRef(published.remote_id, cid=published.data.get("cid"), root_id=post)
    return comment, ids


def test_an_answer_is_continued_below_itself_where_that_is_offered(chaining: Peer):
    """Removal: the part before it as what is answered."""
    link = chaining.connector()

    comment, ids = _chain(chaining, link)

    assert [link.parent_of(one) for one in ids] == [comment, *ids[:2]]
    assert {seen.text[:10] for seen in chaining.public_posts("Teil (")} == {"Teil (1/3)", "Teil (2/3)", "Teil (3/3)"}


def test_each_part_is_found_again_and_never_sent_twice(chaining: Peer):
    link = chaining.connector()
    post = link.publish(chaining.post(link)).remote_id
    first = a_post(link, "Anfang (1/2)", reply_to=RemoteRef(chaining.citizen_replies(post, "Und wann?"), root_id=post))
    published = link.publish(first)
    second = a_post(
        link, "Ende (2/2)", reply_to=RemoteRef(published.remote_id, cid=published.data.get("cid"), root_id=post)
    )
    assert link.read_back(second) is None

    sent = [link.publish(second).remote_id for _ in range(2)]

    assert sent[0] == sent[1] == link.read_back(second).remote_id
    assert len(chaining.public_posts("Ende (2/2)")) == 1


def test_what_is_meant_for_one_person_is_refused_where_everybody_would_read_it(open_to_all: Peer):
    """Removal: private_messages in the gaps of the contract."""
    link = open_to_all.connector()
    post = link.publish(open_to_all.post(link)).remote_id
    comment = open_to_all.citizen_replies(post, "Frage")
    private = a_post(link, "Nur für Sie: 4711", reply_to=RemoteRef(comment, root_id=post, is_private=True))

    with pytest.raises(Rejected):
        link.publish(private)

    assert open_to_all.public_posts("4711") == []
