# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take the mechanisms away, one at a time, and see whether a test notices.

tools/mutations.toml lists them: the line as it stands, what is put in its place, and the tests that are to fail. They
run in a copy of the tree, on a private PostgreSQL and Redis where one needs them. A line that no longer stands as
listed, a test that fails without any change, or a removal that nobody notices makes the status 1.

usage: .venv/bin/python tools/mutations.py [--only WORD] [--since DAY] [--minutes N] [--check] [--table FILE]
--since takes the rows that git says were written on that day or later. --minutes takes rows by chance and begins none
after so many; all of them take about an hour on two cores. --check only compares the list with the code, which takes
no time; the suite does that.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from services import services

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tools" / "mutations.toml"
# The tables come from the models, constraints included: that takes a third of the time of all migrations.
PYTEST = ["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", "-W", "ignore", "--no-migrations"]
LONGEST = 600
FAILED, PASSED = 1, 0  # pytest's own exit codes; all others mean that no verdict was reached


@dataclass(frozen=True)
class Mutation:
    """One mechanism: ``line`` of ``file`` becomes ``instead``; one of ``tests`` has to fail then."""

    mechanism: str
    file: str
    line: str
    instead: str
    tests: tuple[str, ...]
    needs_servers: bool = False

    def problem(self) -> str | None:
        """Why the list no longer fits the code, or ``None``."""
        path = ROOT / self.file
        if not path.is_file():
            return f"{self.file} does not exist"
        if (times := path.read_text(encoding="utf-8").count(self.line)) != 1:
            return f"the line stands {times} times in {self.file}"
        missing = [test for test in self.tests if not (ROOT / test.partition("::")[0]).is_file()]
        return f"no such test file: {', '.join(missing)}" if missing else None

    def apply(self, tree: Path) -> str:
        """Take the mechanism away in ``tree``; returns the file's text as it was."""
        path = tree / self.file
        before = path.read_text(encoding="utf-8")
        path.write_text(before.replace(self.line, self.instead), encoding="utf-8")
        return before


@dataclass(frozen=True)
class Verdict:
    mutation: Mutation
    is_noticed: bool
    by: str
    seconds: float


def read_list() -> list[Mutation]:
    """The mechanisms in the order of the list."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["mutation"]
    return [Mutation(**(row | {"tests": tuple(row["tests"])})) for row in rows]


def written_since(day: str) -> set[str]:
    """The mechanisms whose row was written on ``day`` (a date and, if wanted, a time) or later, as git knows."""
    at = day if ":" in day else f"{day} 00:00"  # git would take a mere day for this hour of it
    command = ["git", "blame", "--line-porcelain", f"--since={at}", "--", str(LIST)]
    found, is_new = set(), False
    for line in subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines():
        if line.startswith("boundary"):
            is_new = False
        elif re.match(r"[0-9a-f]{40} ", line):
            is_new = True
        elif line.startswith("\tmechanism = ") and is_new:
            found.add(tomllib.loads(line.strip())["mechanism"])
    return found


def copy_of_the_tree(folder: Path) -> Path:
    """What git knows and does not ignore, and what a set-up made, in a folder of its own."""
    tree = folder / "tree"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    for name in (".venv", "static_vendor"):
        (tree / name).symlink_to(ROOT / name)
    for messages in ROOT.glob("locale/*/LC_MESSAGES/*.mo"):
        shutil.copy2(messages, tree / messages.relative_to(ROOT))
    return tree


def run_tests(
    tree: Path, tests: tuple[str, ...], environment: dict[str, str], longest: int | None = LONGEST
) -> tuple[int, str]:
    """pytest's exit code and what it printed. A mutation may let a test hang: that is a failure too."""
    command = [str(tree / ".venv" / "bin" / "python"), *PYTEST, *tests]
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, timeout=longest, check=False
        )
    except subprocess.TimeoutExpired:
        return FAILED, f"FAILED {tests[0]} (no end within {longest} s)"
    return done.returncode, done.stdout + done.stderr


def judge(mutation: Mutation, tree: Path, environment: dict[str, str]) -> Verdict:
    began = time.monotonic()
    before = mutation.apply(tree)
    try:
        code, said = run_tests(tree, mutation.tests, environment)
    finally:
        (tree / mutation.file).write_text(before, encoding="utf-8")
    noticed_by = re.search(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE)
    by = noticed_by[1].rpartition("/")[2] if code == FAILED and noticed_by else said.strip()[-300:]
    return Verdict(mutation, code == FAILED and noticed_by is not None, by, time.monotonic() - began)


def table(verdicts: list[Verdict]) -> str:
    """The verdicts as Markdown."""
    lines = ["| mechanism taken away | file | noticed by | s |", "|---|---|---|---:|"]
    for verdict in verdicts:
        by = f"`{verdict.by}`" if verdict.is_noticed else "**nobody**"
        lines.append(f"| {verdict.mutation.mechanism} | `{verdict.mutation.file}` | {by} | {verdict.seconds:.0f} |")
    noticed = sum(verdict.is_noticed for verdict in verdicts)
    return "\n".join([*lines, "", f"{noticed} of {len(verdicts)} removals were noticed."])


def run(mutations: list[Mutation], ends_at: float = float("inf")) -> list[Verdict]:
    """The verdicts; none is begun after ``ends_at``."""
    verdicts = []
    with tempfile.TemporaryDirectory(prefix="dorflinde-") as folder, services() as servers:
        tree = copy_of_the_tree(Path(folder))
        for needs_servers in (False, True):
            chosen = [mutation for mutation in mutations if mutation.needs_servers == needs_servers]
            if not chosen:
                continue
            environment = dict(os.environ) | (servers if needs_servers else {})
            as_it_stands: dict[tuple[str, ...], bool] = {}
            for mutation in chosen:
                if time.monotonic() > ends_at:
                    break
                if mutation.tests not in as_it_stands:
                    code, said = run_tests(tree, mutation.tests, environment, longest=None)
                    as_it_stands[mutation.tests] = code == PASSED
                    if code != PASSED:
                        print(f"The tests fail without any change:\n{said[-3000:]}", flush=True)
                if as_it_stands[mutation.tests]:
                    verdicts.append(judge(mutation, tree, environment))
                else:
                    verdicts.append(Verdict(mutation, False, "the tests fail without any change", 0))
                word = "noticed" if verdicts[-1].is_noticed else f"NOT NOTICED: {verdicts[-1].by}"
                print(f"{verdicts[-1].seconds:5.0f} s  {mutation.mechanism}: {word}", flush=True)
    return verdicts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="a part of the mechanism's name")
    parser.add_argument("--since", default="", help="only rows written on this day or later")
    parser.add_argument("--minutes", type=float, default=0, help="rows by chance, for so long")
    parser.add_argument("--check", action="store_true", help="only compare the list with the code")
    parser.add_argument("--table", type=Path, help="where the table is written")
    options = parser.parse_args()
    mutations = [mutation for mutation in read_list() if options.only.lower() in mutation.mechanism.lower()]
    if options.since:
        recent = written_since(options.since)
        mutations = [mutation for mutation in mutations if mutation.mechanism in recent]
    problems = [f"{m.mechanism}: {problem}" for m in mutations if (problem := m.problem())]
    if problems:
        sys.exit("tools/mutations.toml no longer fits the code:\n  " + "\n  ".join(problems))
    if options.check:
        print(f"{len(mutations)} mechanisms stand as listed.")
        return
    if options.minutes:
        random.shuffle(mutations)
    verdicts = run(mutations, time.monotonic() + options.minutes * 60 if options.minutes else float("inf"))
    print(found := table(verdicts))
    print(f"every removal is noticed: {'met' if all(verdict.is_noticed for verdict in verdicts) else '**missed**'}")
    if options.table:
        options.table.write_text(found + "\n", encoding="utf-8")
    sys.exit(0 if all(verdict.is_noticed for verdict in verdicts) else 1)


if __name__ == "__main__":
    main()
