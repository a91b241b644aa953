# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who waits for whom when much is due: the older post goes first, an emergency waits behind nothing.

How long that takes is measured by tools/bench_bursts.py.
"""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from channels_mgmt import tasks
from channels_mgmt.models import Channel, Delivery, Post, PostTarget
from channels_mgmt.services import publishing
from channels_mgmt.services.emergencies import confirm_emergency, publish_emergency
from practice.models import PracticePost

State = Delivery.State


@pytest.fixture
def post(live):
    """A crisis post nobody has approved."""
    draft = Post.objects.create(
        municipality=live.town,
        title="Warnung",
        text="Schließen Sie Fenster und Türen.",
        author=live.author,
        risk=Post.Risk.CRISIS,
    )
    PostTarget.objects.create(post=draft, channel=live.channel)
    return draft


@pytest.fixture
def lanes(monkeypatch):
    """What is handed to workers, in order; nobody carries it out."""
    handed = []
    monkeypatch.setattr(tasks, "wake", lambda task, lane, **_options: handed.append(lane))
    return handed


def released(live, post):
    given = {"reason": "Giftwolke über dem Hafen", "seen_hash": post.current_hash(), "is_sure": True}
    return publish_emergency(post, actor=live.author, **given)


def sole_delivery(post) -> Delivery:
    return Delivery.objects.get(post=post)


def test_an_emergency_waits_behind_nothing(live, post, lanes):
    """Removal: the lane of its own (hundreds of posts on a slow server keep all lanes full for long)."""
    for number in range(18):
        sending = {"state": State.SENDING, "lease_until": now() + timedelta(minutes=1)} if number < 6 else {}
        live.delivery(post=live.post(f"Meldung {number}."), due_at=now() - timedelta(minutes=1), **sending)
    released(live, post)
    emergency = [(sole_delivery(post).pk, live.town.pk)]

    tasks.publish_due_deliveries()

    assert lanes == [emergency], "all six calls to this server are running; the others wait for them"


def test_an_emergency_is_asked_for_before_and_apart_from_what_is_due_longer(live, post, lanes):
    older = [live.delivery(post=live.post(f"Meldung {number}.")).pk for number in range(3)]
    released(live, post)

    tasks.publish_due_deliveries()

    first, *rest = lanes
    assert first == [(sole_delivery(post).pk, live.town.pk)]
    assert [pk for lane in rest for pk, _town in lane] == older


def test_a_confirmed_emergency_keeps_its_lane(live, post):
    release = released(live, post)
    confirm_emergency(release, actor=live.approver, seen_hash=release.content_hash)

    assert [item.pk for item in publishing.urgent_deliveries(now())] == [sole_delivery(post).pk]
    assert publishing.due_deliveries(now()) == []


def test_posts_due_in_one_second_go_out_in_the_order_of_their_making(live):
    """Removal: the order of what is due."""
    due_at = now() - timedelta(seconds=1)
    later = live.delivery(post=live.post("Später fällig."), due_at=due_at + timedelta(milliseconds=500))
    for number in range(20):
        live.delivery(post=live.post(f"Meldung {number:02}."), due_at=due_at)

    work = [(item.pk, item.municipality_id) for item in publishing.due_deliveries(now())]
    tasks.publish_deliveries(work)

    assert work[-1][0] == later.pk
    assert live.public_texts == [*(f"Meldung {number:02}." for number in range(20)), "Später fällig."]


def test_while_a_video_is_sent_and_a_reading_hangs_an_emergency_gets_through(live, post, lanes):
    """Removal: lanes of their own. A call that runs is no obstacle for the same account's next one."""
    live.delivery(post=live.post("Der Film."), state=State.SENDING, lease_until=now() + timedelta(minutes=3))
    Channel.objects.filter(pk=live.channel.pk).update(sync_lease_until=now() + timedelta(minutes=2))
    released(live, post)

    tasks.publish_due_deliveries()
    tasks.publish_deliveries(lanes[0])

    assert sole_delivery(post).state == State.PUBLISHED
    assert PracticePost.objects.get(account=live.account).text == post.text
