# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: E402  Django is set up before its models are imported
"""The steps of tools/bench_dialog.py that run inside Django, in one process with one connection.

usage: python tools/bench_dialog_inside.py acts        one line of JSON for each name of an act on standard input
       python tools/bench_dialog_inside.py moderator N COMMENTS PAUSE_MS
       python tools/bench_dialog_inside.py {intake|prepare}
"""

import json
import random
import sys
import time
from pathlib import Path
from urllib.parse import quote_plus

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]

import bench_inside  # sets Django up
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from accounts.models import Membership, Role, User
from community.models import Comment, Decision
from community.services.decisions import undo_decision
from community.services.queue import claim_next, release_own_claim

MODERATORS = 8
HTMX = {"HTTP_HX_REQUEST": "true"}
#: What is searched: in no comment, in two of a thousand, in most; and the number that stands in one.
NOTHING, SELDOM, FREQUENT = "Zwetschgenknödelverordnung", "Laternenbrunnen", "Baustelle"


def server_ms(server):
    """Processor ms that a process of PostgreSQL on this machine has used."""
    return int(Path(f"/proc/{server}/schedstat").read_text().split()[0]) / 1e6


class Desk:
    """A person of the large town, logged in, and what they do; each act by its name."""

    def __init__(self):
        found = bench_inside.pages()
        self.town = bench_inside.town()
        self.person = User.objects.get(email=found["email"])
        self.client = Client(HTTP_HOST="localhost")
        self.client.cookies["sessionid"] = found["session"]
        self.list = reverse("dialog:queue", args=[self.town.slug])
        search = reverse("search:search", args=[self.town.slug])
        open_ones = Comment.objects.filter(municipality=self.town).open()
        wave = open_ones.values("delivery__post").annotate(number=Count("pk")).order_by("-number").first()
        in_wave = open_ones.filter(delivery__post=wave["delivery__post"]).order_by("posted_at").last()
        first = open_ones.in_queue_order()[49]
        after = f"{first.urgency}~{first.due_at.isoformat()}~{first.pk}"
        self.current = first.pk
        self.pages = {
            "queue page": (self.list, {}),
            "the next 50 lines": (f"{self.list}?after={quote_plus(after)}", HTMX),
            "queue, a post with 20,000": (f"{self.list}?post={wave['delivery__post']}", {}),
            "queue, unclaimed": (f"{self.list}?tab=unclaimed", {}),
            "queue, all": (f"{self.list}?tab=all", {}),
            "one comment of the wave": (f"{self.list}{in_wave.pk}/", HTMX),
            "search in the queue, no hit": (f"{self.list}?q={quote_plus(NOTHING)}", {}),
            "search in the queue, one hit": (f"{self.list}?q={in_wave.pk}", {}),
            "search in the queue, in 2 of 1,000": (f"{self.list}?q={SELDOM}", {}),
            "search in the queue, frequent": (f"{self.list}?q={FREQUENT}", {}),
            "search in all, no hit": (f"{self.list}?tab=all&q={quote_plus(NOTHING)}", {}),
            "search in all, in 2 of 1,000": (f"{self.list}?tab=all&q={SELDOM}", {}),
            "one search, no hit": (f"{search}?q={quote_plus(NOTHING)}", {}),
            "one search, one hit": (f"{search}?q={in_wave.pk}", {}),
            "one search, in 2 of 1,000": (f"{search}?q={SELDOM}", {}),
            "one search, frequent": (f"{search}?q={FREQUENT}", {}),
        }

    def act(self, name):
        """Do it; what has to be put right afterwards is no part of it."""
        if name == "claim next":
            answer = self.client.post(f"{self.list}naechster/", {"after": self.current})
            self.current = int(answer["Location"].rstrip("/").rpartition("/")[2])
            return answer, 302
        if name == "decision":
            return self.client.post(f"{self.list}{self.current}/belassen/", {"revision": 1}, **HTMX), 200
        address, headers = self.pages[name]
        return self.client.get(address, **headers), 200

    def put_right(self, name, answer):
        """What was decided is open again, so that the queue stays as long as it is."""
        if name == "decision":
            left, following = self.current, int(answer["HX-Push-Url"].rstrip("/").rpartition("/")[2])
            with scope(municipality=self.town):
                undo_decision(Decision.objects.filter(comment=left).latest("pk"), actor=self.person)
                release_own_claim(Comment.objects.get(pk=left), actor=self.person)
            self.current = following

    def measured(self, name):
        server = connection.connection.info.backend_pid if connection.connection else None
        began, processor = time.perf_counter(), time.process_time()
        database = server_ms(server) if server else 0
        answer, status = self.act(name)
        taken = {
            "ms": (time.perf_counter() - began) * 1000,
            "web": (time.process_time() - processor) * 1000,
            "database": server_ms(server) - database if server else 0,
        }
        if answer.status_code != status:
            raise SystemExit(f"{name} answers {answer.status_code}")
        self.put_right(name, answer)
        return taken

    def counted(self, name):
        with CaptureQueriesContext(connection) as captured:
            answer, _status = self.act(name)
        self.put_right(name, answer)
        slowest = max(captured.captured_queries, key=lambda query: float(query["time"]), default=None)
        return {"queries": len(captured), "kilobytes": round(len(answer.content) / 1000), "slowest": slowest}


def acts():
    desk = Desk()
    for line in sys.stdin:
        verb, _, name = line.strip().partition(" ")
        print(json.dumps({"count": desk.counted, "do": desk.measured}[verb](name)), flush=True)


def prepare():
    """The moderators, and what else writes once."""
    town = bench_inside.town()
    for number in range(1, MODERATORS + 1):
        who, _ = User.objects.get_or_create(email=f"viele-{number}@laststadt.example", defaults={"name": f"M {number}"})
        Membership.objects.get_or_create(user=who, municipality=town, role=Role.MODERATOR)
    bench_inside.pages()
    return {}


def moderator(number, comments, pause_ms):
    """Takes one comment after the other, for whatever else decides them; waits for a line before it begins."""
    town = bench_inside.town()
    who = User.objects.get(email=f"viele-{number}@laststadt.example")
    chance = random.Random(number)
    times, works, got, last = [], [], [], None
    with scope(municipality=town):
        who.roles_in(town)
        list(Comment.objects.filter(municipality=town).in_queue_order()[:1])
        server = connection.connection.info.backend_pid
        print("ready", flush=True)
        sys.stdin.readline()
        for _ in range(comments):
            time.sleep(chance.uniform(0.5, 1.5) * pause_ms / 1000)
            began, processor, database = time.perf_counter(), time.process_time(), server_ms(server)
            last = claim_next(town, actor=who, after=last)
            times.append((time.perf_counter() - began) * 1000)
            works.append((time.process_time() - processor) * 1000 + server_ms(server) - database)
            got.append(last.pk)
    return {"times": times, "works": works, "got": got}


STEPS = {"acts": acts, "moderator": moderator, "prepare": prepare, "intake": bench_inside.intake}

if __name__ == "__main__":
    with scopes_disabled():
        found = STEPS[sys.argv[1]](*map(int, sys.argv[2:]))
        if found is not None:
            print(json.dumps(found))
