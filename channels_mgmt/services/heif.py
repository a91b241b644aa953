# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Photos of iPhones (HEIC) by libheif's own program, where the machine has it (Debian: libheif-examples).

The program reads what strangers may have made, so it works outside of this process, with limits of time, memory and
size, on two files of the folder that is swept, and with nothing else of ours in its surroundings.
"""

from __future__ import annotations

import os
import resource
import secrets
import shutil
import subprocess
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from channels_mgmt.domain.image_files import HEIC, MAX_BYTES, damaged, header_of, needs_jpeg
from core.storage import incoming_folder

PROGRAMS = ("heif-dec", "heif-convert")  # the name of today and that of before
PHOTOS = "image/jpeg,image/png,image/webp,image/avif"
SECONDS = 20
LIMITS = {
    resource.RLIMIT_AS: 1_000_000_000,
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_FSIZE: MAX_BYTES,
    resource.RLIMIT_CORE: 0,
}


def jpeg_of(content: bytes) -> bytes:
    """A HEIC photo as a JPEG, upright, with its colour profile.

    Raises ``UnfitImage``: with the way out where the program is missing, and for what it cannot read within its limits.
    """
    program = _program()
    if program is None:
        raise needs_jpeg()
    header_of(content, HEIC)
    stem = incoming_folder() / f"heic-{secrets.token_hex(16)}"
    try:
        given = stem.with_suffix(".heic")
        given.write_bytes(content)
        if not _ran(program, given, stem.with_suffix(".jpg")):
            raise damaged()
        # A file of several pictures is written as several; the first is the photo.
        written = [path for path in (stem.with_suffix(".jpg"), Path(f"{stem}-1.jpg")) if path.exists()]
        if not written:
            raise damaged()
        return written[0].read_bytes()
    finally:
        for left in stem.parent.glob(f"{stem.name}*"):
            left.unlink(missing_ok=True)


def reads_heic() -> bool:
    """Whether this machine had the program when this process first asked; pages ask each time."""
    return _looked_for(PROGRAMS, os.environ.get("PATH", os.defpath))


@lru_cache(8)
def _looked_for(_programs: tuple[str, ...], _path: str) -> bool:
    return _program() is not None


def offered_photos() -> str:
    """What a field for photos lets people choose. Without HEIC there an iPhone sends a JPEG of its own accord."""
    return PHOTOS + (",image/heic,image/heif,.heic,.heif" if reads_heic() else "")


def _program() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def _ran(program: str, given: Path, wanted: Path) -> bool:
    """Whether it said that all went well in time."""
    process = subprocess.Popen(  # noqa: S603  no shell, and no word of it comes from outside
        [program, "-q", "95", str(given), str(wanted)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath)},
    )
    with suppress(ProcessLookupError):
        for which, most in LIMITS.items():
            resource.prlimit(process.pid, which, (most, most))
    try:
        return process.wait(SECONDS) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        process.kill()
        process.wait()
