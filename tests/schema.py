# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The schema as the migrations leave it, made once per state of the code and copied into every test database.

``pytest-django`` still calls ``migrate`` on the copy, which finds nothing to do; a copy that is not complete would be
completed there. The first process that needs a schema makes it, all others wait for it behind a lock.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "test-schema"


def key() -> str:
    """A name for the state of everything a migration can depend on: the code and the packages."""
    sum_ = hashlib.sha256()
    folders = sorted({Path(app.path) for app in apps.get_app_configs() if ROOT in Path(app.path).parents})
    own = [path for folder in folders if "site-packages" not in folder.parts for path in folder.rglob("*.py")]
    for path in [*sorted(own), *sorted((ROOT / "config").glob("*.py")), *sorted((ROOT / "requirements").glob("*.txt"))]:
        sum_.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return f"{connection.vendor}-{sum_.hexdigest()[:16]}"


@contextmanager
def _alone(name: str) -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget_others(name: str) -> None:
    for path in KEPT.glob(f"{connection.vendor}-*"):
        if not path.name.startswith(name):
            path.unlink(missing_ok=True)


@contextmanager
def _connected_to(database: str) -> Iterator[None]:
    """The default connection on another database for a moment."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def prepare_sqlite(database: str) -> sqlite3.Connection:
    """Fill the shared in-memory ``database`` (a URI); it lives as long as the connection that is returned."""
    name = key()
    whole, part = KEPT / f"{name}.sqlite3", KEPT / f"{name}.part"
    with _alone(name):
        if not whole.exists():
            _forget_others(name)
            part.unlink(missing_ok=True)
            with _connected_to(str(part)):
                call_command("migrate", verbosity=0, interactive=False)
            part.rename(whole)
    memory = sqlite3.connect(database, uri=True, check_same_thread=False)
    with sqlite3.connect(whole) as source:
        source.backup(memory)
    source.close()
    return memory


def prepare_postgresql() -> str:
    """Make the template database of this server, from a kept dump if there is one; its name."""
    name = key()
    template = f"template_{name.replace('-', '_')}"
    with _alone(name), connection.creation._nodb_cursor() as cursor:  # as Django's own creation does
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if cursor.fetchone():
            return template
        making = f"{template}_part"
        cursor.execute(f'DROP DATABASE IF EXISTS "{making}"')
        cursor.execute(f'CREATE DATABASE "{making}"')
        dump, can_keep = KEPT / f"{name}.sql", bool(shutil.which("psql") and shutil.which("pg_dump"))
        if can_keep and dump.exists():
            _run("psql", making, "-q", "-v", "ON_ERROR_STOP=1", "-f", str(dump))
        else:
            with _connected_to(making):
                call_command("migrate", verbosity=0, interactive=False)
            if can_keep:
                _forget_others(name)
                part = dump.with_suffix(".part")
                _run("pg_dump", making, "--no-owner", "-f", str(part))
                part.rename(dump)
        cursor.execute(f'ALTER DATABASE "{making}" RENAME TO "{template}"')
    return template


def _run(program: str, database: str, *arguments: str) -> None:
    server = urlsplit(os.environ["TEST_DATABASE_URL"])
    address = server._replace(path=f"/{database}", scheme="postgresql").geturl()
    subprocess.run([program, "--dbname", address, *arguments], check=True, stdout=subprocess.DEVNULL)


def prepare() -> sqlite3.Connection | None:
    """Let the test database of this process begin with the schema; on SQLite the connection that holds it."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = prepare_postgresql()
        return None
    name = connection.creation._get_test_db_name()
    return prepare_sqlite(name) if connection.creation.is_in_memory_db(name) else None


def main() -> None:
    """`python -m tests.schema`: make and keep the schema of the engine the environment names."""
    import django

    from tests import environment  # noqa: F401  # what a test run sets before Django reads its settings

    django.setup()
    memory = prepare()
    if memory is not None:
        memory.close()


if __name__ == "__main__":
    main()
