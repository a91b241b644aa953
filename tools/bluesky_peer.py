# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real AT Protocol network (PLC directory, PDS, AppView) for tests, built once into var/peers.

usage: .venv/bin/python tools/bluesky_peer.py [--pds-only] [--rate-limits] -- COMMAND [ARGUMENT ...]

The command gets BLUESKY_PLC_URL and BLUESKY_PDS_URL, and BLUESKY_APPVIEW_URL unless --pds-only.
Node and npm come from the npm registry at locked versions; a compiler must be there (better-sqlite3
is built from source, about two and a half minutes on two cores, once).
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import environment
import fetch_assets
from environment import ROOT, VAR, SetupError, say
from services import services

SOURCE = ROOT / "tools" / "peers" / "bluesky"
PEERS = VAR / "peers"
BUILT = PEERS / "bluesky"
NODE = PEERS / "node" / "package" / "bin" / "node"
NPM = PEERS / "npm" / "package" / "bin" / "npm-cli.js"
COMPILER = ("g++", "make", "python3")
START_SECONDS = 90
PORTS = 8


def build():
    """Have the packages installed and compiled in var/peers; costs nothing when they are."""
    wanted = environment.digest(SOURCE / "package.json", SOURCE / "package-lock.json")
    stamp = BUILT / ".built"
    if not NODE.exists() or not stamp.is_file() or stamp.read_text() != wanted:
        compile_packages()
        stamp.write_text(wanted)
    shutil.copy(SOURCE / "start.mjs", BUILT)


def compile_packages():
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        raise SetupError("The AT Protocol network is locked for Linux on x86_64 only; make test needs none of it.")
    if lacking := [name for name in COMPILER if not shutil.which(name)]:
        raise SetupError(
            f"To build the AT Protocol network, {', '.join(lacking)} is missing: "
            + environment.as_root("apt-get install -y --no-install-recommends build-essential python3")
        )
    environment.need_room(ROOT, 1200 * environment.MEGABYTE)
    say("Building the AT Protocol network into var/peers, once; this takes some minutes …")
    try:
        fetch_assets.fetch(("peers",))
    except fetch_assets.AssetError as error:
        raise SetupError(str(error)) from None
    BUILT.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, BUILT)
    settings = os.environ | {
        "PATH": f"{NODE.parent}:{os.environ['PATH']}",
        "npm_config_nodedir": str(NODE.parent.parent),  # headers, so that node-gyp fetches none
        "npm_config_update_notifier": "false",
        # Its databases hold a few rows: to optimise SQLite takes longer than all tests gain by it.
        "CFLAGS": "-O0",
        "CXXFLAGS": "-O0",
        "JOBS": "max",
    }
    if environment.SYSTEM_CERTIFICATES.exists():  # Node brings its own list and does not look at the system's
        settings.setdefault("NODE_EXTRA_CA_CERTS", str(environment.SYSTEM_CERTIFICATES))
    command = [NODE, NPM, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    if problem := environment.run_quietly(command, cwd=BUILT, env=settings):
        raise SetupError(f"The AT Protocol network could not be built:\n{problem}")


def free_port_range():
    """The first of PORTS consecutive free loopback ports."""
    for base in range(25800 + os.getpid() % 2000 * 10, 60000, 10):
        with contextlib.ExitStack() as held:
            try:
                for port in range(base, base + PORTS):
                    held.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
            return base
    raise SetupError("No range of free ports was found for the AT Protocol network.")


@contextlib.contextmanager
def network(services_environment=None, rate_limits=False):
    """Run the network; yields the environment for the tests. Without services: PLC and PDS only."""
    folder = Path(tempfile.mkdtemp(prefix="dorflinde-peer-"))
    ready, log_path = folder / "ready.json", folder / "log"
    settings = os.environ | {"PORT_BASE": str(free_port_range()), "READY_FILE": str(ready), "NODE_ENV": "test"}
    if rate_limits:
        settings["RATE_LIMITS"] = "1"
    if services_environment:
        settings["DB_POSTGRES_URL"] = services_environment["TEST_DATABASE_URL"].replace("postgres://", "postgresql://")
        settings["DB_POSTGRES_SCHEMA"] = "dev"
        settings["REDIS_HOST"] = services_environment["TEST_REDIS_URL"].removeprefix("redis://").partition("/")[0]
    else:
        settings["MODE"] = "pds"
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [NODE, "start.mjs"], cwd=BUILT, env=settings, stdout=log, stderr=log, start_new_session=True
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                tail = log_path.read_text(errors="replace")[-3000:]
                raise SetupError(f"The AT Protocol network did not start:\n{tail}")
            time.sleep(0.1)
        found = json.loads(ready.read_text())
        addresses = {"PLC": found["plc"], "PDS": found["pds"], "APPVIEW": found["appview"]}
        yield {f"BLUESKY_{name}_URL": url for name, url in addresses.items() if url}
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pds-only", action="store_true", help="no AppView, hence no PostgreSQL and no Redis")
    parser.add_argument("--rate-limits", action="store_true", help="real 429 answers")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        parser.error("a command is needed after --")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with contextlib.ExitStack() as stack:
        build()
        servers = {} if options.pds_only else stack.enter_context(services())
        addresses = stack.enter_context(network(servers, options.rate_limits))
        sys.exit(environment.run_patiently(command, env=os.environ | servers | addresses))


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        sys.exit(130)
