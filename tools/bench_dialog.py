# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dialogue with ten thousand, a million and five million comments of 200 towns, on a private PostgreSQL.

The databases stand side by side and every act takes turns in all of them, so that whatever else the machine does falls
on all alike. Each act is a whole request in a process of its own, without a server. What grows is told by processor
time, web and database together, because on a machine that is shared the clock shows the neighbours. Then eight people
take comments at once from the largest, comments come in, and a platform rings 2,000 times in ten seconds.

usage: .venv/bin/python tools/bench_dialog.py [--comments 10000,1000000,5000000] [--towns 200] [--posts 20000]
       [--rounds 120] [--calls 2000] [--document FILE]
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
if __name__ == "__main__" and Path(sys.prefix) != ROOT / ".venv":
    os.execv(PYTHON, [str(PYTHON), *sys.argv])
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import bench  # noqa: E402  needs nothing of ours, but the right interpreter
from bench_dialog_burst import measure_burst  # noqa: E402
from bench_document import DOCUMENT, machine, put_into, verdict  # noqa: E402
from services import services  # noqa: E402

WARM_UP = 10
#: One process of the database for each of ours, whose time is read; it shares no question with helpers of its own.
SETTLED = {"CONN_MAX_AGE": "3600", "PGOPTIONS": "-c max_parallel_workers_per_gather=0"}
MODERATORS, TURNS = 8, 60
#: Seconds between two comments of one person: quicker than anybody reads.
PAUSE = 1.0
SEARCHED = "search in the queue, no hit"
ACTS = {
    "queue page": 8,
    "the next 50 lines": 8,
    "queue, a post with 20,000": 8,
    "queue, unclaimed": 8,
    "queue, all": 8,
    "one comment of the wave": 8,
    SEARCHED: 8,
    "search in the queue, one hit": 8,
    "search in the queue, in 2 of 1,000": 8,
    "search in the queue, frequent": 8,
    "search in all, no hit": 8,
    "search in all, in 2 of 1,000": 8,
    "one search, no hit": 8,
    "one search, one hit": 8,
    "one search, in 2 of 1,000": 8,
    "one search, frequent": 8,
    "claim next": None,
    "decision": None,
}
"""Act → at most so many queries, where it is a page."""
#: Here the small database has fewer lines to show or hits to sort: growth is told and not judged.
UNEVEN = ("the next 50 lines", "queue, a post with 20,000", "search in the queue, frequent")
GROWTH, CLAIM_MS, INTAKE = 1.5, 20, 8000
#: What the nearest peer needs for a search without a hit at a million comments, in CPU ms, and the part wanted of it.
PEER_SEARCH_MS, PEER_PART = 8300, 100


def script(name):
    return [str(PYTHON), str(ROOT / "tools" / f"{name}.py")]


def inside(settings, *step):
    command = [*script("bench_dialog_inside"), *map(str, step)]
    return json.loads(subprocess.run(command, env=settings, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def fill_all(environment, options):
    """Size → the settings of its database."""
    import psycopg

    towns = bench.settings_of(environment, "towns")
    found = {}
    with psycopg.connect(environment["TEST_DATABASE_URL"], autocommit=True) as link:
        link.execute("CREATE DATABASE towns")
        bench.manage(towns, "migrate", "--verbosity", "0")
        bench.manage(
            towns, "seed_load", "--comments", "0", "--towns", str(options.towns), "--posts", str(options.posts)
        )
        for size in options.sizes:
            link.execute(f"CREATE DATABASE of_{size} TEMPLATE towns")
            settings = bench.settings_of(environment, f"of_{size}") | SETTLED
            command = [*script("bench_dialog_fill"), str(size)]
            filled = json.loads(
                subprocess.run(command, env=settings, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
            )
            bench.say(f"{size:,} comments, {filled['gigabytes']} GB, in {filled['seconds']} s")
            inside(settings, "prepare")
            found[size] = settings | {"FILLED": json.dumps(filled)}
    return found


class Desk:
    """The process that works in one database, only while it is asked."""

    def __init__(self, settings):
        command = [*script("bench_dialog_inside"), "acts"]
        self.process = subprocess.Popen(
            command, env=settings, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, verb, name):
        self.process.stdin.write(f"{verb} {name}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{name}: the process has ended")
        return json.loads(answer)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)


def measure_acts(databases, rounds):
    """Act → size → p50 and p95 in ms of the clock and of processors, and queries."""
    desks = {size: Desk(settings) for size, settings in databases.items()}
    times = {name: {size: [] for size in desks} for name in ACTS}
    try:
        for turn in range(WARM_UP + rounds):
            for name in ACTS:
                for size, desk in desks.items():
                    taken = desk.ask("do", name)
                    if turn >= WARM_UP:
                        times[name][size].append(taken)
        counted = {name: {size: desk.ask("count", name) for size, desk in desks.items()} for name in ACTS}
    finally:
        for desk in desks.values():
            desk.stop()
    return {
        name: {size: figures(taken) | counted[name][size] for size, taken in of_sizes.items()}
        for name, of_sizes in times.items()
    }


def figures(taken):
    clock, work = [one["ms"] for one in taken], [one["web"] + one["database"] for one in taken]
    return {
        "p50": percentile(clock, 0.5),
        "p95": percentile(clock, 0.95),
        "work50": percentile(work, 0.5),
        "work95": percentile(work, 0.95),
        "database": percentile([one["database"] for one in taken], 0.5),
    }


def measure_claims(settings, turns, pause):
    """Several people take comments at once, each a process with its own connection."""
    command = [*script("bench_dialog_inside"), "moderator"]
    people = [
        subprocess.Popen(
            [*command, str(number), str(turns), str(int(pause * 1000))],
            env=settings,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(1, MODERATORS + 1)
    ]
    for one in people:
        one.stdout.readline()
    began = time.monotonic()
    for one in people:
        one.stdin.write("\n")
        one.stdin.flush()
    found = [json.loads(one.communicate()[0]) for one in people]
    times = [taken for one in found for taken in one["times"]]
    works = [taken for one in found for taken in one["works"]]
    held = [pk for one in found for pk in one["got"][-1:]]
    return {
        "work95": percentile(works, 0.95),
        "p50": percentile(times, 0.5),
        "p95": percentile(times, 0.95),
        "per_second": len(times) / (time.monotonic() - began),
        "doubled": len(held) - len(set(held)),
    }


def lines_of(options, acts, claims, intake, burst):
    """The lines of docs/benchmarks.md."""
    sizes, load = options.sizes, os.getloadavg()
    named = [f"{size:,}" for size in sizes]
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, load average {load[0]:.1f}, {load[2]:.1f} over a quarter of an",
        f"hour: other work shared the machine. {options.towns} towns, {options.posts:,} posts; a fifth of the comments "
        "in the town that is",
        "measured, of its newest up to 20,000 below one post; each twentieth open. "
        f"{options.rounds} rounds. p50 / p95 in ms: by",
        "the clock, and *work*, the processor time of web and database together. Where the small database has less to",
        "show, growth is told and not judged.",
        "",
        "| Act | queries | " + " | ".join(f"{size} clock | work" for size in named) + " | p95 of work grows |",
        "|---|---|" + "---|---|" * len(sizes) + "---|",
    ]
    for name, found in acts.items():
        cells = [
            f"{found[size]['p50']:.0f} / {found[size]['p95']:.0f} | "
            f"{found[size]['work50']:.1f} / {found[size]['work95']:.1f}"
            for size in sizes
        ]
        growth = found[sizes[-1]]["work95"] / found[sizes[0]]["work95"]
        judged = f"{growth:.2f} ×" if name in UNEVEN else f"{growth:.2f} ×, {verdict(growth < GROWTH)}"
        most, queries = ACTS[name], max(found[size]["queries"] for size in sizes)
        asked = f"{queries}, {verdict(queries <= most)}" if most else str(queries)
        lines.append(f"| {name} | {asked} | " + " | ".join(cells) + f" | {judged} |")
    return lines + targets(named, acts[SEARCHED], claims, intake, burst)


def targets(named, searched, claims, intake, burst):
    million = searched.get(1_000_000, list(searched.values())[-1])["work50"]
    paced, flat_out = claims["paced"], claims["flat out"]
    is_whole = burst["stored"] == burst["answered"] == burst["calls"]
    return [
        "",
        "| Target | Result |",
        "|---|---|",
        f"| {MODERATORS} people take the next comment of {named[-1]} at once, each every {PAUSE:g} s: p95 at most "
        f"{CLAIM_MS} ms | p50 {paced['p50']:.1f} ms, p95 {paced['p95']:.1f} ms by the "
        f"clock, {verdict(paced['p95'] <= CLAIM_MS)}; p95 {paced['work95']:.1f} ms of work, "
        f"{verdict(paced['work95'] <= CLAIM_MS)} |",
        f"| the same without a pause, {flat_out['per_second']:.0f} a second on {os.cpu_count()} cores: nobody holds "
        f"another's | p50 {flat_out['p50']:.1f} ms, p95 {flat_out['p95']:.1f} ms; {flat_out['doubled']} doubled, "
        f"{verdict(not flat_out['doubled'])} |",
        f"| search without a hit at 1,000,000: at most 1/{PEER_PART} of the peer's 8.3 CPU s | {million:.0f} CPU ms, "
        f"1/{PEER_SEARCH_MS / million:.0f}, {verdict(million * PEER_PART <= PEER_SEARCH_MS)} |",
        f"| intake beside {named[-1]}: {INTAKE:,} comments/s of the process | {intake['per_processor_second']:,} per "
        f"second of its processor time, {verdict(intake['per_processor_second'] >= INTAKE)}; {intake['per_second']:,} "
        f"by the clock, {intake['per_second_of_both']:,} with the database's |",
        f"| {burst['calls']:,} calls of a platform in {burst['seconds']:.0f} s: each answered, all stored | "
        f"{burst['answered']:,} answered, p50 {burst['p50']:.0f} ms, p95 {burst['p95']:.0f} ms; {burst['stored']:,} "
        f"stored, {verdict(is_whole)} |",
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--comments", default="10000,1000000,5000000")
    parser.add_argument("--towns", type=int, default=200)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=120)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="where the figures are put between the marks")
    options = parser.parse_args()
    options.sizes = [int(size) for size in options.comments.split(",")]
    put_into(options.document, "dialog")  # hours later would be late for learning that it has no place for them
    with services() as environment:
        bench.say(environment["TEST_SERVICES"])
        databases = fill_all(environment, options)
        largest = databases[options.sizes[-1]]
        bench.say("measuring the acts")
        acts = measure_acts(databases, options.rounds)
        for name, found in acts.items():
            slowest = found[options.sizes[-1]]["slowest"] or {"time": 0, "sql": ""}
            bench.say(f"{name}: slowest question {slowest['time']} s: {slowest['sql'][:160]}")
        bench.say("measuring people at once")
        claims = {
            "paced": measure_claims(largest, TURNS, PAUSE),
            "flat out": measure_claims(largest, TURNS, 0),
        }
        bench.say("measuring intake")
        intake = inside(largest, "intake")
        bench.say("measuring a burst of calls")
        burst = measure_burst(databases[options.sizes[min(1, len(options.sizes) - 1)]], options.calls)
    lines = lines_of(options, acts, claims, intake, burst)
    put_into(options.document, "dialog", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
