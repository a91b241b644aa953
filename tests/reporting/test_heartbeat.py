# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A worker that stopped is noticed by everybody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from reporting.frame.strip import silent_worker
from reporting.models import Heartbeat
from reporting.queries import heartbeat
from reporting.services.heartbeat import beat
from reporting.tasks import beat_heartbeat

SILENCE = heartbeat.SILENT_AFTER + timedelta(seconds=1)


def test_the_bell_leaves_a_sign_of_life():
    assert beat_heartbeat.name == "reporting.tasks.beat_heartbeat"


def test_a_living_worker_needs_no_words(town):
    beat_heartbeat()

    assert list(silent_worker(town, {})) == []


def test_a_silent_worker_is_told_to_everybody(town):
    """Removal: the age of the heartbeat."""
    beat_heartbeat()
    Heartbeat.objects.update(seen_at=now() - SILENCE)

    (line,) = silent_worker(town, {})

    assert line.level == "danger"
    assert str(line.text)


def test_a_worker_that_never_started_is_told(town):
    assert len(list(silent_worker(town, {}))) == 1


def test_the_strip_costs_one_query(town, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(silent_worker(town, {}))


@pytest.mark.parametrize(("age", "worker_lives"), [(timedelta(), True), (SILENCE, False)])
def test_health_names_what_is_dead_and_nothing_else(client, db, age, worker_lives):
    """Removal: the age of the heartbeat in health(). No broker runs in these tests: it is always unwell."""
    beat()
    Heartbeat.objects.update(seen_at=now() - age)

    answer = client.get(reverse("health:healthz"))

    found = answer.json()
    assert found["worker"] is worker_lives
    assert found["database"] is True
    assert set(found) == {"status", "database", "broker", "worker", "locale", "disk"}
    assert answer.status_code == (200 if found["status"] == "ok" else 503)
    assert "no-store" in answer["Cache-Control"]


def test_without_a_broker_the_installation_is_unwell(client, db, monkeypatch):
    """Removal: asking the broker. Nothing listens on port 1."""
    beat()
    monkeypatch.setattr(heartbeat, "_broker", heartbeat.redis.Redis.from_url("redis://127.0.0.1:1/0"))

    answer = client.get(reverse("health:healthz"))

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unwell", "database": True, "broker": False, "worker": True, "locale": True, "disk": True,
    }  # fmt: skip


@pytest.mark.postgresql
def test_with_everything_alive_the_installation_is_well(client, db):
    beat()

    assert client.get(reverse("health:healthz")).status_code == 200


def test_health_changes_nothing(client, db):
    assert client.post(reverse("health:healthz")).status_code == 405
