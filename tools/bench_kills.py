# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

"""Kill the workers of many deliveries at four places and count what became of every post.

A worker is a real process that gets SIGKILL at a moment held open from outside: by a row lock or by a platform that
does not answer (tools/bench_peers.py). The product has no hooks for it. A part of tools/bench_faults.py, which lets
everything else fail as well; the small form of one place after the other in CI is tests/test_kill.py.
"""

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
LANE = 8


def nursery():
    """Be a process with Django loaded and one thread: forks a worker for each line it reads, and names it."""
    import django

    django.setup()
    from django.db import connections

    from channels_mgmt.services import publishing
    from channels_mgmt.services.outbox.lanes import run_lane

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        order = json.loads(line)
        if order["here"]:  # what a process does once, as a worker does with its first post
            run_lane([tuple(item) for item in order["items"]], publishing.publish_delivery)
            connections.close_all()
            print(os.getpid(), flush=True)
            continue
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
        command = [str(PYTHON), __file__]
        self.nursery = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, items, *, recover=False, here=False):
        order = {"items": [list(item[:2]) for item in items], "recover": recover, "here": here}
        self.nursery.stdin.write(json.dumps(order) + "\n")
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
        """Its children have ended or were killed; a busy machine must not cost the figures of an hour."""
        self.nursery.kill()
        self.nursery.wait()


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
        time.sleep(0.03)


def make_due(peers):
    """A town for each of ``peers``, with as many deliveries as it is to get, all due; returns the towns by name."""
    from django.utils.timezone import now
    from django_scopes import scope

    from accounts.models import Municipality
    from tests.channels_mgmt.live import make_live_town

    towns = {}
    for number, (peer, share) in enumerate(peers.items()):
        towns[peer.name] = Municipality.objects.create(
            name=f"Stadt {number}", slug=f"stadt-{number}", municipality_code=f"0800000{number}", population=9000
        )
        with scope(municipality=towns[peer.name]):
            live = make_live_town(towns[peer.name])
            peer.connect(live, peer.door.url)
            for text in range(share):
                live.delivery(post=live.post(peer.words(text)), due_at=now() - timedelta(seconds=1))
    say(f"{sum(peers.values())} deliveries are due")
    return towns


def run(peers, kills, *, between=None, rest=None):
    """Kill ``kills`` workers at each place, let everything settle, and count.

    ``peers`` says how many deliveries go to which platform. ``between`` is called with their doors after each round,
    ``rest`` in the place of our own workers once they are done, until it says that nothing moves any more
    (tools/bench_faults.py).
    """
    from django.db import connection, transaction
    from django.utils.timezone import now
    from django_scopes import scopes_disabled

    from accounts.audit import first_break
    from channels_mgmt.models import Delivery
    from channels_mgmt.services import publishing

    began = time.monotonic()
    State = Delivery.State
    towns = make_due(peers)
    doors = {peer.name: peer.door for peer in peers}

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
        item, server = (pk, towns[name].pk), doors[name]
        if place == PLACES[0]:
            with row_held(pk):
                pid = workers.start([item])
                until(lambda: backends("wait_event_type = 'Lock'"), "the worker claims")
                workers.kill(pid)
            expected = State.SCHEDULED
        elif place == PLACES[1]:
            gate = server.wait_at("before")
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
        workers.start([(victim(town), town.pk) for town in towns.values()], here=True)
        while min(counted[place] for place in PLACES) < kills:
            for place in PLACES:
                name = random.choice(list(doors))
                if pk := victim(towns[name]):
                    try:
                        kill_one(place, name, pk)
                        counted[place] += 1
                    except WaitedInVain as reason:
                        say(f"not counted: {reason}")
                        doors[name].open_all()
            go_on()
            say(f"killed: {dict(counted)}")
            if between:
                between(doors)
            if time.monotonic() - began > LONGEST:
                raise SystemExit(f"too slow: {dict(counted)}")
        if rest:
            rest(doors)
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
        result = {peer.name: _count(rows, towns[peer.name], peer) for peer in peers}
        trails = all(first_break(town) is None for town in towns.values())
        say(f"counted: {result}, trails unbroken: {trails}")
    workers.close()
    return {
        "deliveries": sum(peers.values()),
        "kills": dict(counted),
        "servers": result,
        "trails": trails,
        "seconds": round(time.monotonic() - began),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
    }


def _count(rows, town, peer):
    """What the records say beside what the platform itself shows."""
    own = list(rows.filter(channel__municipality=town).select_related("post"))
    public = Counter(peer.public())
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


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
    nursery()
