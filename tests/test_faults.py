# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Workers, broker, database and platform fail in one run; in small what tools/bench_faults.py does in full.

It has servers of its own: nobody else's tests lose theirs.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.postgresql
def test_every_post_is_public_once_whatever_fails():
    """Removal: the lease and its sweep; reading back before sending again; the row as the queue."""
    command = [sys.executable, str(ROOT / "tools" / "bench_faults.py"), "--small"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(done.stdout.splitlines()[-1])

    assert len(found["servers"]) == 2
    for row in found["servers"].values():
        assert {name: row[name] for name in ("lost", "doubled", "stuck")} == {"lost": 0, "doubled": 0, "stuck": 0}
        assert row["once"] + row["person"] + row["held"] == row["deliveries"]
    assert found["trails"]
    assert min(found["kills"].values()) >= 1
    happened = found["faults"]
    assert happened["Redis killed and empty"] >= 1 and happened["PostgreSQL restarted"] >= 1
