# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Heute*: each person sees what waits for this very person, and only links that this person may open."""

import re
from copy import copy
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.frame.counting import ROWS
from accounts.frame.waiting import SOURCES
from accounts.models import Role
from channels_mgmt.models import Delivery, Post
from community.models import Comment
from community.queries.queue import COUNT_CAP
from reporting.presenters.waiting import waiting_for
from staffing.models import DutyShift
from tests.channels_mgmt.factories import draft, live_channel
from tests.community.factories import comment_in
from tests.factories import person, secure

APPS_WITH_WORK = {"accounts", "strategy", "netiquette", "channels_mgmt", "community", "reporting"}


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


def delivery_in(town, state: str) -> Delivery:
    channel = live_channel(town)
    return Delivery.objects.create(post=draft(town, channels=[channel]), channel=channel, due_at=now(), state=state)


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


@pytest.mark.parametrize("state", ["rejected", "missed", "uncertain"])
def test_what_only_a_person_moves_on_is_urgent_here_and_can_be_settled_with_the_post(town, state):
    """An unknown outcome that is looked up in a minute is neither; both places ask the same name."""
    press, delivery = person(town, Role.COMMUNICATIONS), delivery_in(town, state)
    post_page = reverse("planning:post_detail", args=[town.slug, delivery.post_id])
    settle_page = reverse("planning:settle", args=[town.slug, delivery.pk])
    client = Client()
    client.force_login(press, backend="allauth.account.auth_backends.AuthenticationBackend")

    def seen() -> tuple[bool, bool, bool, bool]:
        row = Delivery.objects.get(pk=delivery.pk)
        return (
            f"delivery:{delivery.pk}:{state}" in causes(press, town),
            Delivery.objects.needing_a_person().filter(pk=delivery.pk).exists(),
            row.needs_a_person,
            row.state != Delivery.State.UNCERTAIN or settle_page in client.get(post_page).content.decode(),
        )

    Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=now() + timedelta(minutes=1))
    looked_up = seen()
    Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=None)

    assert looked_up == ((False,) * 4 if state == "uncertain" else (True,) * 4)
    assert seen() == (True,) * 4


def test_a_delivery_taken_back_by_the_software_waits_for_a_person(town):
    press, delivery = person(town, Role.COMMUNICATIONS), delivery_in(town, "withdrawn")

    cause = f"delivery:{delivery.pk}:withdrawn"
    assert cause not in causes(press, town)

    Delivery.objects.filter(pk=delivery.pk).update(error="Die Freigabe gilt nicht mehr.")
    Post.objects.filter(pk=delivery.post_id).update(state=Post.State.APPROVED, approved_hash="0" * 64)

    assert cause in causes(press, town)


def test_only_kinds_of_which_there_is_something_are_read(town, django_assert_num_queries):
    """Detects a kind that is read although nothing of it waits."""
    busy = person(town, *[role for role in Role.values if role != Role.EXTERNAL])
    secure(busy)
    assert waiting_for(busy, town, now()) == []

    with django_assert_num_queries(1):
        waiting_for(busy, town, now())

    submitted(town)
    with django_assert_num_queries(2):
        assert len(waiting_for(busy, town, now())) == 1


def test_the_menu_counts_nothing_the_page_has_counted(town):
    press = person(town, Role.COMMUNICATIONS)
    client = Client()
    client.force_login(press, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(reverse("today:today", args=[town.slug]))

    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("today:today", args=[town.slug]))

    asked = [query["sql"] for query in captured.captured_queries]
    assert len(asked) == len(set(asked))
    assert sum(query.startswith("SELECT (SELECT COUNT") for query in asked) == 1


def test_a_backlog_is_counted_no_further_than_people_care(town):
    comment = comment_in(town, due_at=now() - timedelta(hours=1))
    rows = [copy(comment) for _ in range(COUNT_CAP)]
    for number, row in enumerate(rows):
        row.pk, row.remote_id = None, f"{number}"
    Comment.objects.bulk_create(rows)

    (item,) = waiting_for(person(town, Role.MODERATOR), town, now())

    assert item.text == "Mehr als 500 Kommentare warten."
    assert item.note == "mehr als 500 überfällig"


def test_each_kind_is_registered_by_the_app_it_belongs_to():
    """The left registers, the right never lists."""
    homes = [source.items.__module__ for source in SOURCES]

    assert all(re.fullmatch(r"\w+\.frame\.\w+", home) for home in homes)
    assert {home.split(".")[0] for home in homes} == APPS_WITH_WORK
    assert len({source.position for source in SOURCES}) == len(SOURCES)
    assert {name for source in SOURCES for name in source.rows} <= ROWS.keys()


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


def test_people_on_duty_are_read_where_there_are_any_and_roles_with_the_steps(town):
    """Detects a start page that asks for shifts though none runs, or anew who holds a role."""
    editor = person(town, Role.EDITOR)
    page_of(editor, town)
    with CaptureQueriesContext(connection) as without:
        page_of(editor, town)
    around = {"starts_at": now() - timedelta(hours=1), "ends_at": now() + timedelta(hours=1)}
    DutyShift.objects.create(municipality=town, person=editor, **around)

    with CaptureQueriesContext(connection) as with_one:
        page = page_of(editor, town)

    shifts, held = ('FROM "staffing_dutyshift" INNER JOIN', 'SELECT DISTINCT "accounts_membership"."role"')
    asked, asked_then = ([q["sql"] for q in captured.captured_queries] for captured in (without, with_one))
    assert [sql for sql in asked if shifts in sql and not sql.startswith("SELECT (")] == []
    assert len([sql for sql in asked_then if shifts in sql and not sql.startswith("SELECT (")]) == 1
    assert [sql for sql in [*asked, *asked_then] if held in sql] == []
    assert editor.name in page.partition("Jetzt im Dienst")[2]
