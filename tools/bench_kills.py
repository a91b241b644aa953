# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

"""Kill the workers of many deliveries at four places and count what became of every post.

Half of the posts go to a server of the AT Protocol, half to one with Mastodon's API that keeps no idempotency keys,
these in a few wordings that repeat. A worker is a real process that gets SIGKILL at a moment held open from outside:
by a row lock or by a platform that does not answer. The product has no hooks for it.

usage: .venv/bin/python tools/bench_kills.py [--deliveries 1000] [--kills 50]
       (`make bench` runs it as well; the small form in CI is tests/test_kill.py)
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
PLACES = ("before the claim", "after the claim", "mid-call", "before booking")
LEASE_SECONDS = 5
PATIENCE = 60
LONGEST = 7200
STANDSTILL = 180  # seconds, longer than the settling time of a server and a look again
WORDINGS = 40
LANE = 8


def table(found):
    """The lines of docs/benchmarks.md about a run."""
    kills = " · ".join(f"{found['kills'][place]} {place}" for place in PLACES)
    return [
        "## Workers killed while they publish",
        "",
        f"{found['deliveries']:,} deliveries, half to a server of the AT Protocol, half to one with Mastodon's API",
        f"that keeps no idempotency keys, there in {WORDINGS} wordings that repeat. Workers killed with SIGKILL:",
        f"{kills}.",
        "",
        "| | public and booked once | lost | doubled | stuck | left to a person | held behind those |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {name} | {row['once']} of {row['deliveries']} | {row['lost']} | {row['doubled']} | {row['stuck']} | "
            f"{row['person']} | {row['held']} |"
            for name, row in found["servers"].items()
        ),
        "",
        f"{found['date']}, {found['seconds']} s. The state machine as it was: `scheduled → sending → published | "
        "retry_wait | rejected |",
        "uncertain`, `uncertain → published | scheduled | a person`; a lease of "
        f"{LEASE_SECONDS} s, the search after the server's settling time.",
    ]


def nursery():
    """A process with Django loaded and one thread: forks a worker for each line it reads, and names it."""
    import django

    django.setup()
    from django.db import connections

    from channels_mgmt.services import publishing
    from channels_mgmt.services.outbox.lanes import run_lane

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        order = json.loads(line)
        if pid := os.fork():
            print(pid, flush=True)
            continue
        step = publishing.recover_delivery if order["recover"] else publishing.publish_delivery
        run_lane([tuple(item) for item in order["items"]], step)
        connections.close_all()
        os._exit(0)


class Workers:
    """Starts workers and kills them."""

    def __init__(self):
        environment = os.environ | {"DATABASE_URL": os.environ["DATABASE_URL"] + "?application_name=killed"}
        command = [str(PYTHON), __file__, "nursery"]
        self.nursery = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, items, *, recover=False):
        self.nursery.stdin.write(json.dumps({"items": [list(item[:2]) for item in items], "recover": recover}) + "\n")
        self.nursery.stdin.flush()
        return int(self.nursery.stdout.readline())

    def finish(self, items, *, recover=False):
        if items:
            pid = self.start(items, recover=recover)
            until(lambda: not is_running(pid), "a worker ends", seconds=300)

    def kill(self, pid):
        if not is_running(pid):
            raise WaitedInVain("a worker was gone before it could be killed")
        os.kill(pid, signal.SIGKILL)
        until(lambda: not is_running(pid), "the killed worker is gone")

    def close(self):
        self.nursery.stdin.close()
        self.nursery.wait(20)


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class WaitedInVain(Exception):
    """A moment did not come: this worker is not counted as killed."""


def until(fact, what, seconds=PATIENCE):
    ends_at = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > ends_at:
            raise WaitedInVain(what)
        time.sleep(0.01)


def run(deliveries, kills, *, only=None, between=None, rest=None):
    """Kill ``kills`` workers at each place, let everything settle, and count.

    ``only`` names one of the two servers. ``between`` is called with the fakes after each round, ``rest`` in the
    place of our own workers once they are done, until it says that nothing moves any more (tools/bench_faults.py).
    """
    import django

    django.setup()
    from django.db import connection, transaction
    from django.utils.timezone import now
    from django_scopes import scope, scopes_disabled

    from accounts.models import Municipality
    from channels_mgmt.models import Delivery
    from channels_mgmt.services import publishing
    from tests.channels_mgmt.live import connect_to_mastodon, connect_to_pds, make_live_town
    from tests.fake_mastodon import FakeMastodon
    from tests.fake_pds import FakePds

    began = time.monotonic()
    State = Delivery.State
    servers = {"AT Protocol, own keys": FakePds(), "Mastodon's API without keys": FakeMastodon()}
    gates = dict(zip(servers, ("lookup", "identity"), strict=True))
    if only:
        servers = {only: servers[only]}
    towns = {}
    connecting = dict(zip(gates, (connect_to_pds, connect_to_mastodon), strict=True))
    for number, name in enumerate(servers):
        connect = connecting[name]
        towns[name] = Municipality.objects.create(
            name=f"Stadt {number}", slug=f"stadt-{number}", municipality_code=f"0800000{number}", population=9000
        )
        with scope(municipality=towns[name]):
            live = make_live_town(towns[name])
            connect(live, servers[name].url)
            for text in range(deliveries // len(servers)):
                words = f"Danke an @alma.example für Foto {text}." if not number else f"Meldung {text % WORDINGS}."
                live.delivery(post=live.post(words), due_at=now() - timedelta(seconds=1))
    say(f"{deliveries} deliveries are due")

    def backends(condition="true"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                f"AND application_name = 'killed' AND {condition}"
            )
            return cursor.fetchone()[0]

    @contextmanager
    def row_held(pk):
        with transaction.atomic():
            Delivery._base_manager.select_for_update(of=("self",)).get(pk=pk)
            yield

    def victim(town):
        """A due row whose words are not in the air."""
        in_the_air = Delivery._base_manager.filter(state__in=[State.SENDING, State.UNCERTAIN])
        due = Delivery._base_manager.filter(channel__municipality=town, state=State.SCHEDULED, attempts=0)
        free = due.exclude(post__text__in=list(in_the_air.values_list("post__text", flat=True)))
        found = list(free.values_list("pk", flat=True)[:50])
        return random.choice(found) if found else None

    def kill_one(place, name, pk):
        item, server = (pk, towns[name].pk), servers[name]
        if place == PLACES[0]:
            with row_held(pk):
                pid = workers.start([item])
                until(lambda: backends("wait_event_type = 'Lock'"), "the worker claims")
                workers.kill(pid)
            expected = State.SCHEDULED
        elif place == PLACES[1]:
            gate = server.wait_at(gates[name])
            pid = workers.start([item])
            until(gate.reached.is_set, "the worker has claimed")
            workers.kill(pid)
            gate.opened.set()
            expected = State.SENDING
        else:
            gate = server.wait_at("answer")
            pid = workers.start([item])
            until(gate.reached.is_set, "the platform stored")
            if place == PLACES[2]:
                workers.kill(pid)
                gate.opened.set()
            else:
                with row_held(pk):
                    gate.opened.set()
                    until(lambda: backends("wait_event_type = 'Lock'"), "the worker books")
                    workers.kill(pid)
            expected = State.SENDING
        until(lambda: not backends(), "the killed worker's connections are closed")
        state = Delivery._base_manager.values_list("state", flat=True).get(pk=pk)
        if state != expected:
            raise WaitedInVain(f"killed {place}, but the row is {state}")

    def go_on(lanes=1):
        """What beat and the other workers do."""
        at = now()
        workers.finish(publishing.sweep_deliveries(at), recover=True)
        due = publishing.due_deliveries(at)
        random.shuffle(due)
        workers.finish(due[: LANE * lanes])

    counted = Counter()
    workers = Workers()
    with scopes_disabled():
        while min(counted[place] for place in PLACES) < kills:
            for place in PLACES:
                name = random.choice(list(servers))
                if pk := victim(towns[name]):
                    try:
                        kill_one(place, name, pk)
                        counted[place] += 1
                    except WaitedInVain as reason:
                        say(f"not counted: {reason}")
                        for gate in servers[name].gates.values():
                            gate.opened.set()
                        servers[name].gates.clear()
            go_on()
            if between:
                between(servers)
            if time.monotonic() - began > LONGEST:
                raise SystemExit(f"too slow: {dict(counted)}")
        say(f"killed: {dict(counted)}")
        if rest:
            rest(servers)
        last, since = None, time.monotonic()
        moving = [State.SCHEDULED, State.SENDING, State.RETRY_WAIT]
        while (rows := Delivery._base_manager).filter(state__in=moving).exists() or rows.filter(
            state=State.UNCERTAIN, next_attempt_at__isnull=False
        ).exists():
            left = rows.filter(state__in=moving).count()
            if left != last:
                last, since = left, time.monotonic()
                say(f"{left} still to go")
            if time.monotonic() - since > STANDSTILL:
                break  # posts of the same words wait until a person has said what became of the one before them
            go_on(lanes=12)
            time.sleep(0.2)
            if time.monotonic() - began > LONGEST:
                break
        result = {name: _count(rows, towns[name], servers[name]) for name in servers}
    workers.close()
    for server in servers.values():
        server.close()
    return {
        "deliveries": deliveries,
        "kills": dict(counted),
        "servers": result,
        "seconds": round(time.monotonic() - began),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
    }


def _count(rows, town, server):
    """What the records say beside what the platform itself shows."""
    own = list(rows.filter(channel__municipality=town).select_related("post"))
    public = Counter(server.texts if hasattr(server, "texts") else server.records.values())
    wanted = Counter(row.post.text for row in own)
    published = [row for row in own if row.state == row.State.PUBLISHED]
    person = sum(row.state in ("rejected", "missed") or row.state == "uncertain" for row in own)
    asked = {row.post.text for row in own if row.state == "uncertain"}
    held = sum(row.state in ("scheduled", "retry_wait") and row.post.text in asked for row in own)
    booked = Counter(row.remote_id for row in published)
    return {
        "deliveries": len(own),
        "once": sum(1 for row in published if booked[row.remote_id] == 1),
        "lost": sum((Counter(row.post.text for row in published) - public).values()),
        "doubled": sum((public - wanted).values()) + sum(count - 1 for count in booked.values()),
        "stuck": len(own) - len(published) - person - held,
        "person": person,
        "held": held,
    }


def say(text):
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


def measure(environment, settings_of, manage, deliveries, kills):
    """Run in a database of its own; for tools/bench.py."""
    import psycopg

    with psycopg.connect(environment["TEST_DATABASE_URL"], autocommit=True) as link:
        link.execute("CREATE DATABASE kills")
    settings = settings_of(environment, "kills") | {
        "OUTBOX_LEASE_SECONDS": str(LEASE_SECONDS),
        "ALLOW_LOCAL_PEERS": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    manage(settings, "migrate", "--verbosity", "0")
    command = [str(PYTHON), __file__, "run", str(deliveries), str(kills)]
    done = subprocess.run(command, env=settings, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=50)
    options = parser.parse_args()
    from bench import manage, settings_of
    from services import services

    with services() as environment:
        found = measure(environment, settings_of, manage, options.deliveries, options.kills)
    print("\n".join(table(found)))


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
    match sys.argv[1:]:
        case ["nursery"]:
            nursery()
        case ["run", deliveries, kills]:
            print(json.dumps(run(int(deliveries), int(kills))))
        case _:
            main()
