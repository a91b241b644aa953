# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

"""Everything fails while posts are due: workers, broker, database and platforms. What became of every post?

First workers are killed at the four places of tools/bench_kills.py, between the kills PostgreSQL is restarted and
platforms answer late or not at all. Then beat and two real Celery workers go on with what is left, while workers are
killed, Redis is killed and comes back empty, PostgreSQL is restarted and platforms answer late, cut off or not at all,
one after the other. Afterwards every post is public exactly once, or stands on a list for a person.

usage: .venv/bin/python tools/bench_faults.py [--deliveries 1000] [--kills 50] [--faults 5] [--small]
       (--small is what tests/test_faults.py runs: one server, each thing once)
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import bench_kills  # noqa: E402  need nothing of ours, but the right folder
from services import servers  # noqa: E402

FAULTS = ("worker killed", "Redis killed and empty", "PostgreSQL restarted", "answers late", "answers cut", "no answer")
PAUSE = 3
LONGEST = 3600


class House:
    """Beat and workers as they run in a town hall; one that is gone is started again, as systemd would."""

    def __init__(self, folder, count):
        self.folder = folder
        self.restarts = -count - 1
        self.running = dict.fromkeys(["beat", *(f"worker{number}" for number in range(count))])
        self.look_after()

    def look_after(self):
        for name, process in self.running.items():
            if process is None or process.poll() is not None:
                self.running[name] = self._start(name)
                self.restarts += 1

    def _start(self, name):
        kind = ["worker", "--without-gossip", "--without-mingle", "--without-heartbeat", "-n", name]
        if name == "beat":
            kind = ["beat", "--pidfile", "", "--schedule", f"{self.folder}/schedule"]
        command = [str(PYTHON), "-m", "celery", "-A", "config", *kind, "--loglevel", "critical"]
        environment = os.environ | {"WORKER_THREADS": "4"}
        with Path(f"{self.folder}/{name}.log").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stdout=log, stderr=log)

    def kill_a_worker(self):
        name = random.choice([name for name in self.running if name != "beat"])
        self._end(self.running[name])

    def _end(self, process):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)

    def close(self):
        for process in self.running.values():
            self._end(process)


def disturb(fault, own, house, platforms):
    """Let one thing happen; returns when it is over, so that they come one after the other."""
    from django.db import connections

    platform = random.choice(list(platforms.values()))
    match fault:
        case "worker killed":
            house.kill_a_worker()
        case "Redis killed and empty":
            own.lose_redis(seconds=1)
        case "PostgreSQL restarted":
            connections.close_all()
            own.restart_postgres()
        case "answers late":
            platform.late = 3
        case "answers cut":
            platform.lost = 2
        case _:
            platform.silent = 1
    house.look_after()


def run(own, deliveries, kills, faults, only=None):
    """Returns what bench_kills counts, and how often each fault happened."""
    from django.db import connections
    from django_scopes import scopes_disabled

    happened, rounds = Counter(), Counter()

    def between(platforms):
        rounds["all"] += 1
        platform = random.choice(list(platforms.values()))
        if rounds["all"] % 3 == 0:
            platform.late += 1
            happened["answers late"] += 1
        if rounds["all"] % max(kills // 3, 2) == 0:
            connections.close_all()
            own.restart_postgres()
            happened["PostgreSQL restarted"] += 1

    def rest(platforms):
        from channels_mgmt.models import Delivery

        State = Delivery.State
        with tempfile.TemporaryDirectory() as folder, scopes_disabled():
            house = House(folder, 2)
            try:
                began = time.monotonic()
                bench_kills.until(
                    lambda: Delivery._base_manager.filter(state=State.PUBLISHED, attempts__gte=1).exists(),
                    "it publishes",
                )
                planned = [fault for fault in FAULTS for _number in range(faults)]
                random.shuffle(planned)
                while moving(Delivery) and time.monotonic() - began < LONGEST:
                    if planned:
                        fault = planned.pop()
                        disturb(fault, own, house, platforms)
                        happened[fault] += 1
                    time.sleep(PAUSE)
                    house.look_after()
                    bench_kills.say(f"{moving(Delivery)} still to go, {len(planned)} faults to come")
                happened["not reached"] = len(planned)
                happened["started again besides"] = max(house.restarts - happened["worker killed"], 0)
            finally:
                house.close()

    return bench_kills.run(deliveries, kills, only=only, between=between, rest=rest) | {"faults": dict(happened)}


def database_of(environment):
    """A database with the schema, copied from the one tests keep where the code is the same (tests/schema.py)."""
    import psycopg

    command = [str(PYTHON), "-m", "tests.schema"]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True, stdout=sys.stderr)
    with psycopg.connect(environment["TEST_DATABASE_URL"], autocommit=True) as link:
        [(template,)] = link.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%'").fetchall()
        link.execute(f'CREATE DATABASE faults TEMPLATE "{template}"')
    return "faults"


def moving(rows):
    """How many are still on their way by themselves."""
    going = ["scheduled", "sending", "retry_wait"]
    held = rows._base_manager.filter(state="uncertain", next_attempt_at__isnull=True).values("post__text")
    own = rows._base_manager.filter(state__in=going).exclude(post__text__in=held).count()
    return own + rows._base_manager.filter(state="uncertain", next_attempt_at__isnull=False).count()


def table(found):
    """The lines of docs/benchmarks.md about a run."""
    counted = " · ".join(f"{count} × {name}" for name, count in found["faults"].items() if count)
    lines = bench_kills.table(found)
    lines[0] = "## Everything fails while posts are due"
    return [*lines[:2], f"In the same run: {counted}.", "", *lines[2:]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--faults", type=int, default=5, help="how often each of the faults happens")
    parser.add_argument("--small", action="store_true", help="one server, each thing once; the result as JSON")
    options = parser.parse_args()
    from bench import settings_of

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers go with us
    with servers() as own:
        environment = {"TEST_DATABASE_URL": own.database_url, "TEST_REDIS_URL": own.redis_url}
        name = database_of(environment)
        settings = settings_of(environment, name) | {
            "OUTBOX_LEASE_SECONDS": str(bench_kills.LEASE_SECONDS),
            "ALLOW_LOCAL_PEERS": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        os.environ.update(settings)
        if options.small:
            found = run(own, 40, 1, 1, only="AT Protocol, own keys")
            print(json.dumps(found))
            return
        found = run(own, options.deliveries, options.kills, options.faults)
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
