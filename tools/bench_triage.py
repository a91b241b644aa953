# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much memory and time triage takes: scoring with eleven labels, and the refit of one label of 11,400 decisions.

usage: .venv/bin/python tools/bench_triage.py FILE…   (comments with answers, layouts as in docs/triage.md)
Each part runs in a process of its own, as in operation. Ends with 1 where a limit of TRIAGE is missed. Nothing is kept.
"""

import json
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {"score": 320, "refit": 450}
DECISIONS = 11_400
FEWEST_PER_SECOND = 1_000


def main(files):
    set_up()
    from community.triage.corpora import read_corpora

    corpora, _harmless = read_corpora([Path(file) for file in files])
    rows = [row for corpus in corpora for row in zip(corpus.texts, map(bool, corpus.positive), strict=True)]
    sent = json.dumps(rows[:: max(1, len(rows) // DECISIONS)][:DECISIONS]).encode()
    missed = [part for part in LIMITS if subprocess.run([sys.executable, __file__, f"--{part}"], input=sent).returncode]
    sys.exit(bool(missed))


def set_up():
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
    os.environ.setdefault("SECRET_KEY", "bench-" + "0123456789" * 4)
    os.environ.setdefault("FIELD_ENCRYPTION_KEYS", "Y2hlY2stb25seS1jaGVjay1vbmx5LWNoZWNrLW9ubHk=")
    import django

    django.setup()


def run(part):
    set_up()
    from community.triage.labels import Label
    from community.triage.memory import return_freed_memory
    from community.triage.model import Example, fit, scores_by_label

    return_freed_memory()
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    decided = json.loads(sys.stdin.buffer.read())
    rows = [Example(text, yes, at // 8, begin + timedelta(minutes=at)) for at, (text, yes) in enumerate(decided)]
    before = time.process_time()
    if part == "refit":
        fit(Label.INSULT, rows)
        print(f"refit of one label, {len(rows)} decisions: {time.process_time() - before:.0f} s", end="")
    else:
        # A small model takes as much room as a large one: every place has a weight.
        models = {label: fit(label, rows[:400]) for label in Label}
        texts = [one.text for one in rows[-5_000:]]
        scores_by_label(models, texts[:10])
        before = time.process_time()
        for at in range(0, len(texts), 500):
            scores_by_label(models, texts[at : at + 500])
        speed = len(texts) / (time.process_time() - before)
        print(f"scoring {len(texts)} comments with {len(models)} labels: {speed:,.0f} comments/s", end="")
        if speed < FEWEST_PER_SECOND:
            print(f", fewer than {FEWEST_PER_SECOND:,}", end="")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f", peak {peak:.0f} MiB, limit {LIMITS[part]}")
    sys.exit(peak > LIMITS[part])


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1].startswith("--"):
        run(sys.argv[1][2:])
    elif sys.argv[1:]:
        main(sys.argv[1:])
    else:
        print(__doc__)
