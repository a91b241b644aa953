# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: E402  Django is set up before its models are imported
"""What the one search costs: processor ms of the web process and of its PostgreSQL, question by question.

In one process, without a server; medians after warming up. Needs DATABASE_URL with the load of `manage.py seed_load`.

usage: DATABASE_URL=… .venv/bin/python tools/bench_search.py [ROUNDS]
"""

import os
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import bench_inside  # sets Django up
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django_scopes import scopes_disabled

QUESTIONS = {
    "nothing": "Zwetschgenknödelverordnung",
    "a rare word": "123456",
    "the beginning of rare words": "1234",
    "a frequent word": "Baustelle",
    "the beginning of frequent words": "Bau",
    "two frequent words": "Baustelle Kita",
    "a frequent and a rare word": "Baustelle 123456",
    "an author": "Person 4711",
    "an author and a word": "Person 4711 Kita",
    "three words, each in a third of all": "Baustelle Kita Fähre",
    "five words, each in a third of all": "Baustelle Kita Fähre Markt Laub",
}


def server_ms(server):
    return int(Path(f"/proc/{server}/schedstat").read_text().split()[0]) / 1e6


def measured(client, server, path, rounds):
    """Web and database ms."""
    for _ in range(3):
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    web, database = [], []
    for _ in range(rounds):
        began, server_began = time.process_time(), server_ms(server)
        client.get(path)
        web.append((time.process_time() - began) * 1000)
        database.append(server_ms(server) - server_began)
    return median(web), median(database)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with scopes_disabled():
        found = bench_inside.pages()
        path = reverse("search:search", args=[bench_inside.town().slug])
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = found["session"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), count(*) FROM community_comment")
        server, comments = cursor.fetchone()
    print(f"{comments:,} comments, load {os.getloadavg()[0]:.0f}\n")
    print("| Asked for | web ms | database ms | together |\n|---|---|---|---|")
    with override_settings(ALLOWED_HOSTS=["*"]):
        for name, words in QUESTIONS.items():
            web, database = measured(client, server, f"{path}?q={words.replace(' ', '+')}", rounds)
            print(f"| {name} | {web:.0f} | {database:.0f} | {web + database:.0f} |", flush=True)


if __name__ == "__main__":
    main()
