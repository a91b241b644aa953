# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan as a board: every post in the column of its state, the first of each, and a link to all."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from channels_mgmt.models import Post
from channels_mgmt.queries.board import SHOWN_PER_COLUMN, STAGES
from tests.channels_mgmt.test_views_planning import planned
from tests.factories import person

State = Post.State
HASH = "0" * 64


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=True):
        yield


@pytest.fixture
def address(town):
    return reverse("planning:board", args=[town.slug])


def columns(client, address):
    """Key of each column shown → the titles in it."""
    page = client.get(address)
    assert page.status_code == 200
    return {column.key: [post.title for post in column.posts] for column in page.context["columns"]}


def test_every_state_has_exactly_one_column():
    assert sorted(state for stage in STAGES for state in stage.states) == sorted(State.values)


def test_posts_stand_in_the_column_of_their_state_soonest_first(town, as_officer, officer, address):
    planned(town, date(2026, 12, 2), title="Später", author=officer)
    planned(town, date(2026, 11, 25), title="Bald", author=officer)
    planned(town, date(2026, 11, 26), title="Zur Freigabe", author=officer, state=State.IN_REVIEW)
    planned(town, date(2026, 11, 27), title="Freigegeben", author=officer, state=State.APPROVED, approved_hash=HASH)
    planned(town, date(2026, 11, 20), title="Vorgestern", author=officer, state=State.PUBLISHED, approved_hash=HASH)
    planned(town, date(2026, 11, 22), title="Gestern", author=officer, state=State.PARTLY, approved_hash=HASH)
    planned(town, date(2026, 10, 1), title="Lange her", author=officer, state=State.PUBLISHED, approved_hash=HASH)

    assert columns(as_officer, address) == {
        "draft": ["Bald", "Später"],
        "in_review": ["Zur Freigabe"],
        "planned": ["Freigegeben"],
        "out": ["Gestern", "Vorgestern"],
    }


def test_what_failed_has_a_column_of_its_own(town, as_officer, officer, address):
    planned(town, date(2026, 10, 1), title="Schiefgegangen", author=officer, state=State.FAILED, approved_hash=HASH)

    assert columns(as_officer, address)["failed"] == ["Schiefgegangen"]


def test_a_full_column_says_how_many_more_there_are_and_leads_to_all(town, as_officer, officer, address):
    for number in range(SHOWN_PER_COLUMN + 2):
        planned(town, date(2026, 11, 25), title=f"Meldung {number}", author=officer)

    draft = as_officer.get(address + "?q=Meldung").context["columns"][0]

    assert (len(draft.posts), draft.in_all, draft.more) == (SHOWN_PER_COLUMN, "14", "2 weitere")
    assert as_officer.get(draft.more_url).content.decode().count("Meldung ") == SHOWN_PER_COLUMN + 2


def test_filters_narrow_the_board_and_senseless_ones_do_not(town, as_officer, officer, address):
    planned(town, date(2026, 11, 25), title="Winterdienst", author=officer)
    planned(town, date(2026, 11, 25), title="Gemeinderat", author=officer)

    assert columns(as_officer, address + "?q=winter")["draft"] == ["Winterdienst"]
    assert len(columns(as_officer, address + "?status=xyz&kanal=abc&spalte=xyz")["draft"]) == 2
    assert as_officer.get(address + "?q=nichts").context["is_empty"]


def test_an_empty_board_says_how_to_begin(as_officer, address):
    assert "Es gibt noch keine Beiträge" in as_officer.get(address).content.decode()


def test_the_board_costs_as_many_queries_for_three_posts_as_for_one(town, client, address):
    officer = person(town, Role.COMMUNICATIONS)
    client.force_login(officer)

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    planned(town, date(2026, 11, 25), author=officer)
    one = queries()
    for state in (State.IN_REVIEW, State.APPROVED, State.PUBLISHED):
        planned(town, date(2026, 11, 25), author=officer, state=state, approved_hash=HASH)

    assert queries() == one
