# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Platforms that ring: only signed calls count, and whatever they say, what stands over there is what is stored."""

import hashlib
import hmac
import json
import os
import random
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from facebook_business.adobjects.page import Page

from channels_mgmt.connectors.registry import webhook_of
from channels_mgmt.connectors.webhooks import Ring
from channels_mgmt.models import Channel, Credential, Delivery
from community.models import Comment, CommentRevision, ThreadWatch
from community.services.bells import ring
from community.services.reading import sync_channel
from community.services.threads import book_thread, claim_thread
from tests.channels_mgmt.live import make_live_town
from tests.connectors.graph_peers import client_of
from tests.fake_graph import CITIZEN, PAGE, PAGE_TOKEN, FakeGraph
from tests.graph.app import APP_SECRET

TOKEN = "unser-geheimes-wort-2026"
#: In full (2,000 calls) with ``BURST=2000``; what is measured stands in docs/benchmarks.md.
BURST = int(os.environ.get("BURST", "60"))


@pytest.fixture
def graph():
    found = FakeGraph()
    yield found
    found.close()


@pytest.fixture(autouse=True)
def app(settings):
    settings.META_APP_SECRET = settings.THREADS_APP_SECRET = APP_SECRET
    settings.META_WEBHOOK_TOKEN = TOKEN


@pytest.fixture
def page(town, graph):
    """A page with one post that was published from here an hour ago, its thread quiet for long."""
    live = make_live_town(town)
    channel, delivery = live.channel, live.delivery()
    Channel.objects.filter(pk=channel.pk).update(
        connector="facebook", platform="facebook", base_url=graph.url, account_id=PAGE, synced_at=now()
    )
    Credential.objects.filter(channel=channel).delete()
    Credential.objects.create(channel=channel, tokens={"access": PAGE_TOKEN})
    post = Page(PAGE, api=client_of(graph, PAGE_TOKEN)).create_feed(params={"message": "Die Brücke ist offen."})
    at = now() - timedelta(hours=1)
    Delivery.objects.filter(pk=delivery.pk).update(
        channel=channel, state="published", remote_id=post["id"], published_at=at
    )
    ThreadWatch.objects.create(channel=channel, delivery=delivery, active_at=at, due_at=None, read_at=at)
    return Channel.objects.get(pk=channel.pk)


def post_of(page):
    return Delivery.objects.get(channel=page, state="published").remote_id


def change(verb, comment, post, **more):
    value = {"item": "comment", "verb": verb, "comment_id": comment, "post_id": post, "created_time": 1, **more}
    return {"field": "feed", "value": value}


def a_call(*changes, account=PAGE):
    return json.dumps({"object": "page", "entry": [{"id": account, "time": 1, "changes": list(changes)}]}).encode()


def signed(body, secret=APP_SECRET):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def tell(client, body, signature=None, kind="facebook"):
    address = reverse("webhook:receive", args=[kind])
    headers = {"X-Hub-Signature-256": signed(body) if signature is None else signature}
    return client.post(address, body, content_type="application/json", headers=headers)


def read_again(page):
    Channel.objects.filter(pk=page.pk).update(sync_due_at=None, reads_paid_until=None)
    sync_channel(page.pk)


# -- the address -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 200),
        ({"hub.verify_token": "falsch"}, 403),
        ({"hub.mode": "unsubscribe"}, 403),
        ({"hub.challenge": "<script>"}, 403),
        ({"hub.challenge": ""}, 403),
    ],
)
def test_the_address_answers_the_challenge_to_whoever_knows_the_token(client, given, status):
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": TOKEN} | given

    answer = client.get(reverse("webhook:receive", args=["facebook"]), asked)

    assert answer.status_code == status
    assert (answer.content == b"1158201444") == (status == 200)
    assert answer["Content-Type"].startswith("text/plain") and TOKEN not in answer.content.decode()


def test_without_a_token_in_the_settings_nobody_knows_it(client, settings):
    settings.META_WEBHOOK_TOKEN = ""
    asked = {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": ""}

    assert client.get(reverse("webhook:receive", args=["facebook"]), asked).status_code == 403


@pytest.mark.parametrize("kind", ["mastodon", "practice", "manual", "nothing"])
def test_a_platform_that_does_not_ring_has_no_address(client, kind):
    assert client.get(reverse("webhook:receive", args=[kind])).status_code == 404
    assert tell(client, b"{}", kind=kind).status_code == 404


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "ä", "other body", "other app"])
def test_a_call_without_the_signature_of_these_bytes_changes_nothing(client, page, caplog, signature):
    """Removal: ``is_genuine``, or signing what was parsed instead of the raw bytes."""
    body = a_call(change("add", "1_2", post_of(page)))
    if signature == "other body":
        signature = signed(body + b" ")
    if signature == "other app":
        signature = signed(body, "f" * 32)

    answer = tell(client, body, signature.encode("ascii", "ignore").decode())

    assert answer.status_code == 403 and "signature" in answer.content.decode()
    assert ThreadWatch.objects.get().due_at is None
    assert "refused" in caplog.text


def test_without_the_apps_secret_no_call_is_believed(client, page, settings):
    settings.META_APP_SECRET = ""
    body = a_call(change("add", "1_2", post_of(page)))

    assert tell(client, body, signed(body, "")).status_code == 403


def test_the_signature_is_over_the_bytes_as_they_came(client, page):
    """With escapes and spaces that no second writing would give back."""
    body = a_call(change("add", "1_2", post_of(page), message="Grüße")).replace(b": ", b" :   ")

    assert tell(client, body).status_code == 200


def test_ten_megabytes_are_not_read(client, page):
    body = b'{"entry": [' + b" " * 10_000_000 + b"]}"

    answer = tell(client, body)

    assert answer.status_code == 413
    assert ThreadWatch.objects.get().due_at is None


@pytest.mark.parametrize(
    "body",
    [b"", b"gibberish", b"[" * 5000, b"\xff\xfe", b"7", b"[]", b"{}", b'{"entry": 7}',
     b'{"entry": [7, {"changes": {}}]}',
     b'{"entry": [{"id": {"a": 1}, "changes": [{"field": "feed", "value": {"item": "comment", "post_id": [1]}}]}]}'],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["facebook", "instagram", "threads"])
def test_a_signed_body_that_makes_no_sense_breaks_nothing(client, town, kind, body):
    assert tell(client, body, kind=kind).status_code in (200, 400)


# -- what a call means -----------------------------------------------------------------------------


def test_each_network_says_in_its_own_way_where_something_happened():
    told = {
        "facebook": json.loads(
            a_call(change("add", "1_2", "100200300_7"), {"field": "feed", "value": {"item": "like"}})
        ),
        "instagram": {"entry": [{"id": "17", "changes": [{"field": "comments", "value": {"media": {"id": "9"}}}]}]},
        "threads": {
            "topic": "moderate", "target_id": "1",
            "values": {"field": "replies", "value": {"id": "2", "root_post": {"id": "9", "owner_id": "314"}}},
        },
    }  # fmt: skip

    assert {kind: webhook_of(kind).rings(one) for kind, one in told.items()} == {
        "facebook": [Ring(PAGE, "100200300_7")], "instagram": [Ring("17", "9")], "threads": [Ring("314", "9")],
    }  # fmt: skip


def test_a_comment_is_read_after_a_call_and_stored_once(client, page, graph):
    number = graph.comment_as(CITIZEN, post_of(page), "Wann fährt der Bus?")
    body = a_call(change("add", number, post_of(page), message="Wann fährt der Bus?"))

    answers = [tell(client, body) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert not Comment.objects.exists()
    read_again(page)
    read_again(page)
    comment = Comment.objects.get()
    assert (comment.remote_id, comment.text) == (number, "Wann fährt der Bus?")
    assert comment.delivery.channel_id == page.pk


def test_an_edit_before_its_comment_gives_one_comment_with_the_last_words(client, page, graph):
    number = graph.comment_as(CITIZEN, post_of(page), "zuletzt")

    tell(client, a_call(change("edited", number, post_of(page), message="zuletzt")))
    tell(client, a_call(change("add", number, post_of(page), message="zuerst")))
    read_again(page)

    assert Comment.objects.get().text == "zuletzt"
    assert not CommentRevision.objects.exists()


def test_an_edit_that_is_told_late_keeps_what_was_there_before(client, page, graph):
    number = graph.comment_as(CITIZEN, post_of(page), "zuerst")
    tell(client, a_call(change("add", number, post_of(page))))
    read_again(page)
    graph.nodes[number]["message"] = "zuletzt"

    tell(client, a_call(change("edited", number, post_of(page), message="zuletzt")))
    read_again(page)
    tell(client, a_call(change("add", number, post_of(page), message="zuerst")))  # an old call, replayed
    read_again(page)

    assert Comment.objects.get().text == "zuletzt"
    assert [revision.text for revision in CommentRevision.objects.all()] == ["zuerst"]


def test_a_removal_before_its_comment_stores_nothing_and_loses_nothing_else(client, page, graph):
    number = graph.comment_as(CITIZEN, post_of(page), "gelöscht")
    stays = graph.comment_as(CITIZEN, post_of(page), "bleibt")
    del graph.nodes[number]

    tell(client, a_call(change("remove", number, post_of(page))))
    tell(client, a_call(change("add", number, post_of(page), message="gelöscht"), change("add", stays, post_of(page))))
    read_again(page)

    assert [comment.text for comment in Comment.objects.all()] == ["bleibt"]


def test_a_removal_after_it_keeps_what_was_read(client, page, graph):
    """Upstream deletions erase nothing here."""
    number = graph.comment_as(CITIZEN, post_of(page), "Beleidigung")
    tell(client, a_call(change("add", number, post_of(page))))
    read_again(page)
    del graph.nodes[number]

    tell(client, a_call(change("remove", number, post_of(page))))
    read_again(page)

    assert Comment.objects.get().text == "Beleidigung"


def test_a_call_for_a_channel_of_nobody_is_dropped_and_says_so(client, page, caplog):
    caplog.set_level("INFO", "community.views.webhooks")
    body = a_call(change("add", "1_2", post_of(page)), account="999")

    answer = tell(client, body)

    assert (answer.status_code, answer.content) == (200, b"Noted: 0. For nobody here: 1.")
    assert ThreadWatch.objects.get().due_at is None
    assert "dropped" in caplog.text


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_a_channel_that_is_not_read_is_not_rung_for(client, page, state):
    Channel.objects.update(state=state, live_slot=None)

    tell(client, a_call(change("add", "1_2", post_of(page))))

    assert ThreadWatch.objects.get().due_at is None


def test_a_call_about_a_post_that_was_not_published_here_makes_no_row(client, page):
    tell(client, a_call(change("add", "1_2", f"{PAGE}_777")))

    assert ThreadWatch.objects.count() == 1 and ThreadWatch.objects.get().due_at is None


def test_a_post_that_nobody_watched_yet_is_watched(client, page):
    ThreadWatch.objects.all().delete()

    tell(client, a_call(change("add", "1_2", post_of(page))))

    assert ThreadWatch.objects.get().due_at is not None


def test_a_ring_while_the_thread_is_being_read_is_not_lost(page):
    """Removal: what ``book_thread`` expects of ``due_at``."""
    ring("facebook", [Ring(PAGE, post_of(page))])
    watch = ThreadWatch.objects.get()
    claim_thread(watch)
    ring("facebook", [Ring(PAGE, post_of(page))])
    rung_at = ThreadWatch.objects.get().due_at

    book_thread(watch, stored=0, depth=0)

    after = ThreadWatch.objects.get()
    assert (after.due_at, after.lease_until) == (rung_at, None)


def test_a_burst_of_calls_in_any_order_is_stored_whole(client, page, graph):
    post = post_of(page)
    numbers = [graph.comment_as(CITIZEN, post, f"Nr. {n}") for n in range(BURST)]
    calls = [a_call(change("add", number, post, message="x")) for number in numbers]
    random.Random(7).shuffle(calls)

    assert {tell(client, body).status_code for body in calls} == {200}
    for _ in range(1 + BURST // 500):
        read_again(page)

    assert sorted(Comment.objects.values_list("remote_id", flat=True)) == sorted(numbers)


def test_a_call_costs_few_questions_however_many_changes_it_has(client, page, django_assert_max_num_queries):
    body = a_call(*[change("add", f"1_{n}", post_of(page)) for n in range(1000)])

    with django_assert_max_num_queries(8):
        assert tell(client, body).status_code == 200


def test_metas_client_subscribes_a_page_as_the_fake_understands_it(graph):
    Page(PAGE, api=client_of(graph, PAGE_TOKEN)).create_subscribed_app(params={"subscribed_fields": ["feed"]})

    assert "feed" in graph.nodes[PAGE]["subscribed"]
