# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The worker is killed at every dangerous moment. Nothing may be lost, doubled or stuck.

Real processes, a real broker, a real HTTP platform. The moments are held open from outside: by a
row lock or by a platform that does not answer; the product has no hooks for it.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, AuditHead
from accounts.signoff.copies import build_copy, read_copy
from channels_mgmt.models import Delivery, Post
from channels_mgmt.services import publishing
from channels_mgmt.services.outbox.lanes import run_lane
from config.celery import app
from strategy.models import StrategyCopy
from tests.channels_mgmt.live import connect_to_pds, make_live_town
from tests.factories import MunicipalityFactory
from tests.fake_pds import FakePds
from tests.strategy.factories import signed_strategy
from tests.waiting import wait_for

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

State = Delivery.State
ROOT = Path(__file__).resolve().parent.parent
WORKER = ("worker", "--without-gossip", "--without-mingle", "--without-heartbeat")


@pytest.fixture
def broker() -> str:
    """A numbered database of the test broker for this process alone."""
    number = 2 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    url = f"{settings.REDIS_URL.rpartition('/')[0]}/{number}"
    redis.Redis.from_url(url).flushdb()
    return url


@pytest.fixture
def pds() -> Iterator[FakePds]:
    server = FakePds()
    yield server
    server.close()


@pytest.fixture
def live(pds):
    town = MunicipalityFactory()
    with scope(municipality=town):
        live = make_live_town(town)
        connect_to_pds(live, pds.url)
        yield live


@pytest.fixture
def celery(broker) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts real Celery processes; all of them are gone after the test."""
    started = []

    def start(*arguments: str, lease: int = 2) -> subprocess.Popen:
        database = connection.settings_dict
        account = f"{database['USER']}@{database['HOST']}:{database['PORT']}"
        environment = os.environ | {
            "DATABASE_URL": f"postgres://{account}/{database['NAME']}?application_name=killed",
            "REDIS_URL": broker,
            "OUTBOX_LEASE_SECONDS": str(lease),
            "WORKER_THREADS": "4",
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        }
        command = [sys.executable, "-m", "celery", "-A", "config", *arguments, "--loglevel", "warning"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        started.append(process)
        return process

    yield start
    for process in started:
        end(process)
    wait_for(lambda: not backends(), "the processes' connections are closed")


def end(process: subprocess.Popen) -> None:
    """SIGKILL: no handler runs, nothing is tidied up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


@pytest.fixture
def worker(celery) -> subprocess.Popen:
    return celery(*WORKER)


def backends(condition: str = "true") -> int:
    """Connections of the killed processes to this database that meet ``condition``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees the view as it first was
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            f"AND application_name = 'killed' AND {condition}"
        )
        return cursor.fetchone()[0]


def waiting_for_a_lock() -> int:
    return backends("wait_event_type = 'Lock'")


def ring(broker: str, task: str = "channels_mgmt.tasks.publish_due_deliveries") -> None:
    """What beat does."""
    with app.connection_for_write(broker) as link:
        app.send_task(task, connection=link)


@contextmanager
def row_held(delivery: Delivery) -> Iterator[None]:
    """Nobody else can change the row meanwhile."""
    with transaction.atomic():
        Delivery.objects.select_for_update().get(pk=delivery.pk)
        yield


def state_of(delivery: Delivery) -> str:
    return Delivery.objects.values_list("state", flat=True).get(pk=delivery.pk)


def another_worker_goes_on(delivery: Delivery) -> None:
    """The next worker's sweep after the lease, and the next alarm."""
    wait_for(lambda: not backends(), "the killed worker's connections are closed")
    lease_until = stored(delivery).lease_until
    wait_for(lambda: lease_until is None or now() >= lease_until, "the lease is over")
    at = now()
    run_lane([item[:2] for item in publishing.sweep_deliveries(at)], publishing.recover_delivery)
    run_lane([item[:2] for item in publishing.due_deliveries(at)], publishing.publish_delivery)


def stored(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def assert_published_once(delivery: Delivery, pds: FakePds) -> None:
    assert state_of(delivery) == State.PUBLISHED
    assert list(pds.records.values()) == [delivery.post.text]
    assert stored(delivery).remote_id.endswith(next(iter(pds.records)))
    assert Post.objects.get(pk=delivery.post_id).state == Post.State.PUBLISHED


def test_killed_before_the_claim(live, pds, broker, worker):
    """Removal: the row as the queue (a worker that owned its message alone would take the post with it)."""
    delivery = live.delivery()

    with row_held(delivery):
        ring(broker)
        wait_for(waiting_for_a_lock, "the worker claims")
        end(worker)
    assert state_of(delivery) == State.SCHEDULED

    another_worker_goes_on(delivery)

    assert_published_once(delivery, pds)
    assert pds.writes == 1


def test_killed_after_the_claim_before_anything_was_sent(live, pds, broker, worker):
    """Removal: the lease and its sweep (the post would be "being sent" for ever)."""
    delivery = live.delivery(post=live.post("Danke an @alma.example für das Foto."))
    lookup = pds.wait_at("lookup")
    ring(broker)
    wait_for(lookup.reached.is_set, "the worker prepares the record")
    assert state_of(delivery) == State.SENDING

    end(worker)
    lookup.opened.set()
    another_worker_goes_on(delivery)

    assert_published_once(delivery, pds)
    assert stored(delivery).attempts == 2


def test_killed_during_the_call_after_the_platform_stored(live, pds, broker, worker):
    """Removal: reading back before sending again."""
    delivery = live.delivery()
    answer = pds.wait_at("answer")
    ring(broker)
    wait_for(answer.reached.is_set, "the platform stored")

    end(worker)
    answer.opened.set()
    another_worker_goes_on(delivery)

    assert_published_once(delivery, pds)
    assert pds.writes == 1
    assert stored(delivery).attempts == 1


def test_killed_after_the_answer_before_the_booking(live, pds, broker, worker):
    """Removal: reading back before sending again."""
    delivery = live.delivery()
    answer = pds.wait_at("answer")
    ring(broker)
    wait_for(answer.reached.is_set, "the platform stored")

    with row_held(delivery):
        answer.opened.set()
        wait_for(waiting_for_a_lock, "the worker books")
        end(worker)
    assert state_of(delivery) == State.SENDING
    another_worker_goes_on(delivery)

    assert_published_once(delivery, pds)
    assert pds.writes == 1


@pytest.mark.parametrize("is_torn", [False, True])
def test_killed_between_storing_the_signed_pdf_and_booking_it(broker, worker, is_torn):
    """Removal: the name that only the content gives (a second run would leave the first one's file behind)."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        copy = StrategyCopy.objects.get(document=signed_strategy(town))
    with transaction.atomic():
        AuditHead._base_manager.select_for_update().get(municipality=town)  # the last step of the booking waits
        ring(broker, "accounts.tasks.build_due_copies")
        wait_for(waiting_for_a_lock, "the worker books")
        end(worker)
    wait_for(lambda: not backends(), "the killed worker's connections are closed")
    [left] = stored_files()
    if is_torn:
        left.write_bytes(left.read_bytes()[:100])

    with scope(municipality=town):
        assert StrategyCopy.objects.get().state == "due"
        StrategyCopy.objects.update(lease_until=now())
        build_copy(StrategyCopy.objects.get(pk=copy.pk))

        assert stored_files() == [left]
        assert read_copy(StrategyCopy.objects.get()).startswith(b"%PDF")
        assert AuditEntry.objects.filter(action="strategy.copy_archived").count() == 1


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_broker_is_emptied_and_two_beats_ring(live, pds, broker, celery, tmp_path):
    """Removal: compare-and-set in the claim (every alarm rings twice), or work that lives in messages."""
    celery(*WORKER, lease=60)
    for number in range(2):
        # A file of its own: as root, Celery would remove a device it cannot read as its schedule.
        celery("beat", "--pidfile", "", "--schedule", str(tmp_path / f"beat{number}"))
    first = [live.delivery(post=live.post(f"Vorher {number}")) for number in range(5)]
    wait_for(lambda: all(state_of(delivery) == State.PUBLISHED for delivery in first), "the first posts are public")

    redis.Redis.from_url(broker).flushdb()
    later = [live.delivery(post=live.post(f"Nachher {number}")) for number in range(5)]
    wait_for(lambda: all(state_of(delivery) == State.PUBLISHED for delivery in later), "the later posts are public")

    assert sorted(pds.records.values()) == sorted(delivery.post.text for delivery in first + later)
    assert pds.writes == 10


def test_a_dead_call_is_shown_within_five_minutes():
    """A person learns of it in time: lease, the sweep's rhythm and the software's own search together."""
    from channels_mgmt.services.outbox import LOOK_FOR

    sweep = settings.CELERY_BEAT_SCHEDULE["sweep-deliveries"]["schedule"]
    lease = settings.OUTBOX_LEASE_SECONDS
    assert LOOK_FOR + timedelta(seconds=sweep + lease) < timedelta(minutes=5)
