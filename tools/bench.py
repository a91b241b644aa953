# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measure pages, intake, analysis and the public page on a private PostgreSQL and Redis. A part of tools/bench_all.py.

Writes its figures into docs/benchmarks.md, between the marks of the "whole run", and leaves alone what people wrote
around them (tools/bench_document.py). Everything stands beside a bare Django view (session and one
query) measured in the same run, so that figures of different machines can be compared as ratios. CENSUS_FILE names a
table of municipalities for the analysis; without it only the places that come along are measured.

usage: .venv/bin/python tools/bench.py [--comments 1000000] [--small 10000] [--towns 100] [--posts 50000]
       [--document docs/benchmarks.md]
"""

import argparse
import base64
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
if Path(sys.prefix) != ROOT / ".venv":
    os.execv(PYTHON, [str(PYTHON), *sys.argv])

from bench_document import DOCUMENT, put_into, whole_run  # noqa: E402  need nothing of ours, but the right interpreter
from bench_public import measure_both  # noqa: E402  need nothing of ours, but the right interpreter
from services import free_port, services  # noqa: E402

WARM_UP = 15
REQUESTS = 120
CLIENTS = 4
LOAD_SECONDS = 5
MOST_WAITING = 300


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
    """A database of its own for each size; the tables are made once."""
    import psycopg

    with psycopg.connect(environment["TEST_DATABASE_URL"], autocommit=True) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = 'migrated'").fetchone():
            link.execute("CREATE DATABASE migrated")
            manage(settings_of(environment, "migrated"), "migrate", "--verbosity", "0")
        link.execute(f"CREATE DATABASE {name} TEMPLATE migrated")
    settings = settings_of(environment, name)
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
    # One process that has started before the second comes: one for each look would need a core of its own.
    if (found := inside(settings, "done", MOST_WAITING))["waiting"]:
        raise SystemExit(f"{found['waiting']} of {count} posts did not leave")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--towns", type=int, default=100)
    parser.add_argument("--posts", type=int, default=50_000)
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="where the figures are put between the marks")
    options = parser.parse_args()
    put_into(options.document, "whole run")  # hours later would be late for learning that it has no place for them
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
        say("measuring intake")
        intake, poll = inside(settings, "intake"), inside(settings, "poll")
        say("measuring the platform analysis")
        analysis = inside(settings, "analysis")
        say("measuring the public netiquette")
        public = measure_both(environment, LOAD_SECONDS)
    put_into(
        options.document,
        "whole run",
        lines := whole_run(options, CLIENTS, small, large, intake, poll, analysis, public),
    )
    print("\n".join(lines))


if __name__ == "__main__":
    main()
