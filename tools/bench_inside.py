# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: E402  Django is set up before its models are imported
"""The steps of tools/bench.py that run inside Django. Each prints one line of JSON.

usage: python tools/bench_inside.py {pages|queries|intake|poll|analysis|due N SLOW_MS|done}
"""

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

import bench_orders
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from accounts.frame.tour import AGAIN
from accounts.models import Membership, Municipality, Role, User
from accounts.services import put_tour_away
from channels_mgmt.connectors.contract import IncomingComment
from channels_mgmt.models import Channel, Delivery, Post, PostTarget
from community.models import Comment
from community.services.intake import store_comments
from community.services.reading import sync_channel
from practice.models import Fault, PracticeAccount
from reporting.services import heartbeat
from strategy.domain.comparison import compare_platforms
from strategy.models import AgeProfile, Strategy
from strategy.queries import figures_by_series, groups_of
from strategy.queries.places import country_place, place_from
from strategy.services import (
    add_target_group,
    freeze_weights,
    import_census,
    load_reference_tables,
    run_analysis,
    start_analysis,
    start_strategy,
)

INTAKE_BATCH = 1000
INTAKE_BATCHES = 20
ANALYSES = 9
EVERY_NTH_TOWN = 10
VILLAGE = "01051013"  # Büsum, 4,911 people
DUE_TITLE = "Gleichzeitig fällig"


def town():
    return Municipality.objects.get(slug="laststadt-1")


def channel():
    return Channel.objects.select_related("municipality").get(municipality=town())


def session_of(user):
    """A session as a login leaves it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def pages():
    """Addresses to measure, and the session of a person who works with all of them."""
    heartbeat.beat()
    person, _is_new = User.objects.get_or_create(email="alles@laststadt.example", defaults={"name": "Alma Beispiel"})
    for role in (Role.COMMUNICATIONS, Role.MODERATOR, Role.EDITOR):
        Membership.objects.get_or_create(user=person, municipality=town(), role=role)
    put_tour_away(person, person.roles_in(town()))  # a day like any other; the first one is a page of its own
    with scope(municipality=town()):
        comment = Comment.objects.filter(municipality=town(), state=Comment.State.NEW).in_queue_order().first()
    slug = town().slug
    return {
        "session": session_of(person),
        "email": person.email,
        "pages": {
            "bare view": "/bare/",
            "start page": reverse("today:today", args=[slug]),
            "start page with the tour": reverse("today:today", args=[slug]) + f"?{AGAIN}",
            "queue": reverse("dialog:queue", args=[slug]),
            "one comment": reverse("dialog:comment", args=[slug, comment.pk]),
            "month": reverse("planning:month", args=[slug]),
            "list of posts": reverse("planning:agenda", args=[slug]),
            "composer": reverse("planning:post_create", args=[slug]),
            "reports": reverse("reports:report_list", args=[slug]),
            "search without a hit": reverse("search:search", args=[slug]) + "?q=Zwetschgenknoedelverordnung",
        },
    }


def queries():
    """Queries and bytes per page, counted inside one process after one warm-up."""
    found = pages()
    client = Client(HTTP_HOST="localhost")
    client.cookies["sessionid"] = found["session"]
    counted = {}
    for name, path in found["pages"].items():
        if name == "bare view":
            continue
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")
        slowest = max(captured.captured_queries, key=lambda q: float(q["time"]), default={"time": "0", "sql": ""})
        counted[name] = {
            "queries": len(captured),
            "kilobytes": round(len(answer.content) / 1000),
            "slowest": [round(float(slowest["time"]) * 1000), slowest["sql"][:3000]],
        }
    return counted


def incoming(count):
    """Comments as a connector hands them over; every tenth is known already."""
    at = now()
    return [
        IncomingComment(
            remote_id=f"c{number}" if number % 10 == 0 else uuid4().hex,
            parent_id="load-1",
            root_id="load-1",
            author_id=f"a{number % 300}",
            author_handle=f"person{number % 300}",
            author_name=f"Person {number % 300}",
            text="Wann fährt der Bus denn endlich wieder bis zum Hallenbad? Das ist jetzt schon die dritte Woche.",
            created_at=at - timedelta(seconds=37 * number),
            url="https://social.example/1",
        )
        for number in range(count)
    ]


def intake():
    """Comments per second that one process stores, deduplication, links and deadlines included.

    Beside the process's own processor time that of its server process, which does the database's share.
    """
    of = channel()
    with scope(municipality=of.municipality):
        store_comments(of, incoming(INTAKE_BATCH))
        batches = [incoming(INTAKE_BATCH) for _ in range(INTAKE_BATCHES)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            server = cursor.fetchone()[0]
        began, processor, database = time.perf_counter(), time.process_time(), processor_time(server)
        for batch in batches:
            store_comments(of, batch)
        wall, processor = time.perf_counter() - began, time.process_time() - processor
        database = processor_time(server) - database
    total = INTAKE_BATCH * INTAKE_BATCHES
    return {
        "per_second": round(total / wall),
        "per_processor_second": round(total / processor),
        "database_microseconds": round(database / total * 1_000_000),
        "per_second_of_both": round(total / (processor + database)),
    }


def processor_time(pid):
    """Seconds of processor time of a process on this machine."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def poll():
    """Milliseconds of a sync that brings nothing."""
    of = channel()
    times = []
    with scope(municipality=of.municipality):
        for _ in range(50):
            Channel.objects.filter(pk=of.pk).update(sync_due_at=None)
            began = time.perf_counter()
            sync_channel(of.pk)
            times.append((time.perf_counter() - began) * 1000)
    return {"median_ms": round(sorted(times)[25], 1)}


def analysis():
    """Milliseconds of an analysis from frozen weights to the kept result, for Berlin and for a village.

    With the table of all municipalities (CENSUS_FILE) the computation is repeated for every tenth town of it.
    """
    load_reference_tables()
    if os.environ.get("CENSUS_FILE"):
        with open(os.environ["CENSUS_FILE"], encoding="utf-8", newline="") as lines:
            import_census(lines)
    found = {}
    with scope(municipality=town()):
        press = User.objects.get(email=pages()["email"])
        Strategy.objects.filter(state=Strategy.State.DRAFT).delete()
        strategy = start_strategy(town(), actor=press)
        for name, age_from, age_to in (("Familien", 28, 45), ("Junge Erwachsene", 16, 29), ("Alle", 14, None)):
            add_target_group(strategy, actor=press, name=name, age_from=age_from, age_to=age_to)
        for place, code in (("Berlin", "11000000"), ("a village", VILLAGE)):
            times = []
            for _ in range(ANALYSES):
                begun = start_analysis(strategy, actor=press, profile_code=code)
                freeze_weights(begun, actor=press, weights=begun.weights)
                began = time.perf_counter()
                run_analysis(begun, actor=press)
                times.append((time.perf_counter() - began) * 1000)
            times.sort()
            found[place] = {"median_ms": round(times[len(times) // 2]), "worst_ms": round(times[-1])}
        found["towns"] = every_town(strategy, begun)
        found["orders"] = orders(strategy, begun)
    return found


def orders(strategy, begun):
    """In how many orders the platforms stand over all towns with ages that are loaded, by reach and by all criteria."""
    towns = AgeProfile.objects.filter(level="municipality", age_25_39__isnull=False).order_by("code")
    figures = figures_by_series()[begun.metric, begun.base]
    ages = [place_from(profile).ages for profile in towns]
    by_reach, by_all = bench_orders.distinct_orders(ages, groups_of(strategy), figures)
    ahead, level = bench_orders.leads(ages, groups_of(strategy), figures)
    return {
        "by_reach": bench_orders.rows_of(by_reach),
        "by_all": bench_orders.rows_of(by_all),
        "leads": bench_orders.rows_of_leads(ahead),
        "level": bench_orders.rows_of(level),
    }


def every_town(strategy, begun):
    """The same computation for the towns with ages that are loaded (of many every tenth), without storing it."""
    nation, groups = country_place(), groups_of(strategy)
    figures = figures_by_series()[begun.metric, begun.base]
    times = []
    towns = AgeProfile.objects.filter(level="municipality", age_25_39__isnull=False).order_by("code")
    for profile in towns[:: EVERY_NTH_TOWN if towns.count() > 1000 else 1]:
        began = time.perf_counter()
        compare_platforms(
            town=place_from(profile).ages,
            nation=nation.ages,
            groups=groups,
            figures=figures,
            weights=begun.weights,
            scores=begun.scores,
        )
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {
        "count": len(times),
        "median_ms": round(times[len(times) // 2]),
        "p99_ms": round(times[len(times) * 99 // 100]),
    }


def due(count, slow_ms):
    """Posts for one channel, all due in the same second; returns that second."""
    of = channel()
    account = PracticeAccount.objects.filter(pk=of.account_id)
    account.update(fault=Fault.SLOW if slow_ms else Fault.NONE, fault_count=0, slow_ms=slow_ms)
    at = now() + timedelta(seconds=10)
    for number in range(count):
        post = Post.objects.create(
            municipality=of.municipality,
            title=DUE_TITLE,
            text=f"Die Brücke ist wieder offen, Meldung {number}.",
            author_id=of.deputy_id,
            state=Post.State.APPROVED,
            approved_by_id=of.owner_id,
            approved_at=at,
            approved_hash="-",
        )
        PostTarget.objects.create(post=post, channel=of)
        Post.objects.filter(pk=post.pk).update(approved_hash=post.current_hash())
    at = max(at, now() + timedelta(seconds=3))
    posts = Post.objects.filter(title=DUE_TITLE, deliveries=None)
    Delivery.objects.bulk_create([Delivery(post=post, channel=of, due_at=at) for post in posts])
    return {"due_at": at.isoformat()}


def done(most_seconds):
    """Waits until the posts due together are public: how many are not, the calls each took, when the last one was."""
    rows = Delivery.objects.filter(post__title=DUE_TITLE)
    newest = rows.aggregate(due=Max("due_at"))["due"]
    rows = rows.filter(due_at=newest)
    public = rows.filter(state=Delivery.State.PUBLISHED)
    ends_at = time.monotonic() + most_seconds
    while rows.exclude(state=Delivery.State.PUBLISHED).exists() and time.monotonic() < ends_at:
        time.sleep(0.5)
    last = public.aggregate(last=Max("published_at"))["last"]
    return {
        "waiting": rows.count() - public.count(),
        "attempts": rows.aggregate(most=Max("attempts"))["most"],
        "seconds": round((last - newest).total_seconds(), 1) if last else None,
    }


STEPS = {
    "pages": pages,
    "queries": queries,
    "intake": intake,
    "poll": poll,
    "analysis": analysis,
    "due": due,
    "done": done,
}

if __name__ == "__main__":
    with scopes_disabled():
        print(json.dumps(STEPS[sys.argv[1]](*map(int, sys.argv[2:]))))
