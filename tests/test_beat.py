# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Beat asks whether anything is due before it rings (``config.beat``)."""

import pytest
from celery.beat import PersistentScheduler
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from channels_mgmt.models import Delivery
from channels_mgmt.tasks import is_a_delivery_due
from config import beat
from config.celery import app
from tests.channels_mgmt.live import make_live_town

TASK = "channels_mgmt.tasks.publish_due_deliveries"


@pytest.fixture
def rung(monkeypatch):
    """Names of the tasks for which a message would leave."""
    names = []
    monkeypatch.setattr(PersistentScheduler, "apply_async", lambda _self, entry, **_options: names.append(entry.task))
    monkeypatch.setattr(beat, "close_old_connections", lambda: None)  # the test's own connection stays
    return names


@pytest.fixture
def scheduler(tmp_path):
    scheduler = beat.AskingScheduler(app, schedule_filename=str(tmp_path / "schedule"), lazy=True)
    yield scheduler
    scheduler.close()


def ring(scheduler, task):
    scheduler.apply_entry(next(entry for entry in scheduler.schedule.values() if entry.task == task))


def test_every_question_of_beat_is_about_a_bell_and_answers(db):
    from django.utils.module_loading import import_string

    tasks = {bell["task"] for bell in app.conf.beat_schedule.values()}

    assert set(beat.ASKED_FIRST) <= tasks
    assert [import_string(question)() for question in beat.ASKED_FIRST.values()] == [False] * len(beat.ASKED_FIRST)


def test_beat_rings_only_while_a_delivery_is_due(town, rung, scheduler):
    scheduler.setup_schedule()
    delivery = make_live_town(town).delivery()

    ring(scheduler, TASK)
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.PUBLISHED)
    ring(scheduler, TASK)

    assert rung == [TASK]


def test_other_bells_are_rung_unasked(db, rung, scheduler):
    scheduler.setup_schedule()

    ring(scheduler, "reporting.tasks.beat_heartbeat")

    assert rung == ["reporting.tasks.beat_heartbeat"]


def test_beat_rings_when_the_database_does_not_answer(rung, scheduler, monkeypatch):
    def away():
        raise OperationalError

    scheduler.setup_schedule()
    monkeypatch.setattr(beat, "import_string", lambda _path: away)

    ring(scheduler, TASK)

    assert rung == [TASK]


def test_what_beat_asks_is_one_look_for_one_row(town):
    make_live_town(town).delivery()

    with CaptureQueriesContext(connection) as asked:
        assert is_a_delivery_due()

    assert [query["sql"].rstrip().endswith("LIMIT 1") for query in asked.captured_queries] == [True]
