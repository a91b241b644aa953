# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.models import Role
from channels_mgmt.models import Channel, Delivery, MediaAsset, Post, PostTarget
from channels_mgmt.services import publishing
from channels_mgmt.services.outbox.lanes import Item, join, share_out
from channels_mgmt.services.publishing import (
    follow_deliveries,
    publish_delivery,
    reschedule_delivery,
    schedule_deliveries,
    settle_delivery,
    withdraw_deliveries,
)
from core.errors import AlreadyChanged, NotPermitted, Refused
from practice.models import Fault
from tests.channels_mgmt.live import make_live_town
from tests.factories import MunicipalityFactory, person

State = Delivery.State
BERLIN = ZoneInfo("Europe/Berlin")


def planned(live, **fields):
    at = now() + timedelta(days=1)
    wall = at.astimezone(BERLIN)
    return live.post(planned_at=at, planned_day=wall.date(), planned_time=wall.time(), **fields)


def second_channel(live):
    return Channel.objects.create(
        municipality=live.town,
        platform="bluesky",
        connector=Channel.Connector.PRACTICE,
        name="Zweiter Kanal",
        account_id="0",
        state=Channel.State.LIVE,
        live_slot=2,
    )


def states(post):
    return sorted(post.deliveries.values_list("state", flat=True))


def test_scheduling_makes_one_delivery_per_channel(live):
    post = planned(live)
    PostTarget.objects.create(post=post, channel=second_channel(live), text="Kürzer")
    live.approve_as_it_stands(post)

    schedule_deliveries(post, actor=live.author)

    assert [d.due_at for d in post.deliveries.all()] == [post.planned_at] * 2


def test_scheduling_again_moves_what_waits_and_leaves_what_is_public(live):
    post = planned(live)
    live.delivery(post=post, state=State.PUBLISHED)
    post.targets.create(channel=second_channel(live))
    live.approve_as_it_stands(post)

    schedule_deliveries(post, actor=live.author)
    schedule_deliveries(post, actor=live.author)

    assert states(post) == [State.PUBLISHED, State.SCHEDULED, State.WITHDRAWN]


def test_scheduling_needs_an_approval_of_the_content_as_it_is(live):
    post = planned(live)
    Post.objects.filter(pk=post.pk).update(text="Anders")
    post.refresh_from_db()

    with pytest.raises(Refused):
        schedule_deliveries(post, actor=live.author)


def test_scheduling_needs_the_permission(live):
    with pytest.raises(NotPermitted):
        schedule_deliveries(planned(live), actor=person(live.town, Role.EXTERNAL))


def test_withdrawing_takes_back_what_waits(live):
    delivery = live.delivery()

    assert withdraw_deliveries(delivery.post, actor=live.author) == 1

    assert states(delivery.post) == [State.WITHDRAWN]


@pytest.mark.parametrize(
    "fields",
    [{"state": State.SENDING, "lease_until": now() + timedelta(minutes=3)}, {"state": State.UNCERTAIN}],
)
def test_withdrawing_is_refused_while_it_may_be_public(live, fields):
    delivery = live.delivery(**fields)

    with pytest.raises(Refused):
        withdraw_deliveries(delivery.post, actor=live.author)

    assert states(delivery.post) == [fields["state"]]


def test_withdrawing_too_late_is_refused(live, monkeypatch):
    """Removal: compare-and-set in the withdrawal. A worker claims between reading and withdrawing."""
    delivery = live.delivery()
    post = delivery.post
    read = publishing._withdraw

    def claim_first(row):
        Delivery.objects.filter(pk=row.pk).update(state=State.SENDING, lease_until=now() + timedelta(minutes=3))
        read(row)

    monkeypatch.setattr(publishing, "_withdraw", claim_first)
    with pytest.raises(Refused):
        withdraw_deliveries(post, actor=live.author)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([State.PUBLISHED, State.PUBLISHED], Post.State.PUBLISHED),
        ([State.PUBLISHED, State.REJECTED], Post.State.PARTLY),
        ([State.PUBLISHED, State.UNCERTAIN], Post.State.PARTLY),
        ([State.MISSED, State.REJECTED], Post.State.FAILED),
        ([State.PUBLISHED, State.SENDING], Post.State.APPROVED),
        ([State.REJECTED, State.RETRY_WAIT], Post.State.APPROVED),
        ([State.REJECTED, State.UNCERTAIN], Post.State.APPROVED),
        ([State.PUBLISHED, State.WITHDRAWN], Post.State.PUBLISHED),
        ([State.WITHDRAWN, State.WITHDRAWN], Post.State.APPROVED),
    ],
)
def test_a_post_is_what_became_of_its_deliveries(live, found, expected):
    post = live.post()
    for state, channel in zip(found, (live.channel, second_channel(live)), strict=True):
        Delivery.objects.create(
            post=post, channel=channel, state=state, due_at=now(), lease_until=now() if state == State.SENDING else None
        )

    follow_deliveries(post)

    post.refresh_from_db()
    assert post.state == expected


def test_a_person_settles_what_the_software_could_not(live):
    delivery = live.delivery(state=State.UNCERTAIN, attempts=1)

    settle_delivery(delivery, actor=live.author, was_published=True, remote_url="https://social.example/@stadt/1")

    delivery.refresh_from_db()
    assert (delivery.state, delivery.remote_url) == (State.PUBLISHED, "https://social.example/@stadt/1")
    assert Post.objects.get(pk=delivery.post_id).state == Post.State.PUBLISHED


def test_what_a_person_did_not_find_goes_out_now(live):
    delivery = live.delivery(state=State.UNCERTAIN, attempts=8, due_at=now() - timedelta(days=2))

    settle_delivery(delivery, actor=live.author, was_published=False)
    publish_delivery(delivery.pk)

    assert len(live.public_texts) == 1


def test_two_people_do_not_settle_the_same_delivery(live):
    delivery = live.delivery(state=State.UNCERTAIN)
    same = Delivery.objects.get(pk=delivery.pk)
    settle_delivery(delivery, actor=live.author, was_published=True)

    with pytest.raises(AlreadyChanged):
        settle_delivery(same, actor=live.approver, was_published=False)


@pytest.mark.parametrize("address", ["keine Adresse", "javascript:alert(1)"])
def test_settling_wants_a_real_address(live, address):
    delivery = live.delivery(state=State.UNCERTAIN)

    with pytest.raises(Refused):
        settle_delivery(delivery, actor=live.author, was_published=True, remote_url=address)

    delivery.refresh_from_db()
    assert delivery.state == State.UNCERTAIN


def test_a_missed_delivery_gets_a_new_date_and_a_new_key(live):
    delivery = live.delivery(state=State.MISSED, attempts=3, client_key={"key": "old"}, error="zu spät")
    key = delivery.key
    wall = (now() + timedelta(hours=2)).astimezone(BERLIN).replace(tzinfo=None)

    reschedule_delivery(delivery, actor=live.author, wall=wall)

    delivery.refresh_from_db()
    assert delivery.state == State.SCHEDULED
    assert delivery.due_at.astimezone(BERLIN).replace(tzinfo=None) == wall
    assert (delivery.attempts, delivery.client_key, delivery.error) == (0, {}, "")
    assert delivery.key != key


def test_the_past_is_refused(live):
    with pytest.raises(Refused):
        reschedule_delivery(live.delivery(state=State.MISSED), actor=live.author, wall=datetime(2020, 1, 1, 9))


def test_the_channels_own_wording_goes_out(live):
    post = live.post()
    post.targets.update(text="Eigene Worte")
    live.approve_as_it_stands(post)

    publish_delivery(live.delivery(post=post).pk)

    assert live.public_texts == ["Eigene Worte"]


def test_an_image_that_is_gone_is_told_and_nothing_goes_out(live):
    post = live.post()
    asset = MediaAsset.objects.create(
        municipality=live.town, file="assets/gone.jpg", width=10, height=10, sha256="0" * 64, uploaded_by=live.author
    )
    post.media.create(asset=asset, alt_text="Eine Brücke")
    live.approve_as_it_stands(post)
    delivery = live.delivery(post=post)

    publish_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == State.REJECTED
    assert delivery.error
    assert live.public_texts == []


def test_the_foreign_towns_delivery_does_not_exist(live):
    foreign = MunicipalityFactory()
    with scopes_disabled():
        delivery = make_live_town(foreign).delivery()

    publish_delivery(delivery.pk)

    with scopes_disabled():
        delivery.refresh_from_db()
    assert delivery.state == State.SCHEDULED


def test_lanes_keep_servers_apart():
    """Removal: lanes per server. A hundred posts for one server take six lanes, the other's single post its own."""
    items = [Item(number, 1, "slow") for number in range(100)] + [Item(100, 2, "other")]

    lanes = share_out(items, busy={}, width=6)

    assert len(lanes) == 7
    assert [(100, 2)] in lanes
    assert sorted(pk for lane in lanes for pk, _town in lane) == list(range(101))


def test_a_server_that_hangs_gets_no_more_lanes():
    """Removal: counting the calls that run already."""
    assert share_out([Item(1, 1, "slow")], busy={"slow": 6}, width=6) == []


def test_lanes_are_joined_into_fewer():
    assert join([[(1, 1)], [(2, 1)], [(3, 1)]], at_most=2) == [[(1, 1), (3, 1)], [(2, 1)]]
    assert join([[(1, 1)]], at_most=0) == []


def test_due_rows_name_their_town_and_server(live):
    delivery = live.delivery()
    live.delivery(due_at=now() + timedelta(hours=1))
    live.delivery(state=State.RETRY_WAIT, next_attempt_at=now() + timedelta(minutes=1))

    assert publishing.due_deliveries(now()) == [
        Item(delivery.pk, live.town.pk, f"practice-{live.channel.pk}"),
    ]


def test_looking_at_what_is_due_costs_one_query_however_many(live, django_assert_num_queries):
    for _ in range(3):
        live.delivery()

    with django_assert_num_queries(1):
        assert len(publishing.due_deliveries(now())) == 3


def test_a_slow_platform_is_waited_for(live):
    delivery = live.delivery()
    live.misbehave(Fault.SLOW, slow_ms=10)

    publish_delivery(delivery.pk)

    assert len(live.public_texts) == 1
