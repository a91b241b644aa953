# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Memory and cold start of a web process and a worker, and whether memory stays flat over many requests.

usage: .venv/bin/python tools/bench_memory.py [--requests 3000]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
if Path(sys.prefix) != ROOT / ".venv":
    os.execv(PYTHON, [str(PYTHON), *sys.argv])

import bench  # noqa: E402  needs nothing of ours, but the right interpreter
from services import services  # noqa: E402

SETTLED = 15  # seconds until a process that was started does nothing more
LOOKS = 6
WEB_MIB, WORKER_MIB, START_SECONDS = 110, 120, 2.5


def memory(pid):
    """MiB that a process holds in memory, shared libraries among them."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024


def processor_time(pid):
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def child_of(pid):
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def measure_web(settings, requests):
    """CPU seconds until the first answer, memory then, and while pages of all kinds are asked for in turns."""
    found = bench.inside(settings, "pages")
    pages = [path for name, path in found["pages"].items() if name != "bare view"]
    web = bench.Web(settings)
    try:
        link = web.link()
        bench.fetch(link, pages[0], found["session"])
        pid = child_of(web.process.pid)
        print(f"web: first answer after {processor_time(pid):.1f} CPU s (≤ {START_SECONDS}), {memory(pid)} MiB")
        for number in range(1, requests + 1):
            bench.fetch(link, pages[number % len(pages)], found["session"])
            if number % (requests // LOOKS) == 0:
                print(f"web: {number:,} requests, {memory(pid)} MiB (≤ {WEB_MIB})", flush=True)
    finally:
        web.stop()


def measure_worker(settings):
    command = [str(PYTHON), "-m", "celery", "-A", "config"]
    with tempfile.TemporaryDirectory() as folder:
        kinds = {
            "worker": ["worker", "--loglevel", "error", "--without-gossip", "--without-mingle"],
            "beat": ["beat", "--loglevel", "error", "--pidfile", "", "--schedule", f"{folder}/schedule"],
        }
        children = {name: subprocess.Popen([*command, *kind], env=settings, cwd=ROOT) for name, kind in kinds.items()}
        try:
            time.sleep(SETTLED)
            for name, child in children.items():
                used = f"{memory(child.pid)} MiB (≤ {WORKER_MIB})"
                print(f"{name}: {used}, {processor_time(child.pid):.1f} CPU s until it settled")
            bench.measure_delivery(settings, 200, 0)
            print(f"worker: {memory(children['worker'].pid)} MiB after 200 posts (≤ {WORKER_MIB})")
        finally:
            for child in children.values():
                child.terminate()
            for child in children.values():
                child.wait(30)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=3000)
    options = parser.parse_args()
    sizes = argparse.Namespace(towns=4, posts=4000)
    with services() as environment:
        settings = bench.fill(environment, "memory", sizes, 40_000)
        measure_web(settings, options.requests)
        measure_worker(settings)


if __name__ == "__main__":
    main()
