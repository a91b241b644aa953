# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses from which a platform fetches a picture: for one picture, for an hour, for whoever comes with it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image as Picture

from accounts.models import Role
from accounts.tenancy.links import seal_link
from channels_mgmt.models import Channel, Credential, Delivery
from channels_mgmt.queries.channels import missing_for_live
from channels_mgmt.queries.gaps import missing_for_approval
from channels_mgmt.queries.reachable import is_outside
from channels_mgmt.services.channels import connect_channel
from channels_mgmt.services.fetching import LASTS, PURPOSE, address_of
from channels_mgmt.services.media import add_image
from channels_mgmt.services.publishing import publish_delivery
from core.errors import Refused
from tests.channels_mgmt.factories import ChannelFactory
from tests.channels_mgmt.live import make_by_hand
from tests.channels_mgmt.photos import upload
from tests.factories import person
from tests.fake_graph import PAGE_TOKEN, PROFILE, FakeGraph

State = Delivery.State


@pytest.fixture
def graph():
    found = FakeGraph()
    yield found
    found.close()


@pytest.fixture
def asset(town):
    content = BytesIO()
    Picture.new("RGBA", (900, 900), "#2b6e99").save(content, "PNG")
    return add_image(town, actor=person(town, Role.EDITOR), upload=upload(content.getvalue(), "logo.png", "image/png"))


def path_of(asset, **changes) -> str:
    given = {"town": asset.municipality_id, "person": 0, "subject": asset.pk, "until": now() + LASTS}
    token = seal_link(PURPOSE, **given | {"more": {"platform": "instagram"}} | changes)
    return reverse("fetched:picture", args=[token])


def test_whoever_has_the_address_gets_a_jpeg_without_signing_in(client, asset, settings):
    settings.BASE_URL = "https://dorflinde.stadt.de"
    address = address_of(asset, "instagram")
    assert address.startswith("https://dorflinde.stadt.de/abruf/")

    answer = client.get(address.removeprefix(settings.BASE_URL))

    assert asset.media_type == "image/png"
    assert (answer.status_code, answer["Content-Type"], answer.content[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    assert "no-store" in answer["Cache-Control"] and "sandbox" in answer["Content-Security-Policy"]
    head = client.head(address.removeprefix(settings.BASE_URL))
    assert (head.status_code, head.content, head["Content-Type"]) == (200, b"", "image/jpeg")


def test_a_second_too_late_there_is_nothing(client, asset):
    assert client.get(path_of(asset, until=now() + timedelta(seconds=2))).status_code == 200
    assert client.get(path_of(asset, until=now() - timedelta(seconds=1))).status_code == 404


def test_an_address_opens_its_own_picture_only(client, asset, other_town):
    """Removal: the town in the question for the picture."""
    assert client.get(path_of(asset, town=other_town.pk)).status_code == 404
    assert client.get(path_of(asset, subject=asset.pk + 1)).status_code == 404
    assert client.get(path_of(asset, more={"platform": "no-such"})).status_code == 404
    assert client.get(path_of(asset)[:-5] + "aaaa/").status_code == 404
    assert client.post(path_of(asset)).status_code == 405


@pytest.fixture
def other_town():
    from tests.factories import MunicipalityFactory

    return MunicipalityFactory()


@pytest.mark.parametrize(
    ("address", "is_so"),
    [
        ("https://dorflinde.stadt.de", True),
        ("https://stadt.de:8443", True),
        ("http://dorflinde.stadt.de", False),
        ("https://127.0.0.1", False),
        ("https://10.1.2.3", False),
        ("https://[fd00::1]", False),
        ("https://dorflinde", False),
        ("https://dorflinde.rathaus.intranet", False),
        ("https://localhost:8000", False),
    ],
)
def test_what_can_be_reached_from_outside(address, is_so):
    assert is_outside(address) == is_so


def on_instagram(live, graph) -> Channel:
    make_by_hand(live, "instagram")
    Channel.objects.filter(pk=live.channel.pk).update(
        connector="instagram", base_url=graph.url, account_id=PROFILE, limits={}
    )
    live.channel.refresh_from_db()
    Credential.objects.create(channel=live.channel, tokens={"access": PAGE_TOKEN})
    return live.channel


def test_behind_a_firewall_connecting_is_refused_with_the_way_out(town, settings):
    settings.ALLOW_LOCAL_PEERS, settings.BASE_URL = False, "http://dorflinde.rathaus.local"
    channel = ChannelFactory(
        municipality=town, platform="instagram", connector="instagram", base_url="https://graph.facebook.com"
    )

    with pytest.raises(Refused, match="BASE_URL"):
        connect_channel(channel, actor=person(town, Role.COMMUNICATIONS), secret=PAGE_TOKEN)

    assert "connection_address" in [gap.key for gap in missing_for_live(channel)]
    settings.BASE_URL = "https://dorflinde.stadt.de"
    assert "connection_address" not in [gap.key for gap in missing_for_live(channel)]


def test_a_post_without_a_picture_or_with_a_strip_waits_for_a_person(live, graph, asset, town):
    on_instagram(live, graph)
    post = live.post()
    without = [gap.text for gap in missing_for_approval(post)]
    post.media.create(asset=asset, alt_text="Ein Wappen")
    square = missing_for_approval(post)
    type(asset).objects.filter(pk=asset.pk).update(width=3000, height=500)
    strip = [gap.text for gap in missing_for_approval(post)]

    assert len(without) == 1 and square == [] and len(strip) == 1


@pytest.mark.django_db(transaction=True)
def test_a_post_goes_out_with_a_picture_that_was_fetched_from_here(live, graph, asset, live_server, settings):
    """The whole way: the container is remembered, the picture fetched from the signed address, then it is public."""
    settings.BASE_URL = live_server.url
    on_instagram(live, graph)
    post = live.post()
    post.media.create(asset=asset, alt_text="Ein Wappen")
    live.approve_as_it_stands(post)
    delivery = live.delivery(post=post)

    publish_delivery(delivery.pk)

    delivery.refresh_from_db()
    (media,) = graph.of_kind("media")
    assert (delivery.state, delivery.error, delivery.remote_id) == (State.PUBLISHED, "", media["id"])
    assert media["alt_texts"] == ["Ein Wappen"]
    assert graph.nodes[delivery.client_key["container"]]["status_code"] == "PUBLISHED"
