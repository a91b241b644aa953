# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages stay within what ``budgets.py`` grants them."""

import builtins
import gc
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from channels_mgmt.models import Post, TopicMail
from reporting.services.heartbeat import beat
from tests.budgets import BUDGETS, COUNTED_WITH, Budget
from tests.channels_mgmt.factories import draft
from tests.community.factories import comment_in
from tests.leak_world import World
from tests.test_loading import LATE

#: A working day in the middle of a month of five weeks: months and hours change what a page shows.
MOMENT = datetime(2026, 11, 18, 10, tzinfo=UTC)
SEARCH = "?q=Zwetschgenknoedelverordnung"


@pytest.fixture
def world(db):
    with time_machine.travel(MOMENT, tick=False):
        world = World.build("Astadt")
        with scope(municipality=world.town):
            world.comment = comment_in(world.town)
            TopicMail.objects.update(state=TopicMail.State.DISMISSED)  # seldom there, and then for a day
            for _ in range(20):
                comment_in(world.town)
            for day in range(20):
                post = draft(world.town, world.everybody)
                at = MOMENT + timedelta(days=day)
                plan = {"planned_at": at, "planned_day": at.date(), "planned_time": at.time()}
                Post.objects.filter(pk=post.pk).update(**plan)
        beat()
        yield world


def counted_calls(visit):
    """How many Python functions ``visit`` calls."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    # What earlier tests of the process left behind is not cleared away, and counted, in the middle of this visit.
    gc.collect()
    gc.disable()
    sys.setprofile(count)
    try:
        visit()
    finally:
        sys.setprofile(before)
        gc.enable()
    return calls


def visit_of(client, line, world):
    """A function that fetches the page of ``line``."""
    name, _, way = line.partition(" ")
    arguments = [world.town.slug, *([world.comment.pk] if name in ("dialog:comment", "dialog:pick") else [])]
    address = reverse(name, args=arguments) + (SEARCH if way == "search" else "")
    headers = {"HTTP_HX_REQUEST": "true"} if way == "htmx" else {}

    def visit():
        assert client.get(address, **headers).status_code == 200

    return visit


def cost_of(client, line, world):
    visit = visit_of(client, line, world)
    for _ in range(3):
        visit()
    with CaptureQueriesContext(connection) as captured:
        visit()
    return Budget(len(captured), counted_calls(visit))


@pytest.mark.sqlite_only
def test_pages_cost_what_their_budgets_grant(world):
    client = Client()
    client.force_login(world.everybody)

    costs = {line: cost_of(client, line, world) for line in BUDGETS}

    over = {
        line: (cost, BUDGETS[line])
        for line, cost in costs.items()
        if cost.queries > BUDGETS[line].queries or cost.calls > BUDGETS[line].calls
    }
    loose = {
        line: (cost, BUDGETS[line])
        for line, cost in costs.items()
        if cost.queries < BUDGETS[line].queries
        or (sys.version_info[:2] == COUNTED_WITH and cost.calls < BUDGETS[line].calls * 0.9)
    }
    assert over == {}, f"page → (cost, budget): {over}"
    assert loose == {}, f"cheaper than granted, so lower the line; page → (cost, budget): {loose}"


@contextmanager
def imports_noted(asked):
    """Adds to ``asked`` the packages that statements import, whether they are loaded already or not."""
    before = builtins.__import__

    def note(name, *arguments, **more):
        asked.add(name.partition(".")[0])
        return before(name, *arguments, **more)

    builtins.__import__ = note
    try:
        yield
    finally:
        builtins.__import__ = before


@pytest.mark.sqlite_only
def test_pages_load_nothing_that_few_requests_need(world):
    client = Client()
    client.force_login(world.everybody)
    asked = set()

    with imports_noted(asked):
        for line in BUDGETS:
            visit_of(client, line, world)()

    assert sorted(asked & set(LATE)) == []
