# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make bench`: every measurement, one part after the other, and at the end what was met and what was missed.

Each part has servers and ports of its own and a limit of time; one that fails or takes too long stops no other. What a
part prints goes into var/bench/NAME.log. The status is 0 when every part has ended and nothing was missed.

usage: python3 tools/bench_all.py [--only PART,PART] [--quick]
       (--quick makes everything small, to see that each part runs; its figures go into copies, not into the document)
"""

import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import environment
from environment import PYTHON, ROOT, VAR, SetupError, say

LOGS = VAR / "bench"
DOCUMENT = ROOT / "docs" / "benchmarks.md"
MINUTE = 60
PATIENCE = 60  # seconds that a part is given to stop its servers
MET = re.compile(r"(?:: |, |\| )met\b")
MISSED = re.compile(r"\*\*missed\*\*")


@dataclass(frozen=True)
class Part:
    """One measurement: what it is, its arguments in full and in small, and the minutes it may take."""

    name: str
    about: str
    full: str
    quick: str
    minutes: int
    writes: bool = False


PARTS = (
    Part(
        "pages",
        "processor time of each page, queries",
        "bench_pages.py --write",
        "bench_pages.py --write --rounds 3 --comments 2000 --posts 500 --towns 2",
        12,
        True,
    ),
    Part(
        "bursts",
        "how late posts are that come due together",
        "bench_bursts.py",
        "bench_bursts.py --posts 40 --upload 20",
        10,
        True,
    ),
    Part(
        "faults",
        "everything fails while posts are due",
        "bench_faults.py",
        "bench_faults.py --deliveries 20 --kills 1 --faults 1",
        30,
        True,
    ),
    Part("feed", "a calendar of 1,000 posts", "bench_feed.py", "bench_feed.py --rounds 3 --posts 100", 5),
    Part(
        "media",
        "a film of 1 GB, a photo in four sizes",
        "bench_media.py --write",
        "bench_media.py --megabytes 30",
        10,
        True,
    ),
    Part("memory", "memory and cold start", "bench_memory.py --production", "bench_memory.py --requests 200", 15),
    Part(
        "whole",
        "pages with 1,000,000 comments, intake, analysis, public page",
        "bench.py",
        "bench.py --comments 2000 --small 500 --towns 2 --posts 500",
        40,
        True,
    ),
    Part(
        "dialog",
        "queue, claims, decisions, search with 10,000, 1,000,000 and 5,000,000 comments",
        "bench_dialog.py",
        "bench_dialog.py --comments 2000,20000 --towns 3 --posts 300 --rounds 3 --calls 100",
        40,
        True,
    ),
    Part("fuzz", "20,000 senseless requests", "bench_fuzz.py", "bench_fuzz.py --calls 300", 20),
    Part(
        "mutations",
        "mechanisms taken away",
        "mutations.py --minutes 10",
        "mutations.py --minutes 1 --only plan",
        25,
    ),
)


@dataclass(frozen=True)
class Ended:
    part: Part
    how: str
    seconds: float
    met: int
    missed: tuple[str, ...]


def chosen(only: str) -> list[Part]:
    """The parts called for, in their order. Raises ``SetupError`` for a name that is none."""
    names = [name for name in only.split(",") if name]
    if unknown := [name for name in names if name not in {part.name for part in PARTS}]:
        known = ", ".join(part.name for part in PARTS)
        raise SetupError(f"No such part: {', '.join(unknown)}. There are: {known}.")
    return [part for part in PARTS if not names or part.name in names]


def judge(printed: str) -> tuple[int, tuple[str, ...]]:
    """How many targets a part says were met, and the lines of those that were missed."""
    lines = printed.splitlines()
    met = sum(len(MET.findall(line)) for line in lines)
    return met, tuple(line.strip(" |").replace("**", "") for line in lines if MISSED.search(line))


def run(part: Part, command: list[str], log: Path, limit: float) -> Ended:
    began = time.monotonic()
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, start_new_session=True)
        try:
            how = "done" if process.wait(limit) == 0 else f"failed with {process.returncode}"
        except subprocess.TimeoutExpired:
            how = f"stopped after {limit / MINUTE:.0f} minutes"
        finally:
            end(process)
    met, missed = judge(log.read_text(encoding="utf-8", errors="replace"))
    return Ended(part, how, time.monotonic() - began, met, missed)


def end(process: subprocess.Popen) -> None:
    """Let all processes of a part stop their servers, then end whatever is left of it."""
    with contextlib.suppress(ProcessLookupError):
        ends_at = time.monotonic() + PATIENCE
        os.killpg(process.pid, signal.SIGTERM)
        while time.monotonic() < ends_at:
            process.poll()
            os.killpg(process.pid, 0)  # raises when nobody is left
            time.sleep(0.2)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def summary(ended: list[Ended], seconds: float) -> str:
    lines = [f"{'part':<10} {'':<28} {'time':>8} {'met':>5} {'missed':>7}"]
    for one in ended:
        minutes = f"{one.seconds // MINUTE:.0f}:{one.seconds % MINUTE:02.0f}"
        lines.append(f"{one.part.name:<10} {one.how:<28} {minutes:>8} {one.met:>5} {len(one.missed):>7}")
    lines += [f"  missed by {one.part.name}: {line}" for one in ended for line in one.missed]
    met, missed = sum(one.met for one in ended), sum(len(one.missed) for one in ended)
    wrong = sum(one.how != "done" for one in ended)
    lines.append(
        f"{len(ended)} parts in {seconds / MINUTE:.0f} minutes, {wrong} without an end of their own; {met} targets "
        f"met, {missed} missed; load average {os.getloadavg()[0]:.1f}."
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="parts, separated by commas: " + ", ".join(p.name for p in PARTS))
    parser.add_argument("--quick", action="store_true", help="everything small, without writing figures")
    options = parser.parse_args()
    parts = chosen(options.only)
    import test  # the suite's own preparation: interpreter, packages, assets, servers

    environment.use_a_new_enough_python()
    test.prepare()
    LOGS.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began, ended = time.monotonic(), []
    for part in parts:
        command = (part.quick if options.quick else part.full).split()
        if options.quick and part.writes:
            shutil.copy(DOCUMENT, LOGS / "benchmarks.md")
            command += ["--document", str(LOGS / "benchmarks.md")]
        say(f"{part.name}: {part.about} (at most {part.minutes} minutes) …")
        log = LOGS / f"{part.name}.log"
        one = run(part, [str(PYTHON), str(ROOT / "tools" / command[0]), *command[1:]], log, part.minutes * MINUTE)
        ended.append(one)
        say(f"{part.name}: {one.how}, {one.seconds:.0f} s, {one.met} met, {len(one.missed)} missed")
        if one.how != "done":
            tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
            say("\n".join(f"    {line[:200]}" for line in tail))
    print(summary(ended, time.monotonic() - began))
    sys.exit(1 if any(one.how != "done" or (one.missed and not options.quick) for one in ended) else 0)


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(f"\n{error}")
    except OSError as error:
        sys.exit(f"\n{environment.explain(error)}")
    except KeyboardInterrupt:
        sys.exit(130)
