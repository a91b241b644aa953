# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a calendar of 1,000 posts costs the web process and PostgreSQL, whole and when nothing has changed.

In one process, without a server; medians after warming up. Makes a private PostgreSQL and fills it.

usage: .venv/bin/python tools/bench_feed.py [--rounds 30] [--posts 1000]
"""

import argparse
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
MOST_MS = 40
LASTS = timedelta(days=365)


def filled(posts):
    """A town with so many posts on two channels over the coming year, and the path of its calendar."""
    from django.utils.timezone import now
    from django_scopes import scope

    from accounts.models import Role, User
    from accounts.services import found_membership, open_feed
    from accounts.services.towns import create_municipality
    from channels_mgmt.models import Channel, Post, PostTarget

    town = create_municipality("Messstadt", "messstadt", "08335043", population=20000)
    person = User.objects.create_user("presse@messstadt.example", None, name="Presse")
    found_membership(person, town, Role.COMMUNICATIONS)
    with scope(municipality=town):
        channels = [
            Channel.objects.create(municipality=town, platform=platform, connector="practice", name=platform.title())
            for platform in ("mastodon", "bluesky")
        ]
        moments = [now() + LASTS * n / posts for n in range(posts)]
        rows = Post.objects.bulk_create(
            Post(
                municipality=town,
                title=f"Vollsperrung der Bahnhofstraße zwischen Rathaus und Grundschule, Abschnitt {n}",
                author=person,
                planned_at=at,
                planned_day=at.date(),
                planned_time=at.time(),
            )
            for n, at in enumerate(moments)
        )
        PostTarget.objects.bulk_create(PostTarget(post=post, channel=channel) for post in rows for channel in channels)
        return urlsplit(open_feed(town, actor=person, kind="plan", permission="channels_mgmt.view_plan")).path


def measured(path, rounds, **headers):
    """Status, bytes, web and database ms of the median reading."""
    from bench_pages import server_ms
    from django.db import connection
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    for _ in range(3):
        answer = client.get(path, **headers)
    server = connection.connection.info.backend_pid
    web, database = [], []
    for _ in range(rounds):
        began, server_began = time.process_time(), server_ms(server)
        answer = client.get(path, **headers)
        web.append((time.process_time() - began) * 1000)
        database.append(server_ms(server) - server_began)
    return answer, median(web), median(database)


def inside(posts, rounds):
    import django

    django.setup()
    from accounts.tenancy.throttle import MINUTE, Limit
    from accounts.views import feeds

    feeds.PER_FEED = Limit("feed", 1_000_000, MINUTE)
    path = filled(posts)
    whole, web, database = measured(path, rounds)
    entries = whole.content.count(b"BEGIN:VEVENT")
    _same, web_same, database_same = measured(path, rounds, HTTP_IF_NONE_MATCH=whole["ETag"])
    from bench_document import verdict

    print("| A calendar of | kB | CPU ms | database ms | unchanged: CPU ms | database ms | target |")
    print("|---|---|---|---|---|---|---|")
    print(
        f"| {entries:,} entries | {len(whole.content) // 1000} | {web:.1f} | {database:.1f} | {web_same:.1f} | "
        f"{database_same:.1f} | ≤ {MOST_MS} CPU ms, {verdict(web <= MOST_MS)} |"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--inside", action="store_true", help="measure in the database of DATABASE_URL")
    options = parser.parse_args()
    if options.inside:
        inside(options.posts, options.rounds)
        return
    import bench
    from bench_pages import create_database
    from services import services

    with services() as environment:
        settings = bench.settings_of(environment, "feed") | {"CONN_MAX_AGE": "3600"}
        create_database(environment, "feed")
        bench.manage(settings, "migrate", "--verbosity", "0")
        command = [sys.executable, __file__, "--inside", "--rounds", str(options.rounds), "--posts", str(options.posts)]
        subprocess.run(command, env=settings, cwd=ROOT, check=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
