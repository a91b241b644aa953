# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page costs the web process: CPU ms ÷ the yardstick of tools/bench_bare.py, and queries.

Without a server, in one process on one thread. In each round every page and the yardstick take turns, so that whatever
else the machine does falls on all alike; the figures are medians of the rounds. Needs DATABASE_URL with the load of
`manage.py seed_load` and BARE_DATABASE_URL, an empty database. Without both it makes them on a private PostgreSQL.

usage: .venv/bin/python tools/bench_pages.py [--rounds 30] [--comments 200000] [--posts 20000] [--towns 4]
       [--write] [--document FILE]
"""

import argparse
import gc
import io
import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from bench_bare import answer  # noqa: E402
from bench_document import DOCUMENT, put_into, verdict  # noqa: E402

WARM_UP = 5
#: Requests of one turn; more than one, because the clock of a process is coarse.
AT_ONCE = 2
DRAG = "answer to a drag"
#: Page → at most so many yardsticks and queries.
BUDGETS = {
    "queue": (4.5, 8),
    "one comment": (7, 12),
    "comment, fragment": (5, 8),
    "month": (5.5, 9),
    "start page": (5.5, 12),
    "start page with the tour": (5.5, 12),
    "list of posts": (5.5, 9),
    "composer": (5.5, 9),
    "reports": (4, 8),
    "search without a hit": (5.5, 8),
    DRAG: (4, 20),
}
HTMX = {"HTTP_HX_REQUEST": "true"}
#: Page → what the nearest peer took for the like (web and database ÷ stock bare view of its run, 2026-11-28), and the
#: part of it that is wanted.
PEER = {
    "queue": ("queue / inbox", 41, 5),
    "one comment": ("one comment / thread", 33, 2.5),
    "month": ("month / calendar", 337, 30),
    "composer": ("composer", 29, 3),
    "search without a hit": ("search without a hit", 68, 5),
}


class Yardstick:
    """The stock view in its own process, which works only while it is asked."""

    def __init__(self):
        command = [sys.executable, str(ROOT / "tools" / "bench_bare.py")]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def turn(self, requests):
        """CPU ms of one request."""
        self.process.stdin.write(f"{requests}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline()) * 1000 / requests

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)


class Drag:
    """A draft dragged to and fro between two days; each turn is one POST, answered by the way back to the plan."""

    SECRET = "a" * 32

    def __init__(self, application, session):
        import bench_inside
        from django.urls import reverse
        from django.utils.timezone import now
        from django_scopes import scope

        from channels_mgmt.models import Channel, Post, PostTarget

        town = bench_inside.town()
        self.application, self.session = application, session
        self.days = [(now() + timedelta(days=ahead)).date().isoformat() for ahead in (20, 22)]
        with scope(municipality=town):
            author = Post.objects.filter(municipality=town).first().author
            draft = Post.objects.create(municipality=town, title="Gezogen", text="Gezogen.", author=author)
            PostTarget.objects.create(post=draft, channel=Channel.objects.filter(municipality=town).first())
        self.address, self.seen = reverse("planning:move", args=[town.slug, draft.pk]), ""

    def __call__(self):
        """The body, which is empty. Raises SystemExit where the post did not move."""
        day = self.days[self.seen.startswith(self.days[0])]
        body = urlencode({"gesehen": self.seen, "tag": day}).encode()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": self.address,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": f"sessionid={self.session}; csrftoken={self.SECRET}",
            "HTTP_X_CSRFTOKEN": self.SECRET,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
        }
        status = []
        answered = self.application(environ, lambda line, _headers: status.append(line))
        content = b"".join(answered)
        answered.close()
        if not status[0].startswith("302"):
            raise SystemExit(f"{self.address} answers {status[0]}")
        self.seen = f"{day}T{self.seen[11:] or '10:00'}"
        return content


def measure(rounds):
    """Page → CPU ms, multiples of the yardstick and queries; the yardstick's own ms under ``""``."""
    import bench_inside
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django_scopes import scopes_disabled

    with scopes_disabled():
        found = bench_inside.pages()
    application, session = get_wsgi_application(), found["session"]
    pages = {
        name: partial(answer, application, address, session)
        for name, address in found["pages"].items()
        if name in BUDGETS
    }
    pages["comment, fragment"] = partial(answer, application, found["pages"]["one comment"], session, **HTMX)
    pages[DRAG] = Drag(application, session)
    yardstick = Yardstick()
    yardstick.turn(WARM_UP)
    queries, kilobytes = {}, {}
    for name, ask in pages.items():
        for _ in range(WARM_UP):
            ask()
        with CaptureQueriesContext(connection) as captured:
            kilobytes[name] = round(len(ask()) / 1000)
        queries[name] = len(captured)
    times = {name: [] for name in ["", *pages]}
    database = {name: [] for name in pages}
    server = connection.connection.info.backend_pid
    gc.collect()
    # What writes has turns of its own: between pages that read, it would make each of them work as after a change.
    reading = [name for name in pages if name != DRAG]
    for name in [name for _ in range(rounds) for name in ["", *reading]] + ["", DRAG] * rounds:
        if not name:
            times[""].append(yardstick.turn(AT_ONCE * 2))
            continue
        began, server_began = time.process_time(), server_ms(server)
        for _ in range(AT_ONCE):
            pages[name]()
        times[name].append((time.process_time() - began) * 1000 / AT_ONCE)
        database[name].append((server_ms(server) - server_began) / AT_ONCE)
    yardstick.stop()
    bare = median(times.pop(""))
    costs = {
        name: {
            "ms": round(median(taken), 1),
            "ratio": round(median(taken) / bare, 1),
            "database_ms": round(median(database[name]), 1),
            "queries": queries[name],
            "kilobytes": kilobytes[name],
        }
        for name, taken in times.items()
    }
    return {"yardstick_ms": round(bare, 2), "pages": costs}


def server_ms(server):
    """Processor ms that a process of PostgreSQL on this machine has used."""
    return int(Path(f"/proc/{server}/schedstat").read_text().split()[0]) / 1e6


def against_the_peer(found):
    """Lines of docs/benchmarks.md: web and database ÷ yardstick, ours and the peer's."""
    lines = [
        "| Page | ours: web + database, CPU ms | ÷ bare view | peer ÷ bare view | ours is | wanted |",
        "|---|---|---|---|---|---|",
    ]
    for name, (title, peer, wanted) in PEER.items():
        page = found["pages"][name]
        ours = (page["ms"] + page["database_ms"]) / found["yardstick_ms"]
        part = f"1/{peer / ours:.1f}" if peer / ours >= wanted else f"**1/{peer / ours:.1f}**"
        both = f"{page['ms']:.1f} + {page['database_ms']:.1f}"
        lines.append(f"| {title} | {both} | {ours:.1f} | {peer} | {part} | ≤ 1/{wanted:g} |")
    return lines


def section(found, comments, posts, towns):
    """The lines of docs/benchmarks.md."""
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores shared with other work, Python "
        f"{platform.python_version()}; {comments:,} comments, {posts:,} posts, {towns} towns, half of the comments in",
        "the town that is measured. CPU time of the web process alone, without a server; medians of rounds in which",
        "every page and the yardstick take turns (`tools/bench_pages.py`). The yardstick is a stock Django view with",
        "sessions, authentication, the person and one query, and none of the product (`tools/bench_bare.py`): "
        f"{found['yardstick_ms']:.2f} ms.",
        f"Load average {os.getloadavg()[0]:.1f} at the end. Milliseconds are worth as much as the machine; the ratios "
        "travel.",
        "",
        "| Page | kB | CPU ms | ÷ yardstick | target | queries | target | database ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, (most, most_queries) in BUDGETS.items():
        page = found["pages"][name]
        ratio = f"{page['ratio']:.1f}" if page["ratio"] <= most else f"**{page['ratio']:.1f}**"
        queries = str(page["queries"]) if page["queries"] <= most_queries else f"**{page['queries']}**"
        lines.append(
            f"| {name} | {page['kilobytes']} | {page['ms']:.1f} | {ratio} | ≤ {most:g} | {queries} | ≤ {most_queries} "
            f"| {page['database_ms']:.1f} |"
        )
    peer = [
        "Against the nearest peer, as told there: web and database ÷ bare view, each of its own run.",
        "",
        *against_the_peer(found),
    ]
    return [*lines, "", *peer, "", "Bold is missed."]


def here(settings, rounds):
    """The measurement in a process of its own, with ``settings`` as its environment."""
    command = [sys.executable, str(ROOT / "tools" / "bench_pages.py"), "--rounds", str(rounds), "--json"]
    settled = settings | {"CONN_MAX_AGE": "3600"}  # one process of the database, whose time is read
    return json.loads(subprocess.run(command, env=settled, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def create_database(environment, name):
    import psycopg

    with psycopg.connect(environment["TEST_DATABASE_URL"], autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
    return environment["TEST_DATABASE_URL"].rpartition("/")[0] + f"/{name}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--comments", type=int, default=200_000)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--towns", type=int, default=4)
    parser.add_argument("--write", action="store_true", help="put the table into the document")
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    parser.add_argument("--json", action="store_true", help="print the figures for a program")
    options = parser.parse_args()
    if "BARE_DATABASE_URL" in os.environ:
        found = measure(options.rounds)
    else:
        import bench
        from services import services

        with services() as environment:
            settings = bench.fill(environment, "load", options, options.comments)
            settings["BARE_DATABASE_URL"] = create_database(environment, "bare")
            found = here(settings, options.rounds)
    if options.json:
        print(json.dumps(found))
        return
    lines = section(found, options.comments, options.posts, options.towns)
    if options.write:
        put_into(options.document, "pages", lines)
    print("\n".join(lines))
    for name, (most, _queries) in BUDGETS.items():
        ratio = found["pages"][name]["ratio"]
        print(f"{name}: {ratio} yardsticks, at most {most:g}: {verdict(ratio <= most)}")


if __name__ == "__main__":
    main()
