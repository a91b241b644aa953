# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make test`: install what tests need, then run everything that needs no compiler.

usage: python3 tools/test.py [--only STAGE,STAGE] [--workers N]
All stages run even when one fails; the status is 0 only if all succeeded and no test was skipped.
The last lines are a summary of the durations and one of the tests, in pytest's own form.
"""

import argparse
import concurrent.futures
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

import environment
import fetch_assets
import prerequisites
from environment import PYTHON, ROOT, VAR, VENV, SetupError, say

RESULTS = VAR / "test-results"
BIN = VENV / "bin"
CODE = (
    "accounts channels_mgmt community config core demo netiquette practice reporting staffing strategy "
    "tests tools deploy"
)
SERVICES = [PYTHON, ROOT / "tools" / "services.py", "--"]
# A town hall's production settings, so that `check --deploy` judges what will run there.
PRODUCTION = {
    "DEMO": "0",
    "SECRET_KEY": "check-" + "4fK9zQ1mXw7" * 6,
    "FIELD_ENCRYPTION_KEYS": "Y2hlY2stb25seS1jaGVjay1vbmx5LWNoZWNrLW9ubHk=",
    "ALLOWED_HOSTS": "dorflinde.example.org",
    "BASE_URL": "https://dorflinde.example.org",
    "DATABASE_URL": "postgres://dorflinde@127.0.0.1:1/dorflinde",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://name:word@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Dorflinde <dorflinde@example.org>",
    "MEDIA_ROOT": tempfile.gettempdir(),
}
DEMO = PRODUCTION | {"DEMO": "1", "ALLOWED_HOSTS": "localhost", "DATABASE_URL": "sqlite://:memory:"}


def pytest(name, workers, *arguments, servers=False):
    """The command of one pytest pass; its result is kept for the summary."""
    command = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={RESULTS / name}.xml"]
    if workers > 1:
        # In the order of tests/conftest.py: by itself xdist hands out modules of few tests last.
        command += ["-n", str(workers), "--dist", "loadscope", "--no-loadscope-reorder"]
    return [*(SERVICES if servers else []), *command, *arguments]


def stages(workers):
    """Name → (commands, additional environment), in the order they run: the quick verdicts first."""
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    parts = [str(path) for path in sorted((ROOT / "templates").rglob("*.jinja"))]
    manage = [PYTHON, ROOT / "manage.py"]
    units = ["tests", "--ignore=tests/e2e"]
    return {
        "style": ([[BIN / "ruff", "check", *CODE.split()], [BIN / "ruff", "format", "--check", *CODE.split()]], {}),
        "templates": (
            [
                [BIN / "djangofmt", "--check", "--extend-exclude", "*.jinja", ROOT / "templates"],
                [BIN / "djangofmt", "--check", "--profile", "jinja", *parts],
                [BIN / "djade", "--check", "--target-version", "5.2", *templates],
            ],
            {},
        ),
        "contracts": (
            [[BIN / "lint-imports", "--no-cache"], [PYTHON, ROOT / "tools" / "architecture.py", "--check"]],
            {},
        ),
        "migrations": ([[*manage, "makemigrations", "--check", "--dry-run"]], DEMO),
        "deploy": ([[*manage, "check", "--deploy", "--fail-level", "WARNING"]], PRODUCTION),
        "licences": ([[BIN / "reuse", "lint", "--lines"]], {}),
        "types": ([[BIN / "mypy"]], DEMO),
        "sqlite": (
            [pytest("sqlite", workers, *units, "--share", "-m", "not postgresql and not e2e and not peers")],
            {},
        ),
        # One process more than cores: what kills processes and starts servers anew waits for minutes.
        "postgresql": (
            [
                pytest(
                    "postgresql",
                    workers + (workers > 1),
                    *units,
                    "--share",
                    "-m",
                    "not sqlite_only and not e2e and not peers",
                    servers=True,
                )
            ],
            {},
        ),
        # One process more than cores: the longest story waits more than a minute for the time of a post.
        "e2e": (
            [
                pytest(
                    "e2e",
                    workers + (workers > 1),
                    "tests/e2e",
                    "-m",
                    "not peers",
                    servers=True,
                )
            ],
            {},
        ),
    }


def prepare():
    """Packages, system programs, assets and translations."""
    environment.ensure_venv()
    environment.install("test")
    prerequisites.ensure()
    try:
        fetch_assets.fetch(("run", "test"))
    except fetch_assets.AssetError as error:
        raise SetupError(str(error)) from None
    environment.compile_messages()


def compiled_once():
    """Where a process may write no bytecode, each one would compile everything anew: it is kept in var instead."""
    if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        return {}
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(VAR / "pycache")}


@contextlib.contextmanager
def schemas_in_the_background(chosen):
    """Migrate the schemas the chosen passes copy, while the stages before them keep one core busy.

    Only a head start: a pass waits for a schema that is being made and makes one that is missing (tests/schema.py).
    """
    needed = {"sqlite": [], "postgresql": SERVICES}
    makers = [
        subprocess.Popen([*servers, PYTHON, "-m", "tests.schema"], cwd=ROOT, env=os.environ | compiled_once())
        for name, servers in needed.items()
        if name in chosen
    ]
    try:
        yield
    finally:
        for maker in makers:
            if maker.poll() is None:
                maker.terminate()
            maker.wait()


@contextlib.contextmanager
def types_beside(chosen):
    """Judge the types while the other quick stages use one core; yields what says how that ended, and prints it."""
    if "types" not in chosen:
        yield None
        return
    with tempfile.TemporaryFile("w+") as said, concurrent.futures.ThreadPoolExecutor(1) as beside:
        verdict = beside.submit(run, *stages(1)["types"], stdout=said, stderr=subprocess.STDOUT)

        def ended():
            succeeded = verdict.result()
            said.seek(0)
            say(said.read().rstrip())
            return succeeded

        yield ended


def run(commands, additional, **options):
    """Run one stage's commands to the first failure; whether all succeeded."""
    settings = os.environ | compiled_once() | {"PYTHONWARNINGS": "default"} | additional
    settings["CHROMIUM"] = prerequisites.chromium() or ""
    return all(environment.run_patiently(command, cwd=ROOT, env=settings, **options) == 0 for command in commands)


def kept_results(names):
    """(pass, its result as XML) of those that have run."""
    for name in names:
        if (path := RESULTS / f"{name}.xml").exists():
            yield name, ElementTree.parse(path).getroot()


def count(names):
    """Totals of the pytest passes by outcome, and their time in seconds."""
    totals, seconds = dict.fromkeys(("failed", "passed", "skipped", "errors"), 0), 0.0
    for _name, result in kept_results(names):
        for suite in result.iter("testsuite"):
            found = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
            totals["failed"] += found["failures"]
            totals["errors"] += found["errors"]
            totals["skipped"] += found["skipped"]
            totals["passed"] += found["tests"] - found["failures"] - found["errors"] - found["skipped"]
            seconds += float(suite.get("time", 0))
    return totals, seconds


def slowest(names, most=10):
    """The tests that took longest, set-up included: (seconds, pass, test), the longest first."""
    found = [
        (float(case.get("time", 0)), name, f"{case.get('classname')}::{case.get('name')}")
        for name, result in kept_results(names)
        for case in result.iter("testcase")
    ]
    return sorted(found, reverse=True)[:most]


def summary_line(names):
    """All passes as one line in the form pytest ends with; a test run on two databases counts twice."""
    totals, seconds = count(names)
    parts = [f"{number} {what}" for what, number in totals.items() if number]
    return f" {', '.join(parts) or 'no tests ran'} in {seconds:.2f}s ".center(80, "=")


def main():
    names = list(stages(1))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="stages, separated by commas: " + ", ".join(names))
    parser.add_argument("--workers", type=int, default=max(2, min(8, os.cpu_count() or 2)))
    options = parser.parse_args()
    chosen = options.only.split(",") if options.only else names
    if unknown := set(chosen) - set(names):
        parser.error(f"unknown stage {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    environment.use_a_new_enough_python()
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)

    began = time.monotonic()
    prepare()
    say(prerequisites.versions())
    lines = [("prepare", True, time.monotonic() - began)]
    with schemas_in_the_background(chosen), types_beside(chosen) as types:
        for name, (commands, additional) in stages(options.workers).items():
            if name in chosen:
                say(f"\n── {name} " + "─" * (76 - len(name)))
                since = time.monotonic()
                succeeded = types() if name == "types" else run(commands, additional)
                lines.append((name, succeeded, time.monotonic() - since))

    say("\n── summary " + "─" * 69)
    for name, succeeded, seconds in lines:
        say(f"  {name:<12} {'ok' if succeeded else 'FAILED':<8} {seconds:7.1f} s")
    say(f"  {'all':<21} {time.monotonic() - began:7.1f} s")
    for seconds, name, test in slowest(names):
        say(f"  {seconds:7.1f} s  {name}: {test}")
    skipped = count(names)[0]["skipped"]
    if skipped:
        say(f"  {skipped} tests were skipped: that is a failure here, a test runs or is deselected by its marker.")
    say(summary_line(names))
    sys.exit(0 if all(succeeded for _, succeeded, _ in lines) and not skipped else 1)


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(f"\n{error}")
    except OSError as error:
        sys.exit(f"\n{environment.explain(error)}")
    except KeyboardInterrupt:
        sys.exit(130)
