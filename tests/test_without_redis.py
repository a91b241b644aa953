# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Redis goes away, in the middle of the day. Nothing fails, limits still hold, and what was due leaves afterwards."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from celery import Celery
from django.conf import settings as product
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import LimitCount, Role
from accounts.tenancy.limits import forget_ended_limits
from accounts.tenancy.throttle import Limit, is_within_limits
from channels_mgmt.models import Post
from community.models import Appeal, Comment
from community.views.appeals_public import PER_SENDER
from core.cache import _silent_until
from core.secret_links import hide_secrets
from core.waking import wake
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import comment_in, moderator, netiquette_in_force
from tests.community.test_appeals_public import filled
from tests.e2e.processes import environment_of_the_test
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.leak_world import World
from tests.leaks import PUBLIC
from tests.pages import paths_of, signed_in
from tests.racing import race
from tests.waiting import wait_for

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tools"))
from services import redis_binary  # noqa: E402  the one place that knows where a server is found

PATIENCE = 120


class OwnRedis:
    """A server of this test alone, on one port for all its lives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [redis_binary(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.answers, "Redis starts", PATIENCE)
        _silent_until.clear()

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@pytest.fixture
def own_redis(tmp_path, settings) -> Iterator[OwnRedis]:
    hide_secrets("the first line of a log reads all addresses, which takes its time")
    redis = OwnRedis(tmp_path)
    settings.CACHES = {
        "default": {"BACKEND": "core.cache.PatientRedisCache", "LOCATION": redis.url},
        "limits": {"BACKEND": "accounts.tenancy.limits.LimitCache"},
    }
    _silent_until.clear()
    yield redis
    redis.stop()
    _silent_until.clear()


@pytest.fixture
def gone(own_redis) -> OwnRedis:
    """It answered once and does not any more."""
    own_redis.start()
    assert cache.add("seen", 1) and cache.get("seen") == 1
    own_redis.stop()
    return own_redis


def test_redis_is_stopped_under_a_walk_over_all_pages(db, own_redis):
    """Detects a page that asks the cache past ``core.cache``."""
    own_redis.start()
    world = World.build("Ohneheim")
    paths = sorted(paths_of(world).items())
    everybody, nobody = signed_in(world.everybody), Client(raise_request_exception=False)
    wrong, asked = {}, 0
    for number, (name, path) in enumerate(paths):
        if number == len(paths) // 10:
            own_redis.stop()
        if name in {"account_logout", "health:healthz"}:
            continue
        for client in (everybody, nobody) if name in PUBLIC else (everybody,):
            status = client.get(path).status_code
            asked += 1
            if status >= 500:
                wrong[name] = status

    assert wrong == {}
    assert asked > 200


@pytest.mark.django_db
def test_a_redis_that_hangs_makes_one_call_wait_and_no_more(own_redis):
    """Detects the removal of the short timeout and of the silence after a failure."""
    own_redis.start()
    assert cache.add("seen", 1)
    own_redis.process.send_signal(signal.SIGSTOP)

    began = time.monotonic()
    answers = [cache.get("seen", "away") for _ in range(50)]

    assert answers == ["away"] * 50
    assert time.monotonic() - began < 4


def test_what_the_cache_held_is_a_miss_and_what_is_set_is_forgotten(db, gone):
    cache.set("page", "kept")
    cache.set_many({"a": 1})
    cache.delete_many(["a"])

    assert cache.get("page") is None and cache.get_many(["a"]) == {} and not cache.has_key("a")
    assert not cache.touch("a") and not cache.delete("a") and not cache.clear()
    with pytest.raises(ValueError):
        cache.incr("page")


def test_limits_are_counted_in_the_database_and_show_no_address(db, gone):
    """Detects the removal of the second place for counters."""
    limit, at = Limit("test", 2, 60), now()

    within = [is_within_limits([(limit, "192.0.2.7")], at) for _ in range(4)]

    assert within == [True, True, False, False]
    assert "192.0.2.7" not in str(list(LimitCount.objects.values()))


def test_ended_counters_begin_anew_and_are_removed(db, gone):
    cache.add("rate-a", 5, 60)
    cache.add("rate-b", 5, 60)
    LimitCount.objects.update(ends_at=now())

    assert cache.add("rate-a", 0, 60) and cache.incr("rate-a") == 1
    assert cache.get("rate-b") is None
    assert forget_ended_limits() == 1
    assert not cache.add("rate-a", 0, 60)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_counting_at_once_forgets_no_use(gone):
    """Detects a count that is read and then written."""
    cache.add("rate-race", 0, 60)

    race(MunicipalityFactory(), [lambda: cache.incr("rate-race")] * 8)

    assert cache.get("rate-race") == 8


def test_login_works_and_five_wrong_passwords_still_lock(town, gone):
    editor, other = person(town, Role.EDITOR), person(town, Role.EDITOR)
    for user in (editor, other):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    here, there = Client(), Client()

    here.post("/konto/login/", {"login": editor.email, "password": PASSWORD})
    for _ in range(5):
        there.post("/konto/login/", {"login": other.email, "password": "falsch"})
    there.post("/konto/login/", {"login": other.email, "password": PASSWORD})

    assert here.session["_auth_user_id"] == str(editor.pk)
    assert "_auth_user_id" not in there.session


def test_a_post_is_written_a_comment_taken_and_an_appeal_arrives(town, gone):
    netiquette_in_force(town)
    comment, alma, editor = comment_in(town), moderator(town), person(town, Role.EDITOR)

    written = signed_in(editor).post(
        f"/{town.slug}/planen/neu/", {"title": "Ohne Redis", "text": "Geht.", "kind": "other", "risk": "routine"}
    )
    taken = signed_in(alma).post(f"/{town.slug}/dialog/{comment.pk}/uebernehmen/")
    sent = Client().post(f"/{town.slug}/netiquette/beschwerde/", filled(town))

    assert (written.status_code, taken.status_code, sent.status_code) == (302, 302, 303)
    assert Post.objects.filter(title="Ohne Redis").exists()
    assert Comment.objects.get(pk=comment.pk).claimed_by == alma
    assert Appeal.objects.count() == 1


def test_the_appeal_form_keeps_its_limit(town, gone):
    netiquette_in_force(town)
    citizen, url = Client(), f"/{town.slug}/netiquette/beschwerde/"

    for number in range(PER_SENDER.times + 1):
        answer = citizen.post(url, filled(town, text=f"Einspruch {number}", email=f"b{number}@mail.example"))

    assert answer.status_code == 429
    assert Appeal.objects.count() == PER_SENDER.times


def test_waking_a_worker_without_a_broker_neither_fails_nor_hangs(gone):
    """Detects ``apply_async`` without the limit on kombu's patience, which is endless."""
    lonely = Celery(
        "lonely",
        set_as_current=False,
        broker=gone.url,
        broker_transport_options=product.CELERY_BROKER_TRANSPORT_OPTIONS,
    )

    @lonely.task(name="bell")
    def bell(pk: int) -> None:
        """Never rung."""

    began = time.monotonic()

    heard = [wake(bell, 1, expires=5) for _ in range(3)]

    assert heard == [False] * 3
    assert time.monotonic() - began < 15


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_publishing_catches_up_when_redis_is_back(own_redis, tmp_path):
    """What came due while the broker was away leaves afterwards. A process that ended is started again, as in deploy/:

    a worker with a task in its hands does end (findings/celery-worker-dies-when-redis-restarts.sh).
    """
    own_redis.start()
    town = MunicipalityFactory()
    with scope(municipality=town):
        live = make_live_town(town)
        env = environment_of_the_test() | {"REDIS_URL": own_redis.url}
        celery = [sys.executable, "-m", "celery", "-A", "config"]
        commands = (
            ["worker", "--loglevel", "critical", "--concurrency", "2", "--without-gossip", "--without-mingle"],
            ["beat", "--loglevel", "critical", "--pidfile", "", "--schedule", str(tmp_path / "beat")],
        )

        def start(command: list[str]) -> subprocess.Popen:
            return subprocess.Popen([*celery, *command], cwd=ROOT, env=env, start_new_session=True)

        def has_left(text: str) -> bool:
            """Whether it is public; meanwhile, what systemd does with ``Restart=always``."""
            for number, process in enumerate(started):
                if process.poll() is not None:
                    started[number] = start(commands[number])
            return text in live.public_texts

        started = [start(command) for command in commands]
        try:
            live.delivery(post=live.post("Vorher."))
            wait_for(lambda: has_left("Vorher."), "the first post leaves", PATIENCE)
            own_redis.stop()
            meanwhile = live.delivery(post=live.post("Während Redis fehlte."))
            wait_for(lambda: now() > meanwhile.due_at and not own_redis.answers(), "Redis is away", PATIENCE)
            own_redis.start()
            wait_for(lambda: has_left(meanwhile.post.text), "the second post leaves", PATIENCE)
        finally:
            for process in started:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)

        assert live.public_texts == ["Vorher.", "Während Redis fehlte."]
