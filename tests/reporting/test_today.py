# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Heute*: each person sees what waits for this very person, and only links that this person may open."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import Role
from channels_mgmt.models import Post
from reporting.queries.waiting import waiting_for
from tests.channels_mgmt.factories import draft, live_channel
from tests.factories import person


def page_of(user, town) -> str:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(reverse("today:today", args=[town.slug]))
    assert answer.status_code == 200
    return answer.content.decode()


def planned_in(town, days: int, **fields) -> Post:
    """A post at ten o'clock of the town, ``days`` from today."""
    day = localdate(timezone=ZoneInfo(town.timezone)) + timedelta(days=days)
    instant = datetime.combine(day, time(10), ZoneInfo(town.timezone))
    return draft(town, planned_day=day, planned_time=time(10), planned_at=instant, **fields)


def submitted(town, **fields) -> Post:
    post = draft(town, state=Post.State.IN_REVIEW, submitted_at=now(), **fields)
    Post.objects.filter(pk=post.pk).update(submitted_by=post.author)
    return post


def causes(user, town) -> set[str]:
    return {item.cause for item in waiting_for(user, town, now())}


def test_today_and_the_next_seven_days_are_shown_and_nothing_later(town):
    planned_in(town, 0, title="Heute geöffnet")
    planned_in(town, 7, title="Nächste Woche gesperrt")
    planned_in(town, 8, title="In acht Tagen")

    page = page_of(person(town, Role.EDITOR), town)

    assert "Heute geöffnet" in page
    assert "Nächste Woche gesperrt" in page
    assert "In acht Tagen" not in page


@pytest.mark.parametrize("role", Role.values)
def test_the_conversation_and_the_team_are_shown_to_those_who_may_open_them(town, role):
    """Detects a link that ends in a refusal, and figures for people who may not see the queue."""
    page = page_of(person(town, role), town)

    sees_queue = role in {Role.MODERATOR, Role.COMMUNICATIONS, Role.READER}
    sees_team = role not in {Role.DEPARTMENT, Role.EXTERNAL}
    assert (f'href="{reverse("dialog:queue", args=[town.slug])}"' in page) == sees_queue
    assert (f"{reverse('team:team', args=[town.slug])}#roster" in page) == sees_team


def test_the_practice_platform_is_one_click_away_once_a_channel_uses_it(town):
    address = f'href="{reverse("practice:timeline", args=[town.slug])}"'
    editor = person(town, Role.EDITOR)
    before = page_of(editor, town)

    live_channel(town)

    assert address not in before
    assert address in page_of(editor, town)


def test_a_post_waits_for_those_who_may_approve_it_and_not_for_its_author(town):
    """Detects four eyes missing from the list of what waits."""
    press, other = person(town, Role.COMMUNICATIONS), person(town, Role.COMMUNICATIONS)
    post = submitted(town, author=press)

    assert f"post:{post.pk}:approve" in causes(other, town)
    assert f"post:{post.pk}:approve" not in causes(press, town)
    assert causes(person(town, Role.EDITOR), town) == set()


def test_the_page_needs_the_same_queries_for_one_and_three_rows(town, django_assert_max_num_queries):
    """Detects a query per line."""
    press, channel = person(town, Role.COMMUNICATIONS), live_channel(town)

    def one_of_each() -> None:
        planned_in(town, 0, channels=[channel])
        planned_in(town, 3, channels=[channel])
        submitted(town)

    one_of_each()
    page_of(press, town)  # the content types are known from here on
    with django_assert_max_num_queries(100) as with_one:
        page_of(press, town)
    one_of_each()
    one_of_each()

    with django_assert_max_num_queries(len(with_one)):
        page_of(press, town)
