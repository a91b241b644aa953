# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Several readers of one channel at once."""

import threading

import pytest
from django.utils.timezone import now
from django_scopes import scope

from channels_mgmt.connectors.contract import IncomingComment
from channels_mgmt.connectors.pages import Page
from channels_mgmt.connectors.practice.connector import Practice
from community.models import Author, Comment
from community.services.intake import store_comments
from community.services.reading import sync_channel
from tests.channels_mgmt.live import make_live_town
from tests.factories import MunicipalityFactory
from tests.racing import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def live():
    town = MunicipalityFactory()
    with scope(municipality=town):
        yield make_live_town(town)


def incoming(number):
    return IncomingComment(
        f"c{number}", "", "", f"u{number % 7}", "alma", "Alma", "Danke!", now(), "https://social.example/c"
    )


def test_ten_processes_store_the_same_comments_once(live):
    """Removal: the unique constraint, or ignoring its conflicts."""
    batch = [incoming(number) for number in range(50)]

    results = race(live.town, [lambda: store_comments(live.channel, batch)] * 10)

    assert sum(results) == 50
    assert Comment.objects.count() == 50
    assert Author.objects.count() == 7


def test_ten_workers_read_a_channel_once(live, monkeypatch):
    """Removal: compare-and-set of the reading lease."""
    readings, lock = [], threading.Lock()

    def fetch(self, cursor):
        with lock:
            readings.append(cursor)
        return Page([incoming(1)], {"after": 1})

    monkeypatch.setattr(Practice, "fetch_comments", fetch)
    race(live.town, [lambda: sync_channel(live.channel.pk)] * 10)

    assert len([cursor for cursor in readings if cursor == {}]) == 1
    assert Comment.objects.count() == 1
