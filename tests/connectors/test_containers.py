# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Containers: made once, published once, and what their states mean. For Instagram and Threads alike."""

from dataclasses import replace

import pytest

from channels_mgmt.connectors.contract import NeedsReconnect, OutcomeUnknown, Rejected, RemoteRef, TryLater
from channels_mgmt.connectors.registry import access_of, profile_of
from tests.connectors import proxy as faults
from tests.connectors.graph_peers import FetchingPeer, InstagramPeer, ThreadsPeer
from tests.connectors.peers import a_photo
from tests.fake_graph import CITIZEN_TOKEN, OTHER_TOKEN, PAGE_TOKEN, Refusal


@pytest.fixture(params=["instagram", "threads"])
def fetching(request: pytest.FixtureRequest) -> FetchingPeer:
    return request.getfixturevalue(request.param)


def containers_of(peer: FetchingPeer) -> list[dict]:
    return [node for node in peer.graph.nodes.values() if "PUBLISHED" in node.values() or "FINISHED" in node.values()]


def lost_answer(peer: FetchingPeer):
    """A post whose publication nobody confirmed although it happened."""
    connector = peer.connector()
    post = peer.post(connector, images=peer.photos("Die Brücke"))
    peer.arm("timeout after")
    with pytest.raises(OutcomeUnknown):
        connector.publish(post)
    return post


def test_a_published_container_is_never_published_again(fetching: FetchingPeer):
    """Removal: asking for the container's state."""
    post = lost_answer(fetching)

    found = fetching.connector().publish(replace(post, is_repetition=False))

    assert found == fetching.connector().read_back(post)
    assert len(fetching.public_posts(post.text)) == 1 and len(containers_of(fetching)) == 1


def test_a_finished_container_is_used_again_and_no_other_made(fetching: FetchingPeer):
    connector = fetching.connector()
    post = fetching.post(connector, images=fetching.photos("Die Brücke"))
    fetching.arm("throttled")
    with pytest.raises(TryLater):
        connector.publish(post)

    connector.publish(post)

    assert len(containers_of(fetching)) == 1 and len(fetching.public_posts(post.text)) == 1


@pytest.mark.parametrize("state", ["EXPIRED", "ERROR"])
def test_a_container_that_went_bad_is_replaced(fetching: FetchingPeer, state: str):
    connector = fetching.connector()
    post = fetching.post(connector, images=fetching.photos("Die Brücke"))
    fetching.arm("throttled")
    with pytest.raises(TryLater):
        connector.publish(post)
    bad = fetching.graph.nodes[post.client_key["container"]]
    bad["status_code" if fetching.kind == "instagram" else "status"] = state
    assert connector.read_back(post) is None

    connector.publish(post)

    assert post.client_key["container"] != bad["id"] and len(fetching.public_posts(post.text)) == 1


def test_what_is_published_but_not_listed_yet_is_asked_for_again(fetching: FetchingPeer):
    post = lost_answer(fetching)
    listed = {number: node for number, node in fetching.graph.nodes.items() if "alt_texts" in node}
    for number in listed:
        del fetching.graph.nodes[number]

    with pytest.raises(TryLater):
        fetching.connector().read_back(post)


def test_nobody_publishes_what_could_not_be_remembered(fetching: FetchingPeer):
    """Removal: remembering the container before it is published."""

    def forget(_found):
        raise TryLater("Sending was interrupted.")

    connector = fetching.connector()
    post = replace(fetching.post(connector, images=fetching.photos("Die Brücke")), remember=forget)

    with pytest.raises(TryLater):
        connector.publish(post)

    assert fetching.public_posts(post.text) == []


def test_pictures_without_an_address_are_refused_with_the_reason(fetching: FetchingPeer):
    connector = fetching.connector()

    with pytest.raises(Rejected, match="https://"):
        connector.publish(fetching.post(connector, images=[a_photo()]))


def test_a_picture_that_cannot_be_fetched_names_the_firewall(fetching: FetchingPeer):
    connector = fetching.connector()
    post = fetching.post(connector, images=[replace(a_photo(), address="http://127.0.0.1:9/bild.jpg")])

    with pytest.raises(Rejected, match=r"firewall|Firewall"):
        connector.publish(post)

    assert fetching.public_posts(post.text) == []


def test_several_pictures_become_one_post(fetching: FetchingPeer):
    connector = fetching.connector()
    post = fetching.post(connector, images=fetching.photos("Eins", "Zwei", "Drei"))

    connector.publish(post)

    (seen,) = fetching.public_posts(post.text)
    assert seen.alt_texts == ("Eins", "Zwei", "Drei")


def test_a_day_that_is_full_is_waited_for_before_anything_is_made(fetching: FetchingPeer):
    connector = fetching.connector()
    connector.publish(fetching.post(connector))
    fetching.graph.quota = 1
    before = len(containers_of(fetching))

    with pytest.raises(TryLater) as caught:
        connector.publish(fetching.post(connector))

    assert caught.value.retry_after == 3600 and len(containers_of(fetching)) == before


def test_an_accepted_measure_without_effect_is_no_success(fetching: FetchingPeer):
    connector = fetching.connector()
    published = connector.publish(fetching.post(connector))
    comment = fetching.citizen_replies(published.remote_id, "Na ja")
    fetching.graph.stubborn.add(comment)

    with pytest.raises(Rejected):
        connector.hide(RemoteRef(comment))


def test_instagram_takes_no_post_without_a_picture_and_none_too_wide(instagram: InstagramPeer):
    connector = instagram.connector()
    wide = replace(instagram.photos("Ein Banner")[0], width=3000, height=600)

    for images in ([], [wide]):
        with pytest.raises(Rejected):
            connector.publish(instagram.post(connector, images=images))

    assert instagram.graph.asked == []


def test_only_replies_directly_below_a_post_of_threads_can_be_hidden(threads: ThreadsPeer):
    connector = threads.connector()
    published = connector.publish(threads.post(connector))
    first = threads.citizen_replies(published.remote_id, "Ach")
    second = threads.graph.reply_as("otto", first, "Ach was")

    with pytest.raises(Rejected, match=r"visible|sichtbar"):
        connector.hide(RemoteRef(second))

    assert connector.parent_of(second) == first
    assert connector.fetch_thread(published.remote_id).depth == 2


def test_an_answer_on_threads_has_a_container_of_its_own(threads: ThreadsPeer):
    connector = threads.connector()
    published = connector.publish(threads.post(connector))
    reply = threads.citizen_replies(published.remote_id, "Wann?")
    answer = threads.post(connector, "Am Montag.", reply_to=RemoteRef(reply))
    connector.publish(answer)

    assert connector.publish(answer).remote_id == connector.read_back(answer).remote_id
    assert [seen.reply_to for seen in threads.public_posts(answer.text)] == [reply]


@pytest.mark.parametrize(
    ("text", "used"), [("Grüße", 5), ("Moin 👍", 9), ("👩‍👩‍👧‍👦", 25), ("Fahrt frei ❤️", 17), ("3 km", 4)]
)
def test_threads_counts_the_bytes_of_emoji(text: str, used: int):
    """As its documentation says; no server was asked."""
    profile = profile_of("threads")

    assert profile.length(text, profile.limits) == used


@pytest.mark.parametrize(("token", "said"), [(OTHER_TOKEN, "Stadtwerke"), (CITIZEN_TOKEN, ""), ("made-up", "")])
def test_a_page_without_a_profile_opens_no_instagram(instagram: InstagramPeer, token: str, said: str):
    account = instagram.connector(tokens={}, remote_id="").account

    with pytest.raises(Rejected) as caught:
        access_of("instagram").open_account(account, {"secret": token})

    assert said in str(caught.value)


def test_the_token_of_a_page_opens_its_profile(instagram: InstagramPeer):
    account = instagram.connector(tokens={}).account

    opened = access_of("instagram").open_account(account, {"secret": PAGE_TOKEN})

    assert (opened.remote_id, opened.handle) == (instagram.account.remote_id, "@stadt_musterstadt")


def test_a_profile_that_left_its_page_has_to_be_connected_again(instagram: InstagramPeer):
    instagram.graph.nodes["100200300"]["instagram_business_account"] = None

    with pytest.raises(NeedsReconnect):
        instagram.connector().publish(instagram.post(instagram.connector()))


@pytest.mark.parametrize(("code", "error"), [(2, OutcomeUnknown), (4, TryLater), (10, Rejected), (368, Rejected)])
def test_codes_mean_the_same_on_instagram(instagram: InstagramPeer, code: int, error: type):
    connector = instagram.connector()
    instagram.graph.fail_once("/media_publish", Refusal(code, "Mit Absicht."))

    with pytest.raises(error):
        connector.publish(instagram.post(connector))


@pytest.mark.parametrize("effect", [faults.MALFORMED, faults.SURPRISE, faults.DISCONNECT, 500, 502])
def test_an_odd_answer_to_publishing_leaves_it_open(fetching: FetchingPeer, effect):
    connector = fetching.connector()
    post = fetching.post(connector)
    fetching.proxy.arm(*fetching.create, effect)

    with pytest.raises(OutcomeUnknown):
        connector.publish(post)
