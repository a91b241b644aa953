# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ten workers at once. On SQLite these would pass without compare-and-set, so they need PostgreSQL."""

import threading
from datetime import timedelta

import pytest
from django.utils.timezone import now
from django_scopes import scope

from channels_mgmt.models import Channel, Delivery, Post
from channels_mgmt.services import outbox, publishing
from channels_mgmt.services.outbox import Done
from channels_mgmt.services.publishing import publish_delivery, recover_delivery, withdraw_deliveries
from core.errors import Refused
from tests.channels_mgmt.live import make_live_town
from tests.factories import MunicipalityFactory
from tests.racing import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
State = Delivery.State


@pytest.fixture
def live():
    town = MunicipalityFactory()
    with scope(municipality=town):
        yield make_live_town(town)


@pytest.fixture
def calls(monkeypatch):
    """Every call to the platform, which here recognises no repetition."""
    made, lock = [], threading.Lock()

    def carry_out(self, row, connector):
        with lock:
            made.append(row.pk)
        return Done(f"remote-{len(made)}", "https://social.example/1")

    monkeypatch.setattr(publishing.DeliveryErrand, "carry_out", carry_out)
    return made


def test_ten_workers_publish_a_delivery_once(live, calls):
    """Removal: the state in change_state's UPDATE (the claim becomes read-then-write)."""
    delivery = live.delivery()

    race(live.town, [lambda: publish_delivery(delivery.pk)] * 10)

    assert calls == [delivery.pk]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.PUBLISHED, 1)


def test_a_post_is_withdrawn_or_published_but_never_both(live, calls):
    """Removal: compare-and-set in the withdrawal or in the claim."""
    delivery = live.delivery()

    def withdraw():
        withdraw_deliveries(Post.objects.get(pk=delivery.post_id), actor=live.author)

    results = race(live.town, [lambda: publish_delivery(delivery.pk)] * 5 + [withdraw])

    delivery.refresh_from_db()
    if delivery.state == State.WITHDRAWN:
        assert calls == []
    else:
        assert calls == [delivery.pk]
        assert results[-1] is None or isinstance(results[-1], Refused)
        assert delivery.state == State.PUBLISHED


def test_deliveries_booked_at_the_same_moment_complete_their_post(live, calls):
    """Removal: taking the post's row in follow_deliveries (each would see the other as still being sent)."""
    second = Channel.objects.create(
        municipality=live.town,
        platform="mastodon",
        connector=Channel.Connector.PRACTICE,
        name="Zweiter Kanal",
        account_id="0",
        state=Channel.State.LIVE,
        live_slot=2,
    )
    for _ in range(5):
        post = live.post()
        post.targets.create(channel=second)
        live.approve_as_it_stands(post)
        deliveries = [
            Delivery.objects.create(post=post, channel=channel, due_at=now()) for channel in (live.channel, second)
        ]

        race(live.town, [lambda d=d: publish_delivery(d.pk) for d in deliveries])

        post.refresh_from_db()
        assert post.state == Post.State.PUBLISHED


def test_ten_workers_recover_a_delivery_once(live, calls, monkeypatch):
    delivery = live.delivery()
    outbox._claim(publishing.ERRAND, delivery.pk)
    Delivery.objects.filter(pk=delivery.pk).update(lease_until=now() - timedelta(seconds=1))

    def recover_and_publish():
        recover_delivery(delivery.pk)
        publish_delivery(delivery.pk)

    race(live.town, [recover_and_publish] * 10)

    assert calls == [delivery.pk]
    delivery.refresh_from_db()
    assert delivery.state == State.PUBLISHED
