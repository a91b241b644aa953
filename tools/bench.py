# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measure pages, intake, analysis, delivery and the public page on a private PostgreSQL and Redis.

Writes docs/benchmarks.md. Everything stands beside a bare Django view (session and one query) measured in the same
run, so that figures of different machines can be compared as ratios. CENSUS_FILE names a table of municipalities
for the analysis; without it only the places that come along are measured.

usage: .venv/bin/python tools/bench.py [--comments 1000000] [--small 10000] [--towns 100] [--posts 50000]
       [--deliveries 1000] [--kills 50]
"""

import argparse
import base64
import contextlib
import http.client
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
if Path(sys.prefix) != ROOT / ".venv":
    os.execv(PYTHON, [str(PYTHON), *sys.argv])

import bench_kills  # noqa: E402  need nothing of ours, but the right interpreter
import bench_pages  # noqa: E402  need nothing of ours, but the right interpreter
from bench_public import measure_both, table  # noqa: E402  need nothing of ours, but the right interpreter
from services import free_port, services  # noqa: E402

DOCUMENT = ROOT / "docs" / "benchmarks.md"
WARM_UP = 15
REQUESTS = 120
CLIENTS = 4
LOAD_SECONDS = 5
ROUNDS = 30
MOST_WAITING = 300
TARGET_RATIO = 4
TARGET_GROWTH = 1.5


def say(text):
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", flush=True)


def settings_of(environment, name):
    return os.environ | {
        "SECRET_KEY": "only-for-measurements-" + "x" * 40,
        "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(b"x" * 32).decode(),
        "DEMO": "1",
        "DATABASE_URL": environment["TEST_DATABASE_URL"].rpartition("/")[0] + f"/{name}",
        "REDIS_URL": environment["TEST_REDIS_URL"],
        "EMAIL_URL": "dummymail://",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tools'}",
    }


def inside(settings, *step):
    command = [str(PYTHON), str(ROOT / "tools" / "bench_inside.py"), *map(str, step)]
    return json.loads(subprocess.run(command, env=settings, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def manage(settings, *arguments):
    subprocess.run([str(PYTHON), "manage.py", *arguments], env=settings, cwd=ROOT, check=True)


def fill(environment, name, options, comments):
    """A database of its own for each size."""
    import psycopg

    with psycopg.connect(environment["TEST_DATABASE_URL"], autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
    settings = settings_of(environment, name)
    manage(settings, "migrate", "--verbosity", "0")
    sizes = ["--towns", options.towns, "--comments", comments, "--posts", options.posts]
    manage(settings, "seed_load", *map(str, sizes))
    return settings


class Web:
    """One gunicorn process with threads, and the processor time it and PostgreSQL used."""

    def __init__(self, settings):
        self.port = free_port()
        command = [str(PYTHON), "-m", "gunicorn", "bench_wsgi:application", "--worker-class", "gthread"]
        command += ["--workers", "1", "--threads", str(CLIENTS), "--bind", f"127.0.0.1:{self.port}"]
        command += ["--log-level", "warning", "--keep-alive", "60"]
        self.process = subprocess.Popen(command, env=settings, cwd=ROOT, start_new_session=True)
        self.link().close()

    def link(self):
        ends_at = time.monotonic() + 60
        while True:
            try:
                link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                link.connect()
                return link
            except OSError:
                if time.monotonic() > ends_at:
                    raise
                time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def fetch(link, path, session):
    began = time.perf_counter()
    link.request("GET", path, headers={"Cookie": f"sessionid={session}", "Host": "localhost"})
    answer = link.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answers {answer.status}")
    return (time.perf_counter() - began) * 1000


def requests_per_second(web, path, session):
    """What several clients get in a few seconds."""
    counts, ends_at = [], time.monotonic() + LOAD_SECONDS

    def client():
        link, count = web.link(), 0
        while time.monotonic() < ends_at:
            fetch(link, path, session)
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(sum(counts) / LOAD_SECONDS, 1)


def measure_pages(settings):
    """p50 and p95 in milliseconds and requests per second by page.

    Requests to all pages alternate, so that whatever else the machine does falls on all alike.
    """
    found = inside(settings, "pages")
    counted = inside(settings, "queries")
    web = Web(settings)
    try:
        link, session, pages = web.link(), found["session"], found["pages"]
        times = {name: [] for name in pages}
        for number in range(WARM_UP + REQUESTS):
            for name, path in pages.items():
                taken = fetch(link, path, session)
                if number >= WARM_UP:
                    times[name].append(taken)
        rates = {name: requests_per_second(web, path, session) for name, path in pages.items()}
    finally:
        web.stop()
    return {
        name: {
            "p50": sorted(taken)[len(taken) // 2],
            "p95": sorted(taken)[int(len(taken) * 0.95)],
            "rate": rates[name],
            **counted.get(name, {"queries": 2, "kilobytes": 0}),
        }
        for name, taken in times.items()
    }


def measure_delivery(settings, count, slow_ms):
    """Seconds from the due second to the last publication."""
    inside(settings, "due", count, slow_ms)
    ends_at = time.monotonic() + MOST_WAITING
    while (found := inside(settings, "done"))["waiting"]:
        if time.monotonic() > ends_at:
            raise SystemExit(f"{found['waiting']} of {count} posts did not leave")
        time.sleep(1)
    return found


def measure_deliveries(settings):
    """With one beat, and one worker or two."""
    with workers(settings, 1):
        found = {
            "200 at 200 ms": measure_delivery(settings, 200, 200),
            "500 at once": measure_delivery(settings, 500, 0),
        }
    with workers(settings, 2):
        return {**found, "500 by two": measure_delivery(settings, 500, 0)}


@contextlib.contextmanager
def workers(settings, count):
    """Beat and ``count`` workers that have all started."""
    celery = [str(PYTHON), "-m", "celery", "-A", "config"]
    quiet = ["--loglevel", "error"]
    with tempfile.TemporaryDirectory() as folder:
        commands = [
            *(
                [*celery, "worker", *quiet, "--without-gossip", "--without-mingle", "-n", f"worker{number}"]
                for number in range(count)
            ),
            [*celery, "beat", *quiet, "--pidfile", "", "--schedule", f"{folder}/schedule"],
        ]
        children = [subprocess.Popen(c, env=settings, cwd=ROOT, stdout=subprocess.DEVNULL) for c in commands]
        try:
            measure_delivery(settings, 5, 0)  # both have started
            yield
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(30)


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, Python {platform.python_version()}"


def verdict(is_met):
    return "met" if is_met else "**missed**"


def document(options, small, large, costs, intake, poll, analysis, deliveries, kills, public):
    bare = large["bare view"]
    lines = [
        "# Benchmarks",
        "",
        f"Last run: {datetime.now(UTC):%Y-%m-%d}, {machine()}, load average {os.getloadavg()[0]:.1f} at its end.",
        "Where the load is far above the number of cores, the machine was busy with other work: read the ratios only.",
        "",
        "Written by `make bench`. Times are shown as multiples of a bare Django view (session and one query) measured",
        "in the same run, because ratios travel between machines and milliseconds do not. One gunicorn process with",
        f"{CLIENTS} threads; {options.towns} towns, {options.posts:,} posts, {options.comments:,} comments, half of "
        "them in the town that is measured.",
        "",
        *bench_pages.section(costs, options.comments, options.posts, options.towns),
        "",
        f"## Pages with {options.comments:,} comments",
        "",
        f"The bare view: p50 {bare['p50']:.1f} ms, p95 {bare['p95']:.1f} ms, {bare['rate']:.0f} requests/s.",
        "",
        "| Page | queries | kB | p50 × bare | p95 × bare | requests/s ÷ bare | growth p50 |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, page in large.items():
        if name == "bare view":
            continue
        before, scale = small[name], small["bare view"]["p50"] / bare["p50"]
        growth = page["p50"] / before["p50"] * scale
        lines.append(
            f"| {name} | {page['queries']} | {page['kilobytes']} | {page['p50'] / bare['p50']:.1f} | "
            f"{page['p95'] / bare['p95']:.1f} | {page['rate'] / bare['rate']:.2f} | {growth:.2f} |"
        )
    lines += [
        "",
        f"Growth: from {options.small:,} to {options.comments:,} comments, each side divided by its bare view.",
        "",
        "| Target | Result |",
        "|---|---|",
    ]
    for name in ("queue", "month"):
        page = large[name]
        ratio = page["p95"] / bare["p95"]
        growth = page["p50"] / bare["p50"] / (small[name]["p50"] / small["bare view"]["p50"])
        lines += [
            f"| {name}: at most 12 queries | {page['queries']}, {verdict(page['queries'] <= 12)} |",
            f"| {name}: p95 at most {TARGET_RATIO} × the bare view | {ratio:.1f} ×, {verdict(ratio <= TARGET_RATIO)} |",
            f"| {name}: growth below {TARGET_GROWTH} × | {growth:.2f} ×, {verdict(growth < TARGET_GROWTH)} |",
        ]
    slow, instant, by_two = (deliveries[name] for name in ("200 at 200 ms", "500 at once", "500 by two"))
    lines += [
        f"| intake: 1,000 comments/s per process | {intake['per_second']:,}/s, "
        f"{verdict(intake['per_second'] >= 1000)} |",
        f"| intake: 10,000 comments per second of the process's processor time | {intake['per_processor_second']:,}, "
        f"{verdict(intake['per_processor_second'] >= 10_000)}; with the database's {intake['per_second_of_both']:,} |",
        f"| intake: 120 µs of the database per comment | {intake['database_microseconds']} µs, "
        f"{verdict(intake['database_microseconds'] <= 120)} |",
        f"| a poll that brings nothing: below 20 ms | {poll['median_ms']} ms, {verdict(poll['median_ms'] < 20)} |",
        *(
            f"| platform analysis for {place}, from frozen weights to the kept result: below 300 ms | "
            f"{analysis[place]['median_ms']} ms, slowest of nine {analysis[place]['worst_ms']} ms, "
            f"{verdict(analysis[place]['worst_ms'] < 300)} |"
            for place in ("Berlin", "a village")
        ),
        f"| the same computed for {analysis['towns']['count']:,} towns: below 300 ms | median "
        f"{analysis['towns']['median_ms']} ms, 99 of 100 within {analysis['towns']['p99_ms']} ms, "
        f"{verdict(analysis['towns']['p99_ms'] < 300)} |",
        f"| 200 posts due in one second, platform takes 200 ms, one worker: 20 s | {slow['seconds']} s, "
        f"{verdict(slow['seconds'] <= 20)} |",
        f"| 500 posts due in one second, instant platform, one worker: 8 s | {instant['seconds']} s, "
        f"{verdict(instant['seconds'] <= 8)} |",
        f"| the same, two workers: 4.5 s | {by_two['seconds']} s, {verdict(by_two['seconds'] <= 4.5)} |",
        "",
        *bench_kills.table(kills),
        "",
        "## The netiquette as citizens see it",
        "",
        "Gunicorn as in `deploy/`, two processes, no proxy, eight clients on the same machine over kept connections.",
        "",
        *table(public),
        "",
        *(
            f"At least 500 requests/s on {f['database']}: {f['page']:.0f}/s, {verdict(f['page'] >= 500)}."
            for f in public
        ),
        "",
        "## How it was measured",
        "",
        "Intake counts deduplication (every tenth comment is known), linking to posts, urgency and deadlines. Posts",
        "due together all go to one channel; the seconds include up to one until beat asks again.",
    ]
    DOCUMENT.write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--towns", type=int, default=100)
    parser.add_argument("--posts", type=int, default=50_000)
    parser.add_argument("--deliveries", type=int, default=1000, help="how many are published while workers are killed")
    parser.add_argument("--kills", type=int, default=50, help="how many workers are killed at each place")
    options = parser.parse_args()
    with services() as environment:
        say(environment["TEST_SERVICES"])
        settings = fill(environment, "small", options, options.small)
        say("measuring pages of the small database")
        small = measure_pages(settings)
        settings = fill(environment, "large", options, options.comments)
        say("measuring pages of the large database")
        large = measure_pages(settings)
        for name, page in large.items():
            if "slowest" in page:
                say(f"{name}: {page['queries']} queries, slowest {page['slowest'][0]} ms: {page['slowest'][1][:200]}")
        say("measuring the processor time of pages")
        bare = {"BARE_DATABASE_URL": bench_pages.create_database(environment, "bare")}
        costs = bench_pages.here(settings | bare, ROUNDS)
        say("measuring intake")
        intake, poll = inside(settings, "intake"), inside(settings, "poll")
        say("measuring the platform analysis")
        analysis = inside(settings, "analysis")
        say("measuring delivery")
        deliveries = measure_deliveries(settings)
        say("killing workers")
        kills = bench_kills.measure(environment, settings_of, manage, options.deliveries, options.kills)
        say("measuring the public netiquette")
        public = measure_both(environment, LOAD_SECONDS)
    document(options, small, large, costs, intake, poll, analysis, deliveries, kills, public)
    print(DOCUMENT.read_text())


if __name__ == "__main__":
    main()
