# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Try Dorflinde out: `make run` prepares everything once and starts web, worker and beat together.

The embedded default needs no server: SQLite, and a private Valkey on a unix socket. The database and
files stay in var/ between runs. DATABASE_URL and REDIS_URL, where set, are used instead.

usage: python3 tools/run.py [--port PORT] [--prepare-only] [--reset]
"""

import argparse
import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import urlsafe_b64encode
from urllib.parse import quote

import broker
import environment
import fetch_assets
from environment import PYTHON, ROOT, VAR, SetupError, say
from supervisor import Child, Stop, Supervisor, stop_on_signals

DEFAULT_PORT = 8000
ROOM_FOR_DATA = 100 * environment.MEGABYTE
# What the demo writes; packages, assets and peers in var/ stay.
DEMO_DATA = (
    "dorflinde.sqlite3",
    "dorflinde.sqlite3-wal",
    "dorflinde.sqlite3-shm",
    "media",
    "mail",
    "broker",
    "valkey",  # the broker's folder until 2026-11, when it still wrote to disk
    "keys",
    "celerybeat-schedule.db",
)
DATABASE = VAR / "dorflinde.sqlite3"
UNFINISHED = VAR / "demo-unfinished"
MAIL = VAR / "mail"
PATIENCE = 120  # seconds; a machine busy with something else is slow, not broken


def only_one_of_us():
    """Hold var/run.lock for the life of this process. Raises SetupError when another run has it."""
    VAR.mkdir(exist_ok=True)
    lock = (VAR / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise SetupError(
            f"Dorflinde is already running from this folder ({lock.read().strip() or 'starting'}). Stop it with Ctrl-C."
        ) from None
    lock.truncate(0)
    return lock


def key_file(name, make):
    """A secret made once, readable by this account alone."""
    path = VAR / "keys" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
    return str(path)


def mail_address(folder=MAIL):
    """EMAIL_URL of a demo whose mails become files; a path may hold any character."""
    return f"filemail://{quote(folder.as_posix())}"


def demo_environment(address):
    """The environment of every process of the demo; what is set already wins."""
    settings = {
        "DEMO": "1",
        "BASE_URL": address,
        "EMAIL_URL": mail_address(),
    }
    if not os.environ.get("SECRET_KEY"):
        settings["SECRET_KEY_FILE"] = key_file("secret_key", lambda: secrets.token_urlsafe(50))
    if not os.environ.get("FIELD_ENCRYPTION_KEYS"):
        settings["FIELD_ENCRYPTION_KEYS_FILE"] = key_file(
            "field_encryption_keys", lambda: urlsafe_b64encode(os.urandom(32)).decode()
        )
    for folder in (MAIL, VAR / "static"):
        folder.mkdir(exist_ok=True)
    return settings | os.environ


def need_free_port(port):
    """Raise SetupError when something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise SetupError(f"Port {port} needs root. Choose one above 1023: make run PORT=8001") from None
        except OSError:
            other = port + 1 if port < 65535 else 8000
            raise SetupError(
                f"Port {port} is taken by another program. Choose another one: make run PORT={other}"
            ) from None


def prepare():
    """Everything that happens once: environment, packages, assets, translations."""
    environment.ensure_venv()
    environment.install("run")
    try:
        if fetched := fetch_assets.fetch(("run",)):
            say(f"Fetched {', '.join(fetched)}.")
    except fetch_assets.AssetError as error:
        raise SetupError(str(error)) from None
    environment.compile_messages()
    if environment.missing_libraries():
        say(
            "Note: PDF reports need Pango. Everything else works without it. "
            + environment.as_root(f"apt-get install -y --no-install-recommends {environment.PDF_PACKAGES}")
        )


def log_file(name):
    """A fresh log; the one of the run before is kept beside it."""
    path = VAR / "log" / f"{name}.log"
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        path.replace(path.with_suffix(".log.1"))
    return path


def manage(settings, *arguments, quiet=True):
    """Run a management command; raises SetupError with what it said when it fails."""
    command = [PYTHON, ROOT / "manage.py", *arguments]
    if not quiet:
        subprocess.run(command, env=settings, cwd=ROOT, check=False)
        return
    if problem := environment.run_quietly(command, env=settings, cwd=ROOT):
        if "disk is full" in problem.lower() or "no space left" in problem.lower():
            raise SetupError(f"The disk is full where {VAR} lies. Make room there and try again.")
        raise SetupError(f"manage.py {arguments[0]} failed:\n{problem}")


def load_demo(settings):
    """Tables and demo town. An interrupted first loading leaves a mark, on which the next run starts over."""
    if not settings.get("DATABASE_URL") and not DATABASE.exists():
        say("Loading the demo town …")
        UNFINISHED.touch()
    manage(settings, "migrate", "--verbosity", "0")
    manage(settings, "seed_demo")
    UNFINISHED.unlink(missing_ok=True)


def web_child(settings, port):
    binds = ["--bind", f"127.0.0.1:{port}"]
    if has_ipv6_loopback(port):
        binds += ["--bind", f"[::1]:{port}"]  # "localhost" means this one to some browsers
    command = [PYTHON, "-m", "gunicorn", "config.wsgi", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    command += [*binds, "--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning"]
    return Child("Web server", command, log_file("web"), settings)


def has_ipv6_loopback(port):
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("::1", port))
    except OSError:
        return False
    return True


def worker_child(settings):
    command = [PYTHON, "-m", "celery", "-A", "config", "worker", "--loglevel", "warning"]
    command += ["--queues", "default", "--without-gossip", "--without-mingle"]
    return Child("Celery worker", command, log_file("worker"), settings)


def triage_child(settings):
    """What suggests something about comments: one task at a time, behind everything else."""
    command = [PYTHON, "-m", "celery", "-A", "config", "worker", "--loglevel", "warning", "--hostname", "triage@%h"]
    command += ["--queues", "triage", "--pool", "solo", "--without-gossip", "--without-mingle"]
    patient = ["nice", "-n", "10"] if shutil.which("nice") else []
    return Child("Celery worker of triage", [*patient, *command], log_file("triage"), settings)


def beat_child(settings):
    command = [PYTHON, "-m", "celery", "-A", "config", "beat", "--loglevel", "warning", "--pidfile", ""]
    command += ["--schedule", str(VAR / "celerybeat-schedule")]
    return Child("Celery beat", command, log_file("beat"), settings)


def answers(port):
    """Whether the web server answers at all; what it answers is for the page to show.

    Asked by number: a bare root may have no /etc/hosts that knows "localhost".
    """
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def where(settings):
    """Where logs and mails of this run lie; of mails nothing when another EMAIL_URL is set."""
    is_ours = settings["EMAIL_URL"] == mail_address() and not settings.get("EMAIL_URL_FILE")
    mails = f", e-mails: {MAIL.relative_to(ROOT)}/" if is_ours else ""
    return f"Logs: {(VAR / 'log').relative_to(ROOT)}/{mails}."


def serve(port, began):
    """Start all of it, say where it is, and look after it until a signal."""
    os.umask(0o077)  # what citizens wrote is nobody else's on this machine
    address = f"http://localhost:{port}"
    if UNFINISHED.exists() and not os.environ.get("DATABASE_URL"):
        say("The demo was not loaded to its end the last time; starting over.")
        reset()
    settings = demo_environment(address)
    supervisor, own_broker = Supervisor(), None
    try:
        if own_broker := broker.broker(settings, log_file("broker")):
            supervisor.add(own_broker)
            supervisor.wait_until(broker.socket_of(settings).exists, "The broker", PATIENCE)
        load_demo(settings)
        workers = worker_child(settings), triage_child(settings)
        for child in (web_child(settings, port), *workers, beat_child(settings)):
            supervisor.add(child)
        supervisor.wait_until(lambda: answers(port), "The web server", PATIENCE)
        say(f"\nDorflinde is ready after {time.monotonic() - began:.0f} s:  {address}/\n")
        manage(settings, "demo_logins", quiet=False)
        say(f"Ctrl-C stops everything; the data stays. {where(settings)} Start over: make reset-demo")
        while True:
            supervisor.look_after()
            time.sleep(0.5)
    except Stop:
        say("\nStopping …")
    finally:
        supervisor.stop()
        if own_broker:
            broker.clear_away(settings)
    say("Stopped. The data stays in var/; make run goes on with it.")


def reset():
    """Delete what the embedded demo wrote, so that the next run starts over."""
    if os.environ.get("DATABASE_URL"):
        raise SetupError("DATABASE_URL is set: make reset-demo only deletes the embedded demo's own data in var/.")
    for name in DEMO_DATA:
        path = VAR / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    UNFINISHED.unlink(missing_ok=True)


def main():
    began = time.monotonic()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or DEFAULT_PORT))
    parser.add_argument("--prepare-only", action="store_true", help="install everything, start nothing")
    parser.add_argument("--reset", action="store_true", help="delete the demo's data")
    options = parser.parse_args()
    stop_on_signals()
    try:
        environment.use_a_new_enough_python()
        lock = only_one_of_us()
        if options.reset:
            reset()
            say("The demo's data is deleted. make run loads it afresh.")
            return
        environment.need_room(ROOT, ROOM_FOR_DATA)
        if not options.prepare_only:
            need_free_port(options.port)
        prepare()
        if not options.prepare_only:
            lock.write(f"process {os.getpid()}, port {options.port}")
            lock.flush()
            serve(options.port, began)
    except SetupError as error:
        sys.exit(f"\n{error}")
    except OSError as error:
        sys.exit(f"\n{environment.explain(error)}")
    except Stop:
        sys.exit("\nStopped before it was ready; make run goes on where it was.")


if __name__ == "__main__":
    main()
