# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Resolve the dependencies anew: requirements/*.txt, every file with its hashes, for every platform.

usage: .venv/bin/python tools/lock.py [--upgrade]
Versions already locked stay unless pyproject.toml or --upgrade demands otherwise.
"""

import subprocess
import sys

from environment import ROOT, VENV

COMMON = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--custom-compile-command=make lock",
    "--quiet",
]
LOCKS = {
    "uv": ["requirements/uv.in"],
    "npm": ["requirements/npm.in"],
    "run": ["pyproject.toml"],
    # The tests run on exactly the versions that production gets.
    "test": ["pyproject.toml", "--extra=test", "--constraints=requirements/run.txt"],
    "portable": ["pyproject.toml", "--extra=portable", "--constraints=requirements/run.txt"],
}


def main():
    for name, arguments in LOCKS.items():
        target = f"requirements/{name}.txt"
        command = [VENV / "bin" / "uv", "pip", "compile", *arguments, *COMMON, *sys.argv[1:], "-o", target]
        subprocess.run(command, cwd=ROOT, check=True)
        print(f"{target} is resolved.")


if __name__ == "__main__":
    main()
