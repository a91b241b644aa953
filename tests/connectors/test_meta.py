# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Graph's codes in our words, what never stands in an address, and a page's own peculiarities."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest

from channels_mgmt.connectors.contract import (
    NeedsReconnect,
    OutcomeUnknown,
    Rejected,
    RemoteRef,
    Throttled,
    TryLater,
)
from channels_mgmt.connectors.meta.graph import rest_in
from channels_mgmt.connectors.meta.pages import page_behind, pages_of
from channels_mgmt.connectors.registry import access_of, build
from tests.connectors.graph_peers import FacebookPeer
from tests.connectors.peers import a_photo, a_post
from tests.fake_graph import (
    ADMIN_TOKEN,
    CITIZEN,
    CITIZEN_TOKEN,
    OTHER_PAGE,
    OTHER_TOKEN,
    PAGE,
    PAGE_TOKEN,
    PROFILE,
    FakeGraph,
    Refusal,
)

CODES = [
    (190, NeedsReconnect), (102, NeedsReconnect), (3, Rejected), (10, Rejected), (200, Rejected), (299, Rejected),
    (4, Throttled), (17, Throttled), (32, Throttled), (341, Throttled), (613, Throttled), (80001, Throttled),
    (1, OutcomeUnknown), (2, OutcomeUnknown), (506, OutcomeUnknown), (368, Rejected), (100, Rejected),
    (1609005, Rejected), (4711, Rejected),
]  # fmt: skip


@pytest.mark.parametrize(("code", "error"), CODES, ids=[str(code) for code, _error in CODES])
def test_each_code_means_one_thing_for_a_post(facebook: FacebookPeer, graph: FakeGraph, code, error):
    connector = facebook.connector()
    graph.fail_once("/feed", Refusal(code, "Mit Absicht.", error_user_msg="Das sagt Meta den Menschen."))

    with pytest.raises(error) as caught:
        connector.publish(a_post(connector))

    assert type(caught.value) is error
    assert "Facebook" in str(caught.value)
    assert graph.of_kind("post") == []


@pytest.mark.parametrize("code", [1, 2])
def test_the_same_trouble_while_reading_is_asked_again(facebook: FacebookPeer, graph: FakeGraph, code):
    graph.fail_once("/published_posts", Refusal(code, status=500))

    with pytest.raises(TryLater):
        facebook.connector().fetch_comments({})


def test_an_equal_post_that_is_ours_is_found_instead_of_doubled(facebook: FacebookPeer, graph: FakeGraph):
    connector = facebook.connector()
    post = a_post(connector)
    there = connector.publish(post)
    graph.fail_once("/feed", Refusal(506, "Duplicate status message"))

    assert connector.publish(post) == there


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-business-use-case-usage": json.dumps({"7": [{"estimated_time_to_regain_access": 19}]})}, 1140),
        ({"x-app-usage": json.dumps({"call_count": 100, "total_time": 3})}, 300),
        ({"x-business-use-case-usage": "{nonsense"}, 300),
        ({"x-business-use-case-usage": json.dumps({"7": [{"estimated_time_to_regain_access": 10**9}]})}, 86_400),
        ({}, 300),
    ],
)
def test_how_long_to_wait_stands_in_the_usage_headers(headers, seconds):
    assert rest_in(headers) == seconds


def test_no_token_ever_stands_in_an_address(facebook: FacebookPeer, graph: FakeGraph, settings):
    """Removal: the header, or following ``next``, in which the Graph writes the token."""
    settings.META_APP_SECRET = "geheim"
    graph.app_secret = "geheim"
    connector = facebook.connector()
    published = connector.publish(a_post(connector, images=facebook.photos("Die Brücke")))
    for _number in range(60):
        graph.comment_as(CITIZEN, published.remote_id, "Danke!")
    comments, cursor = connector.fetch_comments({})
    more, _cursor = connector.fetch_comments(cursor)

    assert len({c.remote_id for c in [*comments, *more]}) == 60
    addresses = [address for _method, address in graph.asked]
    assert addresses and not [a for a in addresses if PAGE_TOKEN in a or "access_token" in a or "geheim" in a]
    assert all("appsecret_proof=" in address for address in addresses)


def test_without_the_apps_secret_no_proof_is_sent(facebook: FacebookPeer, graph: FakeGraph):
    facebook.connector().verify()

    assert not [address for _method, address in graph.asked if "appsecret_proof" in address]


def test_a_link_comes_with_its_preview_and_photos_without(facebook: FacebookPeer, graph: FakeGraph):
    connector = facebook.connector()
    connector.publish(a_post(connector, "Mehr unter https://stadt.example/bruecke."))
    connector.publish(a_post(connector, "Mehr unter https://stadt.example/b", images=[a_photo()]))

    assert [post["link"] for post in graph.of_kind("post")] == ["https://stadt.example/bruecke", None]


def test_photos_are_uploaded_once_however_many_attempts_it_takes(facebook: FacebookPeer, graph: FakeGraph):
    """Removal: remembering the numbers of the photos that wait unpublished."""
    connector = facebook.connector()
    kept: dict[str, str] = {}
    post = a_post(connector, images=facebook.photos("Eins", "Zwei"), remember=kept.update)
    graph.fail_once("/feed", Refusal(4, status=403))
    with pytest.raises(Throttled):
        connector.publish(post)

    connector.publish(replace(post, client_key=post.client_key | kept))

    assert len(graph.of_kind("photo")) == 2
    assert len(graph.of_kind("post")[0]["photos"]) == 2


def test_a_comment_that_cannot_be_hidden_is_said_so(facebook: FacebookPeer, graph: FakeGraph):
    published = facebook.connector().publish(a_post(facebook.connector()))
    comment = facebook.citizen_replies(published.remote_id, "Na ja")
    graph.unhideable.add(comment)

    with pytest.raises(Rejected, match=r"visible|sichtbar"):
        facebook.connector().hide(RemoteRef(comment))


def test_a_measure_accepted_without_effect_is_no_success(facebook: FacebookPeer, graph: FakeGraph):
    published = facebook.connector().publish(a_post(facebook.connector()))
    comment = facebook.citizen_replies(published.remote_id, "Na ja")
    graph.stubborn.add(comment)

    with pytest.raises(Rejected):
        facebook.connector().hide(RemoteRef(comment))


def test_an_answer_to_an_answer_stands_where_people_can_see_it(facebook: FacebookPeer, graph: FakeGraph):
    """There are two levels: it goes below the first comment, and is found there again."""
    connector = facebook.connector()
    published = connector.publish(a_post(connector))
    first = facebook.citizen_replies(published.remote_id, "Wann?")
    second = graph.comment_as(CITIZEN, first, "Ja, wann?")
    answer = a_post(connector, "Am Montag.", reply_to=RemoteRef(second))

    connector.publish(answer)

    (seen,) = facebook.public_posts(answer.text)
    assert seen.reply_to == first
    assert connector.read_back(answer) is not None
    assert connector.parent_of(second) == first


def test_a_comment_whose_author_facebook_does_not_name_comes_in(facebook: FacebookPeer, graph: FakeGraph):
    published = facebook.connector().publish(a_post(facebook.connector()))
    for text in ("Anonym gefragt", "Anonym geantwortet"):
        del graph.nodes[facebook.citizen_replies(published.remote_id, text)]["from"]

    found, _cursor = facebook.connector().fetch_comments({})

    assert {comment.text for comment in found} == {"Anonym gefragt", "Anonym geantwortet"}
    assert len({comment.author_id for comment in found}) == 2 and all(comment.author_name for comment in found)


def test_posts_go_on_over_pages_and_old_comments_do_not_come_again(facebook: FacebookPeer, graph: FakeGraph):
    connector = facebook.connector()
    posts = [connector.publish(a_post(connector, f"Nr. {n}")).remote_id for n in range(30)]
    facebook.citizen_replies(posts[0], "Ganz unten")

    first, cursor = connector.fetch_comments({})
    second = connector.fetch_comments(cursor)

    assert first == [] and [c.text for c in second.comments] == ["Ganz unten"]
    assert second.is_last and set(second.cursor) == {"since"}


def test_a_persons_token_gives_the_pages_and_is_not_kept(facebook: FacebookPeer):
    account = facebook.connector(tokens={"access": ADMIN_TOKEN}, remote_id="").account

    pages = pages_of(account, "Facebook")

    assert {(page.remote_id, page.token) for page in pages} == {(PAGE, PAGE_TOKEN), (OTHER_PAGE, OTHER_TOKEN)}
    assert page_behind(account, "Facebook", "stadt musterstadt").profile.remote_id == PROFILE
    opened = access_of("facebook").open_account(account, {"secret": ADMIN_TOKEN, "page": PAGE})
    assert opened.tokens == {"access": PAGE_TOKEN}


@pytest.mark.parametrize(
    ("token", "wanted", "remote_id"),
    [
        (OTHER_TOKEN, "", PAGE),  # a page token that belongs to another page
        (OTHER_TOKEN, "Stadt Musterstadt", ""),
        (ADMIN_TOKEN, "", ""),  # which of two pages?
        (ADMIN_TOKEN, "Feuerwehr", ""),
        (CITIZEN_TOKEN, "", ""),
        ("made-up", "", ""),
    ],
)
def test_a_token_that_opens_another_page_or_none_is_refused(facebook: FacebookPeer, token, wanted, remote_id):
    account = facebook.connector(tokens={}, remote_id=remote_id).account

    with pytest.raises(Rejected) as caught:
        access_of("facebook").open_account(account, {"secret": token, "page": wanted})

    assert str(caught.value)


@pytest.mark.parametrize(
    "answer", [b"[]", b'{"data": 7}', b'{"data": [7, null, {"id": 7}]}', b'{"data": [{"id": "1"}]}']
)
def test_lists_of_another_kind_break_nothing(misbehaving, facebook: FacebookPeer, answer):
    misbehaving.arm("GET", "/", (200, {}, answer), times=9)
    connector = build(facebook.connector(base_url=misbehaving.url).account, "facebook")

    comments = []
    with suppress(TryLater):
        comments = connector.fetch_comments({}).comments

    assert comments == []
    with pytest.raises(TryLater):
        connector.verify()
