# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this installation is: tried out or in service, and how its environment is read."""

import os
from pathlib import Path

from core.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = Environment(os.environ)  # NAME or NAME_FILE (container secrets)

DEMO = env.bool("DEMO")
DEBUG = env.bool("DEBUG")
if DEBUG and not DEMO:
    env.refuse("DEBUG", "shows every visitor of a faulty page the innards of the server. Leave it out.")

REQUIRED = (
    "SECRET_KEY",
    "FIELD_ENCRYPTION_KEYS",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "REDIS_URL",
    "BASE_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "MEDIA_ROOT",
)
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}

_missing = [name for name in (REQUIRED[:2] if DEMO else REQUIRED) if not env.has(name)]
if _missing:
    env.problems.append(
        f"Dorflinde does not start half-configured. Missing: {', '.join(_missing)}. "
        "Each may also be given as NAME_FILE. DEMO=1 tries it out: make run."
    )
