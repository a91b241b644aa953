# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Send what nobody means to every address, 20,000 times, on PostgreSQL: no answer may be 5xx. A part of make bench.

usage: python3 tools/bench_fuzz.py [--calls 20000] [--seed 7]
"""

import argparse
import os
import sys

from environment import PYTHON, ROOT, run_patiently


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    settings = {"FUZZ_CALLS": str(options.calls), "FUZZ_SEED": str(options.seed), "FUZZ_CHOICES": "all"}
    pytest = [PYTHON, "-m", "pytest", "tests/test_fuzz.py", "-q", "-s", "-p", "no:cacheprovider", "--show-capture=no"]
    command = [PYTHON, ROOT / "tools" / "services.py", "--", *pytest]
    sys.exit(run_patiently(command, cwd=ROOT, env=os.environ | settings))


if __name__ == "__main__":
    main()
