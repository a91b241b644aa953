# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What PostgreSQL spends on the questions of pages: planned each time, and with one plan for all values (ADR 33).

Asks what the pages of a large town and of a small one ask, each question again and again in both ways, and prints the
processor time of the server's process. Makes a filled private PostgreSQL as tools/bench_pages.py does, unless
DATABASE_URL names one. A question whose one plan is slower must not be ``@question_planned_once``.

usage: .venv/bin/python tools/bench_plans.py [--comments 200000] [--posts 20000] [--towns 4]
"""

import argparse
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

TURNS, CALLS = 5, 20
#: The one plan may be this much slower before it counts: what is measured is small.
TOLERANCE = 1.1


def questions_of_pages(slug):
    """(name, what it was compiled to, its values) of every question the pages of the town ask."""
    import bench_inside
    from bench_bare import answer
    from django.core.wsgi import get_wsgi_application
    from django_scopes import scopes_disabled

    from accounts.models import Municipality
    from core import questions

    bench_inside.town = lambda: Municipality.objects.get(slug=slug)
    with scopes_disabled():
        found = bench_inside.pages()
    asked, prepare = {}, questions._Kept.prepare

    def noting(question, args, kwargs):
        compiled, params = prepare(question, args, kwargs)
        asked.setdefault((question.__name__, compiled.sql), (question.keeps_plan, compiled, list(params)))
        return compiled, params

    questions._Kept.prepare = noting
    for name, address in found["pages"].items():
        if name != "bare view":
            answer(get_wsgi_application(), address, found["session"])
    questions._Kept.prepare = prepare
    return [(name, *rest) for (name, _sql), rest in sorted(asked.items(), key=lambda pair: pair[0])]


def server_ms(compiled, params, *, with_one_plan):
    """Processor time of the server's process for one call, the least of some turns."""
    from django.db import connection

    mode = "force_generic_plan" if with_one_plan else "auto"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('plan_cache_mode', %s, false)", [mode])
    asked = replace(compiled, keeps_plan=with_one_plan)
    spent = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    least = float("inf")
    for _ in range(TURNS + 1):
        began = int(spent.read_text().split()[0])
        for _ in range(CALLS):
            asked.rows(params)
        least = min(least, (int(spent.read_text().split()[0]) - began) / CALLS / 1e6)
    return least


def measure(towns):
    import bench_inside  # noqa: F401  sets Django up

    for slug in ("laststadt-1", f"laststadt-{towns}"):
        print(f"\n{slug}: ms of the server per call\n")
        print("| Question | planned each time | one plan | ratio | planned once |\n|---|---|---|---|---|")
        for name, keeps_plan, compiled, params in questions_of_pages(slug):
            each, once = (server_ms(compiled, params, with_one_plan=one) for one in (False, True))
            verdict = "yes" if keeps_plan else ""
            if keeps_plan and once > each * TOLERANCE:
                verdict = "**yes, and should not be**"
            print(f"| {name} | {each:.3f} | {once:.3f} | {once / each:.2f} | {verdict} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--comments", type=int, default=200_000)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--towns", type=int, default=4)
    options = parser.parse_args()
    if "DATABASE_URL" in os.environ:
        measure(options.towns)
        return
    import bench
    from services import services

    with services() as environment:
        settings = bench.fill(environment, "load", options, options.comments)
        command = [sys.executable, str(ROOT / "tools" / "bench_plans.py"), "--towns", str(options.towns)]
        subprocess.run(command, env=settings, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
