# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""By software or by hand: what can be chosen, and changing it."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from channels_mgmt.models import Channel, Credential, Delivery
from channels_mgmt.queries.channels import is_connected
from channels_mgmt.services.channels import create_channel
from channels_mgmt.services.media import add_image
from channels_mgmt.services.publishing import publish_delivery
from channels_mgmt.services.ways import connect_instead, other_way, publish_by_hand_instead
from core.errors import NotPermitted, Refused
from tests.channels_mgmt.factories import ChannelFactory
from tests.channels_mgmt.live import make_by_hand
from tests.channels_mgmt.photos import upload
from tests.factories import person
from tests.fake_graph import OTHER_TOKEN, PAGE, PAGE_TOKEN, FakeGraph

State = Delivery.State
ADDRESS = "https://www.facebook.com/stadt"


@pytest.fixture
def graph():
    found = FakeGraph()
    yield found
    found.close()


@pytest.fixture
def by_hand(live):
    make_by_hand(live)
    return live


@pytest.fixture
def chief(town):
    return person(town, Role.COMMUNICATIONS)


def reread(row):
    row.refresh_from_db()
    return row


def test_a_network_that_can_be_connected_may_be_served_by_hand_all_the_same(client, town, chief):
    client.force_login(chief)
    address = reverse("channels:channel_create", args=[town.slug])

    client.post(address, {"platform": "facebook", "by_hand": "on", "name": "Seite"})
    client.post(address, {"platform": "facebook", "name": "Seite"})
    refused = client.post(address, {"platform": "bluesky", "by_hand": "on", "name": "Himmel"})

    assert list(Channel.objects.order_by("pk").values_list("connector", flat=True)) == ["manual", "facebook"]
    assert refused.status_code == 422 and "Bluesky" in refused.content.decode()


def test_nobody_sends_a_token_to_another_server_than_the_networks_own(town, chief, settings):
    """Removal: ``has_one_server`` (a token typed for a page would go to whatever address was typed)."""
    settings.ALLOW_LOCAL_PEERS = False

    channel = create_channel(
        town, actor=chief, platform="facebook", connector="facebook", name="Seite", base_url="https://evil.example"
    )

    assert channel.base_url == "https://graph.facebook.com"


def test_a_channel_served_by_hand_stays_so_until_somebody_connects_it(by_hand, chief, graph):
    channel = by_hand.channel
    assert (other_way(channel), channel.connector) == ("facebook", "manual")

    connect_instead(channel, actor=chief, secret=PAGE_TOKEN, page="", base_url=graph.url)

    channel = reread(channel)
    assert (channel.connector, channel.account_id, channel.base_url) == ("facebook", PAGE, graph.url)
    assert is_connected(channel) and channel.sync_due_at is not None
    assert Credential.objects.get().tokens == {"access": PAGE_TOKEN}
    assert AuditEntry.objects.filter(action="channels.way_changed").count() == 1
    assert PAGE_TOKEN not in str(list(AuditEntry.objects.values_list("details", flat=True)))


@pytest.mark.parametrize(("secret", "page"), [("made up", ""), (OTHER_TOKEN, "Stadt Musterstadt")])
def test_a_refused_access_leaves_it_by_hand(by_hand, chief, graph, secret, page):
    with pytest.raises(Refused):
        connect_instead(by_hand.channel, actor=chief, secret=secret, page=page, base_url=graph.url)

    channel = reread(by_hand.channel)
    assert (channel.connector, channel.account_id) == ("manual", ADDRESS)
    assert not Credential.objects.exists()


def test_what_waits_for_a_person_is_cleared_up_first(by_hand, chief, graph):
    delivery = by_hand.delivery()
    publish_delivery(delivery.pk)
    assert reread(delivery).is_handed_over

    with pytest.raises(Refused):
        connect_instead(reread(by_hand.channel), actor=chief, secret=PAGE_TOKEN, base_url=graph.url)

    assert reread(by_hand.channel).is_by_hand


def connected(live, graph) -> Channel:
    make_by_hand(live)
    channel = reread(live.channel)
    Channel.objects.filter(pk=channel.pk).update(connector="facebook", base_url=graph.url, account_id=PAGE, limits={})
    Credential.objects.create(channel=channel, tokens={"access": PAGE_TOKEN})
    return reread(channel)


def test_a_connected_channel_can_be_served_by_hand_again(live, chief, graph):
    channel = connected(live, graph)

    publish_by_hand_instead(channel, actor=chief, handle=f" {ADDRESS} ")

    channel = reread(channel)
    assert (channel.connector, channel.account_id, channel.base_url) == ("manual", ADDRESS, "")
    assert not Credential.objects.exists() and channel.sync_due_at is None


@pytest.mark.parametrize("state", [State.SENDING, State.UNCERTAIN])
def test_not_while_something_is_on_its_way(live, chief, graph, state):
    channel = connected(live, graph)
    delivery = live.delivery()
    Delivery.objects.filter(pk=delivery.pk).update(state=state, lease_until=now())

    with pytest.raises(Refused):
        publish_by_hand_instead(channel, actor=chief, handle=ADDRESS)

    assert Credential.objects.exists()


def test_only_an_address_of_the_platform_is_taken(live, chief, graph):
    channel = connected(live, graph)

    with pytest.raises(Refused):
        publish_by_hand_instead(channel, actor=chief, handle="https://example.org/stadt")

    assert reread(channel).connector == "facebook"


def test_who_may_not_connect_changes_no_way(by_hand, town, graph):
    with pytest.raises(NotPermitted):
        connect_instead(by_hand.channel, actor=person(town, Role.EDITOR), secret=PAGE_TOKEN, base_url=graph.url)


def test_a_post_goes_to_the_page_and_its_photos_are_remembered(live, chief, graph):
    """The whole way: claim, photos, post, booking."""
    channel = connected(live, graph)
    post = live.post()
    asset = add_image(live.town, actor=chief, upload=upload())
    post.media.create(asset=asset, alt_text="Ein Rathaus")
    live.approve_as_it_stands(post)
    delivery = live.delivery(post=post)

    publish_delivery(delivery.pk)

    delivery = reread(delivery)
    (there,) = graph.of_kind("post")
    assert (delivery.state, delivery.remote_id) == (State.PUBLISHED, there["id"])
    assert delivery.client_key["photos"] == ",".join(there["photos"]) != ""
    assert [graph.nodes[photo]["alt_text_custom"] for photo in there["photos"]] == ["Ein Rathaus"]
    assert delivery.remote_url.startswith("https://www.facebook.com/") and channel.is_live


def test_the_page_changes_the_way_and_keeps_what_was_typed(client, by_hand, chief, graph):
    client.force_login(chief)
    address = reverse("channels:channel_way", args=[by_hand.town.slug, by_hand.channel.pk])
    assert address in client.get(reverse("channels:channel_detail", args=[by_hand.town.slug, by_hand.channel.pk])).text

    empty = client.post(address, {"page": "Stadt", "secret": ""})

    assert empty.status_code == 422 and 'value="Stadt"' in empty.text
    Channel.objects.filter(pk=by_hand.channel.pk).update(connector="facebook", base_url=graph.url, account_id=PAGE)
    assert client.post(address, {"handle": ADDRESS}).status_code == 302
    assert reread(by_hand.channel).is_by_hand


def test_where_there_is_no_choice_the_page_says_so(client, town, chief):
    client.force_login(chief)
    channel = ChannelFactory(municipality=town, platform="mastodon", connector="mastodon")
    address = reverse("channels:channel_way", args=[town.slug, channel.pk])

    assert client.get(address).status_code == 200
    assert client.post(address, {"handle": ADDRESS}).status_code == 422
    assert address not in client.get(reverse("channels:channel_detail", args=[town.slug, channel.pk])).text
