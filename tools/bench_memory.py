# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Memory and cold start of a web process and a worker, and whether memory stays flat over many requests.

A town hall's machine has no packages for tests, and some of them are found and loaded by others (httpx loads rich and
its lexers). --production measures what it has, in an environment made of requirements/run.txt and kept in var/.

Every process is started as its unit in deploy/systemd says, with as many threads, all of which are busy: as many
clients ask for pages of all kinds in turns. The first figure (RSS) counts for each process what it shares with others;
its proportional share (PSS) is what one more process costs the machine.

usage: .venv/bin/python tools/bench_memory.py [--requests 3000] [--production]
"""

import argparse
import hashlib
import os
import shlex
import subprocess
import sys
import tempfile
import time
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
if Path(sys.prefix) != ROOT / ".venv":
    os.execv(PYTHON, [str(PYTHON), *sys.argv])

import bench  # noqa: E402  needs nothing of ours, but the right interpreter
from bench_document import verdict  # noqa: E402
from services import services  # noqa: E402

SETTLED = 15  # seconds until a process that was started does nothing more
LOOKS = 6
BATCHES = 3
PROCESSES = 2
CLIENTS = 12  # two processes of six threads
WEB_MIB, WORKER_MIB, START_SECONDS = 110, 120, 2.5


def memory(pid):
    """What a process holds in memory, in MiB: with all that it shares, and with its part of that."""
    lines = [line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
    held = {line[0]: int(line[1]) // 1024 for line in lines if line[0] in ("Rss:", "Pss:")}
    return held["Rss:"], f"{held['Rss:']} MiB, proportional {held['Pss:']} MiB"


def processor_time(pid):
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def unit(name, folder):
    """Command and environment of a unit of deploy/systemd, for this checkout and this interpreter."""
    lines = (ROOT / "deploy" / "systemd" / f"dorflinde-{name}.service").read_text().splitlines()
    told = [line.partition("=")[::2] for line in lines if line.startswith(("ExecStart=", "Environment="))]
    command = next(value for key, value in told if key == "ExecStart")
    program, *arguments = shlex.split(command.replace("${STATE_DIRECTORY}", folder))
    environment = dict(value.split("=", 1) for key, value in told if key == "Environment")
    # A script names the interpreter of its environment in its first line; -m does the same for any.
    return [str(bench.PYTHON), "-m", Path(program).name, *arguments], environment


class Web(bench.Web):
    def __init__(self, settings, processes, folder):
        self.port = bench.free_port()
        command, environment = unit("web", folder)
        here = {"WEB_BIND": f"127.0.0.1:{self.port}", "WEB_CONCURRENCY": str(processes)}
        self.process = subprocess.Popen(
            [*command, "--log-level", "warning"], env=settings | environment | here, cwd=ROOT, start_new_session=True
        )
        self.link().close()


def measure_web(settings, requests):
    """CPU seconds until the first answer, memory then, and while all threads answer pages of all kinds."""
    found = bench.inside(settings, "pages")
    pages = [path for name, path in found["pages"].items() if name != "bare view"]

    def client(number, count):
        link = web.link()
        for turn in range(count):
            bench.fetch(link, pages[(number + turn) % len(pages)], found["session"])
        link.close()

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(CLIENTS) as clients:
        web = Web(settings, PROCESSES, folder)
        try:
            client(0, 1)
            loaded = processor_time(web.process.pid)
            spent = sum(map(processor_time, children_of(web.process.pid))) + loaded
            print(f"web: {loaded:.1f} CPU s loading, first answer after {spent:.1f} (≤ {START_SECONDS}), ", end="")
            print(verdict(spent <= START_SECONDS))
            for look in range(1, LOOKS + 1):
                each = requests * PROCESSES // LOOKS // CLIENTS
                list(clients.map(lambda number, each=each: client(number, each), range(CLIENTS)))
                for pid in children_of(web.process.pid):
                    threads, (held, words) = len(os.listdir(f"/proc/{pid}/task")), memory(pid)
                    asked = f"web: {requests * look // LOOKS:,} requests each, {words}, {threads} threads"
                    print(f"{asked} (≤ {WEB_MIB}), {verdict(held <= WEB_MIB)}", flush=True)
            print(f"web: the process they come from {memory(web.process.pid)[1]}")
        finally:
            web.stop()


def measure_worker(settings):
    with tempfile.TemporaryDirectory() as folder:
        children = {}
        for name in ("worker", "beat"):
            command, environment = unit(name, folder)
            quiet = [word if word != "info" else "error" for word in command]
            children[name] = subprocess.Popen(quiet, env=settings | environment, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            time.sleep(SETTLED)
            for name, child in children.items():
                print(f"{name}: {memory(child.pid)[1]}, {processor_time(child.pid):.1f} CPU s until it settled")
            for _ in range(BATCHES):
                bench.measure_delivery(settings, 200, 0)
                held, words = memory(children["worker"].pid)
                print(
                    f"worker: {words} after 200 more posts (≤ {WORKER_MIB}), {verdict(held <= WORKER_MIB)}", flush=True
                )
        finally:
            for child in children.values():
                child.terminate()
            for child in children.values():
                child.wait(30)


def production():
    """The interpreter of an environment that has only what runs in a town hall; made when the lock has changed."""
    lock = ROOT / "requirements" / "run.txt"
    folder = ROOT / "var" / "run-environment" / hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    if not (folder / "complete").exists():
        venv.create(folder, with_pip=True, clear=True)
        install = [str(folder / "bin" / "pip"), "install", "--quiet", "--require-hashes", "-r", str(lock)]
        subprocess.run(install, check=True)
        (folder / "complete").touch()
    return folder / "bin" / "python"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=3000)
    parser.add_argument("--production", action="store_true", help="with the packages of a town hall's machine")
    options = parser.parse_args()
    if options.production:
        bench.PYTHON = production()
    sizes = argparse.Namespace(towns=4, posts=4000)
    with services() as environment:
        settings = bench.fill(environment, "memory", sizes, 40_000)
        measure_web(settings, options.requests)
        measure_worker(settings)


if __name__ == "__main__":
    main()
