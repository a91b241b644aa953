# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

"""Everything fails while posts are due: workers, broker, database and platforms. What became of every post?

The deliveries go to both local peers, a real AT Protocol network (or, where none can be built, a small server that
keeps keys as it does) and a Mastodon API that knows repetitions; some more go to one that knows none
(tools/bench_peers.py). First workers are killed at the four places of tools/bench_kills.py, between the kills
PostgreSQL is restarted and platforms answer late or not at all. Then beat and two real Celery workers go on with what
is left, while workers are killed, Redis is killed and comes back empty, PostgreSQL is restarted and platforms answer
late, cut off or not at all, one after the other. Afterwards every post is public exactly once, or stands on a list for
a person. The table goes into docs/benchmarks.md.

usage: .venv/bin/python tools/bench_faults.py [--deliveries 1000] [--kills 50] [--faults 5] [--document FILE] [--small]
       (--small is what tests/test_faults.py runs: a few posts, each thing once)
"""

import argparse
import contextlib
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
import bench_peers  # noqa: E402
import bluesky_peer  # noqa: E402
from bench_document import DOCUMENT, machine, put_into, verdict  # noqa: E402
from environment import SetupError  # noqa: E402
from services import servers  # noqa: E402

FAULTS = {
    "worker killed": "",
    "Redis killed and empty": "",
    "PostgreSQL restarted": "",
    "answers late": "late",
    "answers cut": "lost",
    "stored, no answer": "silent",
    "neither stored nor answered": "unheard",
}
"""What fails, and what a platform's door calls it."""
PAUSE = 3
LONGEST = 3600
FIFTH = 5
"""Beside the deliveries to both peers a fifth as many go to the server that keeps no keys."""


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
        process.wait()

    def close(self):
        for process in self.running.values():
            self._end(process)


def disturb(fault, own, house, doors):
    """Let one thing happen; returns when it is over, so that they come one after the other."""
    from django.db import connections

    if at_the_door := FAULTS[fault]:
        door = random.choice(list(doors.values()))
        setattr(door, at_the_door, getattr(door, at_the_door) + 1)
    elif fault == "worker killed":
        house.kill_a_worker()
    elif fault == "Redis killed and empty":
        own.lose_redis(seconds=1)
    else:
        connections.close_all()
        own.restart_postgres()
    house.look_after()


def run(own, peers, kills, faults):
    """Returns what bench_kills counts, and how often each fault happened."""
    from django.db import connections
    from django_scopes import scopes_disabled

    happened, rounds = Counter(), Counter()

    def between(doors):
        rounds["all"] += 1
        door = random.choice(list(doors.values()))
        if rounds["all"] % 3 == 0:
            door.late += 1
            happened["answers late"] += 1
        if rounds["all"] % max(kills // 3, 2) == 0:
            connections.close_all()
            own.restart_postgres()
            happened["PostgreSQL restarted"] += 1

    def rest(doors):
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
                        disturb(fault, own, house, doors)
                        happened[fault] += 1
                    time.sleep(PAUSE)
                    house.look_after()
                    bench_kills.say(f"{moving(Delivery)} still to go, {len(planned)} faults to come")
                happened["not reached"] = len(planned)
                happened["started again besides"] = max(house.restarts - happened["worker killed"], 0)
            finally:
                house.close()

    return bench_kills.run(peers, kills, between=between, rest=rest) | {"faults": dict(happened)}


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
    kills = " · ".join(f"{found['kills'][place]} {place}" for place in bench_kills.PLACES)
    counted = " · ".join(f"{count} × {name}" for name, count in found["faults"].items() if count)
    rows = found["servers"].values()
    wrong = sum(row["lost"] + row["doubled"] + row["stuck"] for row in rows)
    least = min(found["kills"].values())
    return [
        f"{found['date']}, {machine()}, load average {os.getloadavg()[0]:.1f} at its end;",
        f"{found['seconds']} s, leases of {bench_kills.LEASE_SECONDS} s. {found['deliveries']:,} deliveries. Workers",
        f"killed with SIGKILL: {kills}.",
        f"In the same run: {counted}.",
        "",
        "| | public and booked once | lost | doubled | stuck | left to a person | held behind those |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {name} | {row['once']} of {row['deliveries']} | {row['lost']} | {row['doubled']} | {row['stuck']} | "
            f"{row['person']} | {row['held']} |"
            for name, row in found["servers"].items()
        ),
        "",
        f"None lost, none doubled, none stuck: {verdict(wrong == 0)}. At least {found['wanted_kills']} kills at each "
        f"place: {least}, {verdict(least >= found['wanted_kills'])}. The trail of each town is unbroken: "
        f"{verdict(found['trails'])}.",
        "Counted on the servers themselves. What a person is asked about has no clear outcome within the time of a",
        "search; posts of the same words wait for that answer, until their lateness.",
    ]


@contextlib.contextmanager
def all_peers(deliveries, *, is_small):
    """The platforms and how many deliveries each of them gets."""
    with contextlib.ExitStack() as stack:
        url = ""
        if not is_small:
            try:
                bluesky_peer.build()
                url = stack.enter_context(bluesky_peer.network())["BLUESKY_PDS_URL"]
            except SetupError as error:
                bench_kills.say(f"without the real network: {error}")
        peers = {
            stack.enter_context(bench_peers.network(url)): deliveries // 2,
            stack.enter_context(bench_peers.mastodon()): deliveries // 2,
        }
        if not is_small:
            peers[stack.enter_context(bench_peers.without_keys())] = deliveries // FIFTH
        yield peers


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--faults", type=int, default=5, help="how often each of the faults happens")
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="where the figures are put between the marks")
    parser.add_argument("--small", action="store_true", help="a few posts, each thing once; the result as JSON")
    options = parser.parse_args()
    from bench import settings_of

    if not options.small:
        put_into(options.document, "faults")
    with servers() as own:
        environment = {"TEST_DATABASE_URL": own.database_url, "TEST_REDIS_URL": own.redis_url}
        name = database_of(environment)
        os.environ.update(
            settings_of(environment, name)
            | {
                "OUTBOX_LEASE_SECONDS": str(bench_kills.LEASE_SECONDS),
                "ALLOW_LOCAL_PEERS": "1",
                "DJANGO_SETTINGS_MODULE": "config.settings",
            }
        )
        import django

        django.setup()
        deliveries, kills, faults = (40, 1, 1) if options.small else (options.deliveries, options.kills, options.faults)
        with all_peers(deliveries, is_small=options.small) as peers:
            found = run(own, peers, kills, faults) | {"wanted_kills": kills}
            if options.small:
                print(json.dumps(found))
            else:
                put_into(options.document, "faults", table(found))
                print("\n".join(table(found)), flush=True)


if __name__ == "__main__":
    main()
