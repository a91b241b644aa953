# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What platforms count: each look once and in its time; a gap stays a gap; what is typed has a source."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt import tasks
from channels_mgmt.connectors import figures as names
from channels_mgmt.connectors.budget import AT_ONCE, REFILL
from channels_mgmt.models import Channel, ChannelFigure, Credential, Delivery, PostFigure
from channels_mgmt.models.figures import HOURS_AFTER
from channels_mgmt.presenters.figures import followers_answer, reactions_answer, table_of
from channels_mgmt.queries.figures import counts_of_channel, counts_of_post, days_of_channel
from channels_mgmt.services.figures import (
    enter_channel_figures,
    enter_post_figures,
    is_a_figure_due,
    plan_figures,
    read_channel_figure,
    read_post_figure,
)
from core.errors import Refused
from tests.channels_mgmt.factories import ChannelFactory, draft, live_channel
from tests.connectors.scripted import Scripted
from tests.factories import person
from tests.racing import race


class Server:
    """A server with Mastodon's API: what it counts, and the trouble it makes."""

    def __init__(self):
        self.counts = {"favourites_count": 7, "reblogs_count": 2, "replies_count": 0}
        self.followers = 311
        self.trouble = None

    def __call__(self, path, _query):
        if self.trouble:
            return self.trouble, {"error": "trouble"}
        if path.endswith("/verify_credentials"):
            return 200, {"id": "1", "username": "stadt", "followers_count": self.followers}
        return 200, {"id": "42", **self.counts}


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def running(server):
    scripted = Scripted(server)
    yield scripted
    scripted.stop()


@pytest.fixture
def channel(town, running):
    channel = live_channel(town, connector="mastodon", base_url=running.url, account_id="1", handle="@stadt@x")
    Credential.objects.create(channel=channel, tokens={"access": "t"})
    return channel


def published(channel, hours_ago=2.0, **fields):
    post = draft(channel.municipality, channels=[channel], state="published", approved_hash="x", **fields)
    return Delivery.objects.create(
        post=post,
        channel=channel,
        state="published",
        remote_id=str(42 + Delivery.objects.count()),
        published_at=now() - timedelta(hours=hours_ago),
        due_at=now() - timedelta(hours=hours_ago),
    )


def look_due(delivery, hours=1, ago=timedelta(minutes=5)):
    at = now() - ago
    return PostFigure.objects.create(delivery=delivery, hours_after=hours, due_at=at, next_attempt_at=at)


def test_a_published_post_is_planned_to_be_looked_at_once(channel):
    delivery = published(channel, hours_ago=0)

    plan_figures(now())
    plan_figures(now())

    looks = PostFigure.objects.filter(delivery=delivery)
    assert tuple(looks.order_by("hours_after").values_list("hours_after", flat=True)) == HOURS_AFTER
    assert not looks.exclude(due_at=F("next_attempt_at")).exists()
    assert looks.get(hours_after=24).due_at == delivery.published_at + timedelta(hours=24)


@pytest.mark.parametrize("reason", ["old", "closed", "unpublished", "by hand"])
def test_what_cannot_be_looked_at_is_not_planned(channel, reason):
    delivery = published(channel, hours_ago=170 if reason == "old" else 0)
    if reason == "closed":
        Channel.objects.update(state="closed", live_slot=None)
    if reason == "unpublished":
        Delivery.objects.filter(pk=delivery.pk).update(state="uncertain")
    if reason == "by hand":
        Channel.objects.update(connector="manual")

    plan_figures(now())

    assert not PostFigure.objects.exists()


def test_an_account_is_looked_at_once_a_day(channel):
    plan_figures(now())
    plan_figures(now())
    plan_figures(now() + timedelta(days=1))

    assert ChannelFigure.objects.count() == 2


def test_figures_are_read_as_the_platform_counts_them(channel, running):
    row = look_due(published(channel))

    assert read_post_figure(row.pk)

    row.refresh_from_db()
    assert row.is_read
    assert row.values == {"likes": 7, "shares": 2, "replies": 0}
    assert row.lease_until is None
    assert row.read_at


def test_followers_are_read(channel):
    plan_figures(now())

    read_channel_figure(ChannelFigure.objects.get().pk)

    assert ChannelFigure.objects.get().values == {"followers": 311}


def test_what_the_platform_does_not_say_is_no_zero(channel, server):
    del server.counts["favourites_count"]
    server.counts["reblogs_count"] = None
    row = look_due(published(channel))

    read_post_figure(row.pk)

    row.refresh_from_db()
    assert row.values == {"replies": 0}


def test_a_look_is_taken_once_however_often_the_task_runs(channel, running):
    row = look_due(published(channel))

    assert [read_post_figure(row.pk) for _ in range(3)] == [True, False, False]

    assert len(running.asked) == 1


def test_a_held_look_is_left_to_its_holder(channel, running):
    """Removal: ``leases.free`` in ``due``."""
    row = look_due(published(channel))
    PostFigure.objects.update(lease_until=now() + timedelta(minutes=1))

    assert not read_post_figure(row.pk)

    assert running.asked == []


def test_a_dead_reader_s_look_is_taken_over(channel):
    row = look_due(published(channel))
    PostFigure.objects.update(lease_until=now() - timedelta(seconds=1), attempts=1)

    assert read_post_figure(row.pk)
    assert PostFigure.objects.get().is_read


def test_a_late_look_is_a_gap_with_its_reason_and_asks_nobody(channel, running):
    """Never a figure of another moment. Removal: the comparison with ``latest``."""
    row = look_due(published(channel), ago=timedelta(minutes=31))

    read_post_figure(row.pk)

    row.refresh_from_db()
    assert row.is_gap
    assert row.reason
    assert row.values == {}
    assert running.asked == []


def test_trouble_is_tried_again_and_then_a_gap_that_says_why(channel, server):
    server.trouble = 500
    row = look_due(published(channel))

    read_post_figure(row.pk)
    row.refresh_from_db()
    assert row.is_due
    assert row.next_attempt_at > now()
    assert "127.0.0.1" in row.reason
    PostFigure.objects.update(due_at=now() - timedelta(hours=1), next_attempt_at=now())
    read_post_figure(row.pk)

    row.refresh_from_db()
    assert row.is_gap
    assert "127.0.0.1" in row.reason


@pytest.mark.parametrize(("trouble", "state"), [(404, "gap"), (403, "gap"), (401, "due"), (429, "due"), (503, "due")])
def test_each_trouble_ends_as_it_means(channel, server, trouble, state):
    server.trouble = trouble
    row = look_due(published(channel))

    read_post_figure(row.pk)

    row.refresh_from_db()
    assert row.state == state
    assert row.reason
    assert bool(Credential.objects.get().broken_since) == (trouble == 401)


def test_a_dead_access_is_not_asked_again_and_again(channel, running):
    Credential.objects.update(broken_since=now())
    row = look_due(published(channel))

    read_post_figure(row.pk)

    assert running.asked == []
    assert PostFigure.objects.get().is_due


def test_looks_leave_the_platform_to_whoever_reads_comments(channel, running):
    """Removal: the line about ``RESERVE``."""
    Channel.objects.update(reads_paid_until=now() + (AT_ONCE - 9) * REFILL)
    row = look_due(published(channel))

    read_post_figure(row.pk)

    assert running.asked == []
    assert PostFigure.objects.get().is_due


def test_looks_are_paid_from_the_same_share_as_comments(channel):
    row = look_due(published(channel))

    read_post_figure(row.pk)

    assert Channel.objects.get().reads_paid_until > now()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_look_once(town, channel, running):
    row = look_due(published(channel))

    race(town, [lambda: read_post_figure(row.pk)] * 2)

    assert len(running.asked) == 1
    assert PostFigure.objects.get().is_read


def test_the_bells_read_what_is_due(channel, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    published(channel, hours_ago=1.1)

    tasks.plan_figures()
    assert tasks.is_a_figure_due()
    tasks.read_figures()

    assert PostFigure.objects.get(hours_after=1).is_read
    assert ChannelFigure.objects.get().is_read
    assert not is_a_figure_due(now())


def test_the_practice_platform_counts_replies(live):
    from tests.practice.factories import PracticePostFactory

    account = live.channel.municipality.practice_accounts.get(pk=int(live.channel.account_id))
    root = PracticePostFactory(municipality=live.channel.municipality, account=account)
    PracticePostFactory(municipality=live.channel.municipality, reply_to=root, root=root)
    delivery = published(live.channel)
    Delivery.objects.filter(pk=delivery.pk).update(remote_id=str(root.pk))
    row = look_due(delivery)

    read_post_figure(row.pk)

    row.refresh_from_db()
    assert row.values == {"replies": 1}


# -- in words -------------------------------------------------------------------------------------


def follow(channel, **by_days_ago):
    today = channel.municipality.local_day()
    for name, value in by_days_ago.items():
        day = today - timedelta(days=int(name[1:]))
        ChannelFigure.objects.create(
            channel=channel, day=day, due_at=now(), next_attempt_at=now(), state="read" if value is not None else "gap",
            read_at=now() if value is not None else None, values={"followers": value} if value is not None else {},
        )  # fmt: skip


def test_the_answer_says_growth_and_gaps_and_draws_none_of_what_nobody_counted(channel):
    follow(channel, d0=120, d1=None, d2=110, d3=100)

    answer = followers_answer(days_of_channel(channel, channel.municipality.local_day()), channel.municipality)

    assert "20" in answer.words
    assert "25 von 28" in answer.words
    assert answer.chart.svg.count("<polyline") == 2
    assert [row[1] for row in answer.chart.rows[-4:]] == ["100", "110", "–", "120"]


@pytest.mark.parametrize("known", [{}, {"d0": 5}, {"d0": 5, "d9": 5}, {"d0": 4, "d9": 5}])
def test_every_number_of_figures_has_its_sentence(channel, known):
    follow(channel, **known)

    answer = followers_answer(days_of_channel(channel, channel.municipality.local_day()), channel.municipality)

    assert answer.words
    assert bool(answer.chart) == bool(known)


def test_posts_without_figures_are_named_and_not_taken_for_zero(channel):
    first, _second = published(channel, title="Freibad"), published(channel, title="Bauamt")
    row = look_due(first)
    read_post_figure(row.pk)

    answer = reactions_answer(counts_of_channel(channel, now() - timedelta(days=28)))

    assert "Freibad" in answer.words
    assert "9" in answer.words
    assert "1 Beitrag hat keine Zahlen" in answer.words
    assert len(answer.chart.rows) == 1


def test_a_table_shows_gaps_with_their_reason(channel):
    delivery = published(channel)
    row = look_due(delivery, ago=timedelta(hours=1))
    read_post_figure(row.pk)

    (table,) = [table_of(one, channel.municipality) for one in counts_of_post(delivery.post)]

    assert table.rows[0].level == "warning"
    assert table.heads == []


# -- typed by people ------------------------------------------------------------------------------


@pytest.fixture
def by_hand(town):
    return live_channel(town, slot=2, platform="instagram", connector="manual")


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


def test_typed_figures_have_a_source_and_no_name(by_hand, editor):
    delivery = published(by_hand)

    row = enter_post_figures(
        delivery, actor=editor, values={"likes": 12, "views": None}, source="Statistik", seen_at=now()
    )

    assert row.values == {"likes": 12}
    assert row.source == "Statistik"
    assert not [field.name for field in PostFigure._meta.fields if field.is_relation and field.name != "delivery"]
    assert AuditEntry.objects.filter(action="channels.post_figures_entered").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"values": {}},
        {"values": {"likes": -1}},
        {"values": {"erfunden": 3}},
        {"source": " "},
        {"seen_at": "early"},
        {"seen_at": "late"},
    ],
)
def test_typed_figures_that_cannot_be_are_refused(by_hand, editor, change):
    moments = {"early": now() - timedelta(days=3), "late": now() + timedelta(days=1)}
    change = {name: moments.get(value, value) if name == "seen_at" else value for name, value in change.items()}
    given = {"values": {"likes": 12}, "source": "Statistik", "seen_at": now()} | change

    with pytest.raises(Refused):
        enter_post_figures(published(by_hand), actor=editor, **given)

    assert not PostFigure.objects.exists()


def test_what_the_software_reads_nobody_types(channel, editor):
    with pytest.raises(Refused):
        enter_post_figures(published(channel), actor=editor, values={"likes": 1}, source="x", seen_at=now())
    with pytest.raises(Refused):
        enter_channel_figures(
            channel, actor=editor, values={"followers": 1}, source="x", day=channel.municipality.local_day()
        )


def test_the_later_entry_of_a_day_counts(by_hand, editor):
    day = by_hand.municipality.local_day()
    for value in (10, 11):
        enter_channel_figures(by_hand, actor=editor, values={"followers": value}, source="Profil", day=day)

    assert ChannelFigure.objects.get().values == {"followers": 11}


def test_a_department_enters_no_figures(by_hand, town):
    with pytest.raises(NotPermitted):
        enter_post_figures(
            published(by_hand), actor=person(town, Role.DEPARTMENT), values={"likes": 1}, source="x", seen_at=now()
        )


# -- pages ----------------------------------------------------------------------------------------


def test_a_channel_s_page_answers_keeps_what_was_typed_and_gives_a_file(client, by_hand, editor):
    published(by_hand, title="Freibad")
    client.force_login(editor)
    page = reverse("channels:channel_figures", args=[by_hand.municipality.slug, by_hand.pk])

    refused = client.post(page, {"day": "2026-11-01", "followers": "viele", "source": "Profilseite"})
    assert refused.status_code == 422
    assert "Profilseite" in refused.content.decode()
    assert (
        client.post(page, {"day": by_hand.municipality.local_day(), "followers": "311", "source": "Profil"}).url == page
    )
    shown = client.get(page).content.decode()
    assert "311" in shown
    assert "Freibad" in shown
    file = b"".join(client.get(page.removesuffix("/") + ".csv").streaming_content).decode()
    assert "311" in file
    assert "Profil" in file


def test_a_post_s_page_takes_figures_for_one_of_its_channels(client, by_hand, editor):
    delivery = published(by_hand)
    client.force_login(editor)
    page = reverse("planning:post_figures", args=[by_hand.municipality.slug, delivery.post_id])
    wall = (now() + timedelta(hours=1)).date()

    refused = client.post(page, {"delivery": delivery.pk, "day": wall, "time": "00:00", "likes": "5"})
    assert refused.status_code == 422
    given = {"delivery": delivery.pk, "likes": "5", "source": "Statistik"}
    local = now().astimezone(by_hand.municipality.zone)
    client.post(page, given | {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"})

    assert PostFigure.objects.get().values == {"likes": 5}
    assert "Statistik" in client.get(page).content.decode()
    assert client.post(page, {"delivery": "²"}).status_code == 404


def test_a_list_of_many_posts_asks_as_often_as_one_of_few(client, channel, editor, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(editor)
    page = reverse("channels:channel_figures", args=[channel.municipality.slug, channel.pk])
    costs = []
    for _ in range(2):
        published(channel)
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        costs.append(len(asked))
        published(channel)

    assert costs[0] == costs[1]


def test_every_name_has_a_label():
    assert set(names.LABELS) == {*names.OF_A_POST, *names.OF_AN_ACCOUNT}


def test_a_practice_channel_s_followers_are_typed(town, editor):
    channel = ChannelFactory(municipality=town)

    enter_channel_figures(channel, actor=editor, values={"followers": 3}, source="erfunden", day=town.local_day())

    assert ChannelFigure.objects.get().values == {"followers": 3}
