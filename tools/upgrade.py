# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make upgrade FROM=REVISION`: a database filled by an earlier release migrates to this code and answers every page.

usage: .venv/bin/python tools/services.py -- .venv/bin/python tools/upgrade.py REVISION
The earlier release is checked out beside this one and loads its own demo town, into SQLite and into PostgreSQL. Then
this code migrates the database, compares the rows of every table, verifies the audit chains, and follows every link
from the start page of every person: at most ``MOST`` addresses of each kind. Status 0: all answered.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, deque
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST = 2
LINK = re.compile(r"""\b(?:href|src|hx-get)="(/[^"#]*)""")
LEFT_OUT = ("/static/", "/media/")
SETTINGS = {
    "DEMO": "1",
    "SECRET_KEY": "only-for-the-upgrade-" + "x" * 40,
    "FIELD_ENCRYPTION_KEYS": "Y2hlY2stb25seS1jaGVjay1vbmx5LWNoZWNrLW9ubHk=",
    "ALLOWED_HOSTS": "localhost",
    "BASE_URL": "http://localhost",
    "EMAIL_URL": "dummymail://",
    "DEFAULT_FROM_EMAIL": "Dorflinde <dorflinde@localhost>",
    "LOG_LEVEL": "CRITICAL",
    "PYTHONWARNINGS": "ignore",
}


def run(folder, settings, *arguments):
    """Run Python in ``folder`` and return what it prints; its failure is ours."""
    ended = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=os.environ | settings, stdout=subprocess.PIPE, text=True
    )
    if ended.returncode:
        sys.exit(f"{ended.stdout}\n{' '.join(map(str, arguments))} failed in {folder}.")
    return ended.stdout


def fill_and_upgrade(earlier, name, settings):
    """One database from the earlier release's demo to this code's pages."""
    run(earlier, settings, "manage.py", "migrate", "--verbosity", "0")
    run(earlier, settings, "manage.py", "seed_demo")
    before = counted(settings)
    run(ROOT, settings, "manage.py", "migrate", "--verbosity", "0")
    after = counted(settings)
    for table in sorted(before.keys() | after.keys()):
        if before.get(table) != after.get(table) and table not in {"django_migrations", "django_content_type"}:
            print(f"  {name}: {table} had {before.get(table, 'no table')}, has {after.get(table, 'no table')}")
    chains = run(ROOT, settings, "manage.py", "verify_audit").strip()
    print(f"  {name}: {sum(before.values())} rows in {len(before)} tables; {chains.splitlines()[-1]}")
    print(run(ROOT, settings, __file__, "--walk", name), end="", flush=True)


def counted(settings):
    """Table → rows."""
    lines = run(ROOT, settings, __file__, "--count").split()
    return {table: int(rows) for table, rows in zip(lines[::2], lines[1::2], strict=True)}


def with_django():
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.conf import settings

    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    django.setup()


def count():
    with_django()
    from django.db import connection

    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            print(table, cursor.fetchone()[0])


def walk(name):
    """Follow the links of every person's pages, and of the public ones."""
    with_django()
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django_scopes import scopes_disabled

    from accounts.models import Municipality, User

    setup_test_environment()
    with scopes_disabled():
        people = [None, *User.objects.filter(is_active=True, memberships__isnull=False).distinct().order_by("pk")]
        slugs = list(Municipality.objects.values_list("slug", flat=True))
    answered, failed = Counter(), []
    for person in people:
        client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        if person is not None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        for path, kind, status in visits(client, slugs):
            answered[kind] += 1
            if status >= 400 and status != 403:
                failed.append(f"{status} {path} for {person or 'a citizen'}")
    pages = sum(answered.values())
    print(f"  {name}: {pages} answers of {len(answered)} kinds of pages to {len(people) - 1} people and a citizen")
    for line in failed:
        print(f"  {name}: {line}")
    sys.exit(bool(failed))


def visits(client, slugs):
    """(path, kind of address, status) of whatever can be reached by links."""
    from django.urls import Resolver404, resolve

    open_paths, known, seen = deque(["/", *(f"/{slug}/" for slug in slugs)]), set(), Counter()
    while open_paths:
        path = open_paths.popleft()
        try:
            match = resolve(path.partition("?")[0])
        except Resolver404:
            kind = path
        else:
            kind = match.view_name or match.route
        if seen[kind] >= MOST:
            continue
        seen[kind] += 1
        answer = client.get(path)
        yield path, kind, answer.status_code
        text = "" if answer.streaming else answer.content.decode(errors="replace")
        for found in [answer.get("Location", ""), *LINK.findall(text)]:
            found = found.replace("&amp;", "&")
            if found.startswith("/") and found not in known and not found.startswith(LEFT_OUT):
                known.add(found)
                open_paths.append(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("revision", help="the earlier release, as git names it")
    revision = parser.parse_args().revision
    with tempfile.TemporaryDirectory(prefix="dorflinde-upgrade-") as folder:
        earlier = Path(folder) / "earlier"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", earlier, revision], cwd=ROOT, check=True)
        (earlier / "static_vendor").symlink_to(ROOT / "static_vendor")
        try:
            own = {"REDIS_URL": os.environ["TEST_REDIS_URL"]}
            for name, address in (
                ("SQLite", f"sqlite:///{folder}/town.sqlite3"),
                ("PostgreSQL", os.environ["TEST_DATABASE_URL"]),
            ):
                media = {"DATABASE_URL": address, "MEDIA_ROOT": f"{folder}/{name}"}
                fill_and_upgrade(earlier, name, SETTINGS | own | media)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", earlier], cwd=ROOT, check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--count"]:
        count()
    elif sys.argv[1:2] == ["--walk"]:
        walk(sys.argv[2])
    else:
        main()
