# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan beside the goals of the strategy: weeks against the cadence, pillars against their quota."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from channels_mgmt.domain.balance import Share, shares_of, weeks_from
from channels_mgmt.models import Post
from channels_mgmt.queries.balance import channels_in, mix_of, weeks_of
from strategy.models import Goal, Strategy
from tests.channels_mgmt.test_views_planning import planned

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=True):
        yield


@pytest.fixture
def goals(live):
    """Two posts a week; seven of ten posts explain, three ask."""
    strategy = Strategy.objects.get(municipality=live.town)
    strategy.goals.create(metric=Goal.Metric.POSTS_PER_WEEK, target=2, due_on=date(2027, 1, 1))
    strategy.pillars.create(slot=1, name="Erklären & Zuhören", quota=70, explains_own_work=True)
    strategy.pillars.create(slot=2, name="Mitreden", quota=30)
    Strategy.objects.filter(pk=strategy.pk).update(signed_hash=Strategy.objects.get(pk=strategy.pk).current_hash())
    return strategy


def test_a_week_offers_as_many_free_hours_as_posts_are_missing():
    free = [datetime.combine(MONDAY + timedelta(days=n), time(10)) for n in range(14)]

    weeks = weeks_from(MONDAY + timedelta(days=2), {MONDAY: 1, MONDAY + timedelta(days=9): 3}, 3, free, count=2)

    assert [(week.monday, week.posts, week.missing) for week in weeks] == [
        (MONDAY, 1, 2),
        (MONDAY + timedelta(days=7), 3, 0),
    ]
    assert [week.slots for week in weeks] == [free[:2], []]


def test_without_a_goal_nothing_is_missing():
    (week,) = weeks_from(MONDAY, {}, None, [datetime.combine(MONDAY, time(10))], count=1)

    assert (week.missing, week.slots) == (0, [])


@pytest.mark.parametrize(
    ("quota", "posts", "total", "wanted", "missing", "beyond"),
    [(30, 0, 0, 0, 0, 0), (30, 1, 10, 3, 2, 0), (30, 5, 10, 3, 0, 2), (25, 1, 2, 1, 0, 0), (10, 0, 4, 0, 0, 0)],
)
def test_a_quota_becomes_the_nearest_number_of_posts(quota, posts, total, wanted, missing, beyond):
    share = Share("Säule", quota, posts, total)

    assert (share.wanted, share.missing, share.beyond) == (wanted, missing, beyond)


def test_posts_of_no_pillar_count_in_the_total():
    assert shares_of([("A", 50)], {"A": 1, "": 2, "Alt": 1}) == [Share("A", 50, 1, 4)]


def test_weeks_count_what_is_planned_or_out_and_nothing_that_failed(town, live, goals):
    planned(town, MONDAY, author=live.author, state=Post.State.PUBLISHED, approved_hash="x")
    planned(town, date(2026, 11, 25), author=live.author)
    planned(town, date(2026, 12, 2), author=live.author)
    planned(town, date(2026, 12, 3), author=live.author, state=Post.State.FAILED, approved_hash="x")

    weeks = weeks_of(town, now())

    assert [(week.posts, week.missing) for week in weeks[:3]] == [(2, 0), (1, 1), (0, 2)]
    assert [slot.date() for slot in weeks[1].slots] == [date(2026, 11, 30)]


def test_a_silent_channel_is_named_by_its_weeks(town, live, goals):
    post = planned(town, date(2026, 11, 25), author=live.author)
    post.targets.create(channel=live.channel)

    (line,) = channels_in(town, weeks_of(town, now(), 3))

    assert (line.channel, line.posts) == (live.channel, [1, 0, 0])
    assert line.silent == [date(2026, 11, 30), date(2026, 12, 7)]


def test_the_mix_of_a_month_counts_its_posts_by_pillar(town, live, goals):
    for pillar in ("Mitreden", "Mitreden", "", "Früher"):
        planned(town, date(2026, 11, 25), author=live.author, pillar=pillar)
    planned(town, date(2026, 12, 1), author=live.author, pillar="Mitreden")

    mix = mix_of(town, date(2026, 11, 1))

    assert [(share.name, share.posts, share.wanted) for share in mix.shares] == [
        ("Erklären & Zuhören", 0, 3),
        ("Mitreden", 2, 1),
    ]
    assert (mix.total, mix.unplaced, mix.missing) == (4, 2, 3)


def test_every_gap_begins_a_post_that_would_fill_it(client, town, live, goals):
    planned(town, date(2026, 11, 25), author=live.author, pillar="Mitreden")
    client.force_login(live.author)
    create = reverse("planning:post_create", args=[town.slug])

    shown = client.get(reverse("planning:balance", args=[town.slug])).content.decode()

    for address in (
        f"{create}?tag=2026-11-23&amp;zeit=12:00",
        f"{create}?kanal={live.channel.pk}&amp;woche=2026-11-23",
        f"{create}?saeule=Erkl%C3%A4ren%20%26%20Zuh%C3%B6ren&amp;tag=2026-11-23&amp;zeit=12:00",
    ):
        assert address in shown, address
    given = f"?saeule=Mitreden&tag=2026-12-01&zeit=11:30&kanal={live.channel.pk}"
    form = client.get(create + given).context["form"]
    assert [form[name].value() for name in ("pillar", "day", "time", "channels")] == [
        "Mitreden",
        date(2026, 12, 1),
        time(11, 30),
        [live.channel.pk],
    ]
    week = client.get(create + "?woche=2026-11-30").context["form"]
    assert week["day"].value() == date(2026, 11, 30)


def test_what_makes_no_sense_fills_nothing(client, town, live):
    client.force_login(live.author)
    given = "?tag=2026-13-01&zeit=99:99&kanal=abc&saeule=Unbekannt&kampagne=-1&woche=2020-01-06"

    page = client.get(reverse("planning:post_create", args=[town.slug]) + given)

    assert page.status_code == 200
    assert page.context["form"]["day"].value() is None


def test_without_goals_the_page_says_where_they_come_from(as_officer, town):
    shown = as_officer.get(reverse("planning:balance", args=[town.slug])).content.decode()

    assert "Keine geltende Strategie sagt, wie viele Beiträge" in shown
    assert reverse("strategy:document", args=[town.slug]) in shown


@pytest.mark.parametrize(
    ("posts", "sentence"),
    [(0, "fehlen 8 Beiträge"), (7, "fehlt 1 Beitrag"), (8, "Die nächsten vier Wochen erreichen das Ziel")],
)
def test_the_line_of_the_plan_has_words_for_none_one_and_many(client, town, live, goals, posts, sentence):
    for number in range(posts):
        planned(town, MONDAY + timedelta(days=7 * (number // 2) + number % 2), author=live.author)
    client.force_login(live.author)

    shown = client.get(reverse("planning:balance_short", args=[town.slug])).content.decode()

    assert sentence in shown
    assert "<html" not in shown


def test_month_and_list_fetch_the_line_and_lead_to_the_page_without_it(client, town, live):
    client.force_login(live.author)
    for view in ("month", "agenda"):
        shown = client.get(reverse(f"planning:{view}", args=[town.slug])).content.decode()
        assert f'hx-get="{reverse("planning:balance_short", args=[town.slug])}"' in shown
        assert f'href="{reverse("planning:balance", args=[town.slug])}"' in shown


def test_the_page_takes_as_many_queries_for_one_post_as_for_three(client, town, live, goals):
    client.force_login(live.author)
    page = reverse("planning:balance", args=[town.slug])

    def queries():
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        return len(captured)

    planned(town, date(2026, 11, 25), author=live.author, pillar="Mitreden")
    one = queries()
    for day in (26, 27):
        planned(town, date(2026, 11, day), author=live.author, pillar=f"Säule {day}")

    assert queries() == one


def test_the_plan_is_filtered_by_pillar_and_kind_and_says_how_many_filters_work(client, town, live, goals):
    planned(town, date(2026, 11, 25), author=live.author, title="Radweg", pillar="Mitreden", kind="question")
    planned(town, date(2026, 11, 25), author=live.author, title="Haushalt", pillar="Erklären & Zuhören")
    planned(town, date(2026, 11, 25), author=live.author, title="Namenlos")
    client.force_login(live.author)
    titles = ("Radweg", "Haushalt", "Namenlos")

    for view in ("month", "week", "agenda", "board"):
        page = reverse(f"planning:{view}", args=[town.slug])
        for query, wanted in (
            ("?saeule=Mitreden", {"Radweg"}),
            ("?saeule=-", {"Namenlos"}),
            ("?art=question", {"Radweg"}),
            ("?art=other&saeule=Mitreden", set()),
            ("?saeule=Unbekannt&art=unbekannt", set(titles)),
        ):
            shown = client.get(page + query).content.decode()
            assert {title for title in titles if title in shown} == wanted, (view, query)
    assert (
        '<span class="badge badge--info">2</span>' in client.get(page + "?art=other&saeule=Mitreden").content.decode()
    )
