# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Create .venv, install a lock with verified hashes, compile the translations. Standard library only.

Every step leaves a stamp with the hash of what it was made from, so that doing it again costs
nothing. What goes wrong for a reason a person can mend is a SetupError that says how.
"""

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VAR = ROOT / "var"
PYTHON = VENV / "bin" / "python"
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
OLDEST_PYTHON = (3, 11)
MEGABYTE = 1024 * 1024
# Measured: the run environment takes 330 MB, the test environment 520 MB more.
ROOM_FOR = {"run": 500 * MEGABYTE, "test": 1100 * MEGABYTE, "portable": 200 * MEGABYTE}
PDF_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"


class SetupError(Exception):
    """Something a person can mend; the text is one clear sentence that says how."""


def say(text):
    print(text, flush=True)


def as_root(command):
    """The command as a person of this machine would have to type it."""
    return command if os.geteuid() == 0 else f"sudo {command}"


def use_a_new_enough_python():
    """Continue under Python 3.11 or newer, changing the interpreter if an older one was called."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            os.execv(found, [found, *sys.argv])
    raise SetupError(
        "Dorflinde needs Python 3.11 or newer; this is {}.{}. Install one, for example: {}".format(
            *sys.version_info[:2], as_root("apt-get install -y python3.11 python3.11-venv")
        )
    )


def need_room(folder, size):
    """Raise SetupError unless the file system of `folder` has `size` bytes left for us."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise SetupError(
            f"The disk is full: {free // MEGABYTE} MB are free where {folder} lies, about {size // MEGABYTE} MB "
            "are needed. Make room there and try again."
        )


def explain(error):
    """An operating system error as a SetupError, when a person can do something about it."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return SetupError(f"The disk is full ({error.filename or ROOT}). Make room there and try again.")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return SetupError(f"This account may not write to {error.filename or ROOT}. Use a folder of its own.")
    return SetupError(f"{error.filename or 'The system'}: {error.strerror or error}.")


def digest(*paths):
    """SHA-256 over the contents of files, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def ensure_venv():
    """Make .venv unless it is there and its interpreter runs."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0:
        return
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        # Without python3-venv Debian leaves half of an environment behind.
        raise SetupError(
            "Python's venv module is missing. Install it and try again: "
            + as_root("apt-get install -y --no-install-recommends python3-venv")
        ) from None
    say("Creating .venv …")
    venv.EnvBuilder(clear=VENV.exists(), with_pip=True, symlinks=True).create(VENV)


def run_quietly(command, **options):
    """Run a command; returns None if it succeeded, else the end of what it said."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    return None if done.returncode == 0 else done.stdout.strip()[-1500:]


def run_patiently(command, **options):
    """Run a command and return its status. Interrupted, let it tidy up first: it may hold servers and browsers."""
    process = subprocess.Popen(command, **options)
    try:
        return process.wait()
    except BaseException:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise


def uv_environment():
    """uv trusts and asks what pip does: the system's certificates, and the index set for pip."""
    environment = dict(os.environ)
    if SYSTEM_CERTIFICATES.exists():
        environment.setdefault("UV_SYSTEM_CERTS", "true")
    if any(name in environment for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL")):
        return environment
    index = environment.get("PIP_INDEX_URL")
    if not index:
        asked = subprocess.run(
            [PYTHON, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True
        )
        index = asked.stdout.strip()
    if index:
        environment["UV_DEFAULT_INDEX"] = index
    return environment


def install(lock):
    """Install requirements/<lock>.txt into .venv, each file's hash verified; uv first, else pip."""
    requirements = ROOT / "requirements" / f"{lock}.txt"
    stamp, wanted = VENV / f".installed-{lock}", digest(requirements)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    need_room(ROOT, ROOM_FOR[lock])
    say(f"Installing the Python packages of requirements/{lock}.txt …")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    uv = VENV / "bin" / "uv"
    problem = None
    if not uv.exists():
        problem = run_quietly([*pip, "install", "-q", "--require-hashes", "-r", ROOT / "requirements" / "uv.txt"])
    if uv.exists() and problem is None:
        problem = run_quietly(
            [uv, "pip", "install", "-q", "--python", PYTHON, "--require-hashes", "-r", requirements],
            env=uv_environment(),
        )
    if problem is not None:
        say("… by pip, which takes about a minute longer.")
        problem = run_quietly([*pip, "install", "-q", "--require-hashes", "-r", requirements])
    if problem is not None:
        raise SetupError(why_not_installed(problem))
    stamp.write_text(wanted)


def why_not_installed(problem):
    """One sentence from what pip said, whatever the reason was."""
    lowered = problem.lower()
    if "no space left" in lowered:
        return f"The disk is full where {ROOT} lies. Make room there and try again."
    if "hash" in lowered and "match" in lowered:
        return f"A downloaded package differs from the one that was locked; nothing of it was installed:\n{problem}"
    if any(
        sign in lowered for sign in ("connection", "resolve", "timed out", "network", "max retries", "could not find")
    ):
        return (
            "The Python packages could not be fetched: no network, or the package index does not answer. Check the "
            "connection, a proxy (https_proxy) or the index set for pip (pip config list), and try again."
        )
    return f"The Python packages could not be installed:\n{problem}"


def compile_messages():
    """Compile locale/**/*.po beside their sources; pure Python, so gettext is not needed."""
    for po in sorted((ROOT / "locale").rglob("*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        code = "import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])"
        fresh = mo.with_suffix(".mo.new")
        if problem := run_quietly([PYTHON, "-c", code, po, fresh]):
            raise SetupError(f"{po.relative_to(ROOT)} cannot be compiled:\n{problem}")
        fresh.replace(mo)


def missing_libraries():
    """Names of the system libraries WeasyPrint loads that this machine lacks."""
    import ctypes.util

    return [name for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset") if not ctypes.util.find_library(name)]
