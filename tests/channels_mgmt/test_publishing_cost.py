# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a publication may cost, counted without a clock: statements, BEGIN and COMMIT among them.

A figure falls at any time and rises only by an ADR.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from channels_mgmt.models import Delivery, PostMedia
from channels_mgmt.services.media import add_image
from channels_mgmt.services.outbox.lanes import run_lane
from channels_mgmt.services.publishing import publish_delivery
from tests.channels_mgmt.live import make_live_town
from tests.channels_mgmt.photos import upload
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db(transaction=True)
#: A text on one channel; a text with one image, which the platform stores as well.
TEXT, WITH_IMAGE = 16, 21


@pytest.fixture
def live():
    town = MunicipalityFactory()
    with scope(municipality=town):
        yield make_live_town(town)


def statements(live, delivery):
    for text in ("Alles geladen.", "Das Mandat gerade angesehen."):
        publish_delivery(live.delivery(post=live.post(text)).pk)
    with CaptureQueriesContext(connection) as asked:
        publish_delivery(delivery.pk)
    assert Delivery.objects.get(pk=delivery.pk).state == Delivery.State.PUBLISHED
    return [query["sql"] for query in asked.captured_queries]


def test_a_text_takes_no_more_statements_than_granted(live):
    found = statements(live, live.delivery(post=live.post("Die Brücke ist offen.")))

    assert len(found) == TEXT, found


def test_a_text_with_an_image_takes_no_more_statements_than_granted(live):
    post = live.post("Die Brücke ist offen, mit Bild.")
    asset = add_image(live.town, actor=live.author, upload=upload())
    PostMedia.objects.create(post=post, asset=asset, position=1, alt_text="Brücke")
    live.approve_as_it_stands(post)

    found = statements(live, live.delivery(post=post))

    assert len(found) == WITH_IMAGE, found
    assert sum('FROM "channels_mgmt_postmedia" INNER' in sql for sql in found) == 1, "images are read once"


def test_a_lane_leaves_work_that_another_lane_goes_over(live):
    """Every second brings an alarm, and lanes for whatever is due: they must not follow in each other's steps."""
    deliveries = [live.delivery(post=live.post(f"Meldung {number}.")) for number in range(3)]
    lane = [(delivery.pk, live.town.pk) for delivery in deliveries]
    publish_delivery(deliveries[1].pk)

    run_lane(lane, publish_delivery)

    assert live.public_texts == ["Meldung 1.", "Meldung 0."]
    assert publish_delivery(deliveries[2].pk)
    assert not publish_delivery(deliveries[2].pk)
