# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What Meta's networks count about posts and accounts; what they do not say stays out and is said."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.iguser import IGUser
from facebook_business.adobjects.insightsresult import InsightsResult
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.pagepost import PagePost

from channels_mgmt.connectors.contract import NeedsReconnect, TryLater
from channels_mgmt.connectors.figures import PartOf
from channels_mgmt.models import Credential, PostFigure
from channels_mgmt.presenters.figures import table_of
from channels_mgmt.queries.figures import counts_of_post
from channels_mgmt.services.figures import plan_figures, read_post_figure
from tests.channels_mgmt.factories import ChannelFactory
from tests.channels_mgmt.live import make_live_town
from tests.connectors.graph_peers import client_of
from tests.fake_graph import CITIZEN, PAGE, PAGE_TOKEN, PROFILE, FakeGraph
from tests.fake_threads import ACCOUNT
from tests.graph.nodes import METRICS


def a_page_post(facebook, **counts):
    connector = facebook.connector()
    number = connector.publish(facebook.post(connector)).remote_id
    facebook.graph.nodes[number] |= {"counts": counts, "reactions": ["like", "love"], "shares": {"count": 3}}
    facebook.graph.comment_as(CITIZEN, number, "Danke!")
    return connector, number


def a_media(instagram, **counts):
    connector = instagram.connector()
    number = connector.publish(instagram.post(connector)).remote_id
    instagram.graph.nodes[number] |= {"counts": counts, "like_count": 7}
    return connector, number


def test_a_post_of_a_page_is_counted(facebook):
    connector, number = a_page_post(facebook, post_media_view=120)

    assert connector.metrics(number) == {"likes": 2, "replies": 1, "shares": 3, "views": 120}


def test_a_media_of_a_profile_is_counted(instagram):
    connector, number = a_media(instagram, views=90, shares=4)
    instagram.citizen_replies(number, "Schön!")

    assert connector.metrics(number) == {"likes": 7, "replies": 1, "views": 90, "shares": 4}


def test_a_post_on_threads_is_counted(threads):
    connector = threads.connector()
    number = connector.publish(threads.post(connector)).remote_id
    counts = {"views": 50, "likes": 5, "replies": 1, "reposts": 2, "quotes": 0}
    threads.graph.nodes[number]["counts"] = counts

    assert connector.metrics(number) == {"views": 50, "likes": 5, "replies": 1, "shares": 2, "quotes": 0}


def test_followers_are_counted(facebook, instagram, threads):
    facebook.graph.nodes[PAGE]["followers_count"] = instagram.graph.nodes[PROFILE]["followers_count"] = 311
    threads.graph.nodes[ACCOUNT]["counts"] = {"followers_count": 42}

    assert [peer.connector().audience() for peer in (facebook, instagram, threads)] == [
        {"followers": 311}, {"followers": 311}, {"followers": 42},
    ]  # fmt: skip


def test_a_figure_that_this_version_has_no_longer_costs_none_of_the_others(facebook, instagram, threads, graph):
    """Removal: asking one by one. Meta renamed and removed figures with v22 to v26, and refuses the whole question."""
    graph.removed_metrics = {"post_media_view", "views"}
    threads.graph.removed_metrics = {"views"}
    page, post = a_page_post(facebook, post_media_view=1)
    profile, media = a_media(instagram, views=1, shares=4)
    account = threads.connector()
    said = account.publish(threads.post(account)).remote_id
    threads.graph.nodes[said]["counts"] = {"views": 1, "likes": 5}

    found = [page.metrics(post), profile.metrics(media), account.metrics(said)]

    assert [dict(one) for one in found] == [
        {"likes": 2, "replies": 1, "shares": 3}, {"likes": 7, "replies": 0, "shares": 4}, {"likes": 5},
    ]  # fmt: skip
    assert all(isinstance(one, PartOf) and "Aufrufe" in one.note for one in found)


def test_a_missing_right_leaves_out_what_needs_it(facebook, graph):
    graph.withheld = {"read_insights"}
    connector, number = a_page_post(facebook, post_media_view=1)

    found = connector.metrics(number)

    assert dict(found) == {"likes": 2, "replies": 1, "shares": 3}
    assert found.note


def test_figures_that_are_not_there_yet_are_no_zero(facebook, instagram):
    """As documented: insights come late, as an empty list."""
    page, post = a_page_post(facebook)
    profile, media = a_media(instagram)

    assert "views" not in page.metrics(post) and "views" not in profile.metrics(media)


def test_a_post_that_is_gone_is_told_apart(facebook, threads):
    for peer in (facebook, threads):
        connector = peer.connector()
        number = connector.publish(peer.post(connector)).remote_id
        connector.delete(number)

        assert connector.metrics(number) is None


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((200, {}, b"gibberish"), TryLater), ((200, {}, b'{"data": 7}'), TryLater), ((500, {}, b""), TryLater),
        ((429, {}, b"{}"), TryLater), ((400, {}, b'{"error": {"code": 190}}'), NeedsReconnect),
    ],
)  # fmt: skip
def test_trouble_is_another_look_and_no_figure(facebook, answer, error):
    connector, number = a_page_post(facebook, post_media_view=1)
    facebook.proxy.arm("GET", f"/v26.0/{number}/insights", answer)

    with pytest.raises(error):
        connector.metrics(number)


def test_looks_are_planned_read_and_shown_with_what_was_not_said(town, facebook, graph):
    graph.removed_metrics = {"post_media_view"}
    _connector, number = a_page_post(facebook, post_media_view=1)
    live = make_live_town(town)
    delivery = live.delivery()
    channel = ChannelFactory(
        municipality=town, connector="facebook", platform="facebook", base_url=facebook.account.base_url,
        account_id=PAGE, state="live", live_slot=2,
    )  # fmt: skip
    Credential.objects.create(channel=channel, tokens={"access": PAGE_TOKEN})
    at = now() - timedelta(minutes=70)
    delivery.__class__.objects.filter(pk=delivery.pk).update(
        channel=channel, state="published", remote_id=number, published_at=at
    )
    plan_figures(now())
    row = PostFigure.objects.get(delivery=delivery, hours_after=1)

    assert read_post_figure(row.pk)

    row.refresh_from_db()
    assert row.is_read and row.values == {"likes": 2, "replies": 1, "shares": 3}
    (counts,) = counts_of_post(delivery.post)
    assert row.reason in table_of(counts, town).rows[0].remark


def test_metas_client_reads_the_same_figures_from_the_fake(graph: FakeGraph, facebook, instagram):
    _connector, post = a_page_post(facebook, post_media_view=120)
    _connector, media = a_media(instagram, views=90)
    graph.nodes[PAGE]["followers_count"] = graph.nodes[PROFILE]["followers_count"] = 5
    town = client_of(graph, PAGE_TOKEN)

    (seen,) = PagePost(post, api=town).get_insights(params={"metric": "post_media_view"})
    (views,) = IGMedia(media, api=town).get_insights(params={"metric": "views"})

    assert (seen["values"][0]["value"], views["values"][0]["value"]) == (120, 90)
    assert PagePost(post, api=town).api_get(fields=["shares"])["shares"]["count"] == 3
    assert IGMedia(media, api=town).api_get(fields=["like_count"])["like_count"] == 7
    assert Page(PAGE, api=town).api_get(fields=["followers_count"])["followers_count"] == 5
    assert IGUser(PROFILE, api=town).api_get(fields=["followers_count"])["followers_count"] == 5


def test_the_fake_has_no_figure_of_media_that_the_client_does_not_know():
    """Of posts the client keeps no list of figures: that rests on the documentation."""
    assert METRICS["media"] <= {value for value in vars(InsightsResult.Metric).values() if isinstance(value, str)}
