# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measure the public netiquette with gunicorn as in deploy/, on SQLite and PostgreSQL, without a proxy.

The load comes from processes of this machine, so what it costs is part of the figures. A bare view (session and
one query) is measured in the same run; the median of five bursts each. On a busy machine the requests per second of
the server's processor time tell more. A part of tools/bench.py, and to be run by itself.

usage: .venv/bin/python tools/bench_public.py [--seconds 5]
"""

import argparse
import base64
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
if Path(sys.prefix) != ROOT / ".venv":
    os.execv(PYTHON, [str(PYTHON), *sys.argv])

from services import free_port, services  # noqa: E402  needs nothing of ours, but the right interpreter

CLIENTS = 8
BURSTS = 5  # the median counts
SEED = """
import django; django.setup()
from django_scopes import scope
from accounts.models import Role
from accounts.services.towns import create_municipality
from accounts.models import User
from accounts.services import found_membership
from netiquette import services
town = create_municipality("Messstadt", "messstadt", "08335043", population=20000)
town.contact_email, town.website = "rathaus@messstadt.example", "https://messstadt.example"
town.save()
people = [f"{name}@messstadt.example" for name in ("presse", "spitze")]
press, mayor = (User.objects.create_user(email, "ein-langes-kennwort", name=email) for email in people)
found_membership(press, town, Role.COMMUNICATIONS)
found_membership(mayor, town, Role.LEADERSHIP)
with scope(municipality=town):
    draft = services.start_netiquette(town, actor=press)
    hours = draft.clauses.get(key="servicezeiten")
    given = {"title": hours.title, "text": "Werktags.", "is_ground_for_measures": False}
    services.edit_clause(hours, actor=press, seen=hours.fingerprint, **given)
    services.submit_netiquette(draft, actor=press)
    services.sign_netiquette(draft, actor=mayor, password="ein-langes-kennwort")
"""


def client(port, path, seconds, found):
    """Ask over one kept connection as fast as answers come; counts the complete ones."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    count, ends_at = 0, time.monotonic() + seconds
    link = socket.create_connection(("127.0.0.1", port))
    while time.monotonic() < ends_at:
        link.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            more = link.recv(65536)
            if not more:  # the worker was renewed
                link = socket.create_connection(("127.0.0.1", port))
                break
            received += more
        else:
            head, _, body = received.partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(head.decode())
            length = int(next(h for h in head.lower().split(b"\r\n") if h.startswith(b"content-length")).split(b":")[1])
            while len(body) < length:
                body += link.recv(65536)
            count += 1
    found.put(count)


def per_second(port, path, seconds):
    found = multiprocessing.Queue()
    clients = [multiprocessing.Process(target=client, args=(port, path, seconds, found)) for _ in range(CLIENTS)]
    for process in clients:
        process.start()
    for process in clients:
        process.join()
    if any(process.exitcode for process in clients):
        raise SystemExit("a client got no answer")
    return sum(found.get() for _ in clients) / seconds


def processor_seconds(pid):
    """Processor time of the server's worker processes so far, ended ones too (Linux)."""
    ticks = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = entry.read_text().rpartition(")")
        except OSError:
            continue  # has ended meanwhile
        fields = rest.split()
        if int(fields[1]) == pid:
            ticks += int(fields[11]) + int(fields[12])
        elif int(name.split()[0]) == pid:
            ticks += int(fields[13]) + int(fields[14])  # of the children it has waited for
    return ticks / os.sysconf("SC_CLK_TCK")


def burst(server, port, path, seconds):
    """Requests per second, and how many requests one second of the server's processor time is good for."""
    before = processor_seconds(server.pid)
    rate = per_second(port, path, seconds)
    return rate, rate * seconds / max(processor_seconds(server.pid) - before, 0.01)


def measure(database, url, seconds, redis):
    environment = os.environ | {
        "SECRET_KEY": "only-for-measurements-" + "x" * 40,
        "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(b"x" * 32).decode(),
        "DEMO": "1",
        "DATABASE_URL": url,
        "REDIS_URL": redis,
        "EMAIL_URL": "dummymail://",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tools'}",
    }
    port = free_port()
    subprocess.run([PYTHON, "manage.py", "migrate", "-v0"], env=environment, cwd=ROOT, check=True)
    subprocess.run([PYTHON, "-c", SEED], env=environment, cwd=ROOT, check=True)
    command = [PYTHON, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "bench_wsgi:application"]
    server = subprocess.Popen(command, env=environment | {"WEB_BIND": f"127.0.0.1:{port}"}, cwd=ROOT)
    try:
        ends_at = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if time.monotonic() > ends_at or server.poll() is not None:
                    raise
                time.sleep(0.2)
        per_second(port, "/messstadt/netiquette/", 0.5)  # both pages have been loaded once
        per_second(port, "/bare/", 0.5)
        found = {}
        for path in ("/bare/", "/messstadt/netiquette/"):
            bursts = sorted(burst(server, port, path, seconds) for _ in range(BURSTS))
            found[path] = bursts[BURSTS // 2]
        bare, bare_each = found["/bare/"]
        page, page_each = found["/messstadt/netiquette/"]
    finally:
        server.terminate()
        server.wait(30)
    return {"database": database, "bare": bare, "page": page, "bare_each": bare_each, "page_each": page_each}


def measure_both(environment, seconds):
    """On SQLite and on the PostgreSQL of ``environment``, one after the other."""
    redis = environment["TEST_REDIS_URL"]
    with tempfile.TemporaryDirectory() as folder:
        return [
            measure("SQLite", f"sqlite:///{folder}/bench.sqlite3", seconds, redis),
            measure("PostgreSQL", environment["TEST_DATABASE_URL"], seconds, redis),
        ]


def table(found):
    """Lines of docs/benchmarks.md."""
    return [
        "| Database | bare view | netiquette | ratio | bare view per second of processor time | netiquette | ratio |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {f['database']} | {f['bare']:.0f}/s | {f['page']:.0f}/s | {f['page'] / f['bare']:.1f} × "
            f"| {f['bare_each']:.0f} | {f['page_each']:.0f} | {f['page_each'] / f['bare_each']:.1f} × |"
            for f in found
        ),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave no server behind
    print(f"{os.cpu_count()} cores, load average before {os.getloadavg()[0]:.1f}")
    with services() as environment:
        print("\n".join(table(measure_both(environment, options.seconds))))


if __name__ == "__main__":
    main()
