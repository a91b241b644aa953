# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Films by ffmpeg's own programs, in processes of their own and never in one that answers people (docs/adr/0046).

They read what strangers may have made: with limits of time, memory and size, by the one reader that fits the content,
from files only, and with nothing else of ours in their surroundings. They die with the process that began them.
"""

from __future__ import annotations

import json
import os
import resource
import secrets
import selectors
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File

from channels_mgmt.domain.video_files import COPY_BYTES, SOUND_RATE, Facts, Target
from core.storage import incoming_folder

PROBE_SECONDS, PICTURE_SECONDS = 20, 60
STALLED_SECONDS = 120
"""A conversion that reports nothing for so long hangs."""
MOST_SECONDS = 4 * 3600
MEMORY = 4_000_000_000
MOST_ANSWER = 1_000_000
POSTER_EDGE = 1280
SAFE = ("-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file,pipe")
ASKED = (
    "format=duration:stream=index,codec_type,codec_name,width,height,pix_fmt,avg_frame_rate,duration,"
    "sample_aspect_ratio:stream_tags=rotate:stream_disposition=attached_pic:stream_side_data=rotation"
)


class ProgramMissing(Exception):
    """Neither ``ffmpeg`` nor ``ffprobe`` is installed where the worker runs."""


class TookTooLong(Exception):
    """The program was ended. That says nothing about the film: the machine may be busy."""


def is_installed() -> bool:
    return all(shutil.which(name) for name in ("ffmpeg", "ffprobe"))


@contextmanager
def local_path(stored: Any) -> Iterator[Path]:
    """Where a stored file lies on this machine; brought here for as long as it is needed where it lies elsewhere."""
    try:
        path = Path(stored.path)
    except NotImplementedError:
        path = incoming_folder() / f"film-{secrets.token_hex(16)}"
        try:
            with stored.open("rb") as source, path.open("wb") as target:
                shutil.copyfileobj(source, target, 1_000_000)
            yield path
        finally:
            path.unlink(missing_ok=True)
    else:
        yield path


@contextmanager
def new_file(suffix: str) -> Iterator[Path]:
    """A place for what a program writes, in the folder that is swept; removed in the end."""
    path = incoming_folder() / f"film-{secrets.token_hex(16)}.{suffix}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def look_into(path: Path, container: str) -> dict[str, Any] | None:
    """What ffprobe says of the file; ``None`` when it cannot read it. Nothing is decoded."""
    with new_file("json") as said, said.open("wb") as answer:
        command = ["ffprobe", *SAFE[1:], "-f", container, "-show_entries", ASKED, "-of", "json", str(path)]
        process = _begun(command, answer, size=MOST_ANSWER, seconds=PROBE_SECONDS)
        if not _ended_well(process, PROBE_SECONDS):
            return None
        with suppress(ValueError):
            found = json.loads(said.read_bytes())
            return found if isinstance(found, dict) else None
    return None


def copy_of(
    path: Path, container: str, target: Path, facts: Facts, size: Target | None, on_progress: Callable[[int], None]
) -> bool:
    """Write an MP4 without place, device and chapters; unchanged in picture and sound where ``size`` is ``None``.

    ``on_progress`` is told the milliseconds that are done; what it raises ends the program. Whether it worked.
    """
    command = ["ffmpeg", *SAFE, "-f", container, "-i", str(path), "-map", f"0:{facts.stream}"]
    command += [] if facts.sound is None else ["-map", f"0:{facts.sound}"]
    command += ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
    command += ["-c", "copy"] if size is None else _computed(size)
    command += ["-movflags", "+faststart", "-f", "mp4", "-progress", "pipe:1", str(target)]
    process = _begun(command, subprocess.PIPE, size=COPY_BYTES * 3, seconds=MOST_SECONDS)
    try:
        assert process.stdout is not None  # noqa: S101  asked for above
        for line in _lines(process.stdout):
            name, _equals, value = line.partition("=")
            if name == "out_time_us" and value.isdecimal():
                on_progress(int(value) // 1000)
        return _ended_well(process, STALLED_SECONDS)
    finally:
        _end(process)


def picture_at(path: Path, milliseconds: int, target: Path) -> bool:
    """Write the picture shown at that moment as a JPEG. Whether it worked."""
    scale = f"scale='min({POSTER_EDGE},iw)':'min({POSTER_EDGE},ih)':force_original_aspect_ratio=decrease"
    command = ["ffmpeg", *SAFE, "-ss", f"{milliseconds / 1000:.3f}", "-f", "mov", "-i", str(path), "-map", "0:v:0"]
    command += ["-frames:v", "1", "-vf", scale, "-q:v", "3", "-map_metadata", "-1", "-f", "mjpeg", str(target)]
    process = _begun(command, subprocess.DEVNULL, size=20_000_000, seconds=PICTURE_SECONDS)
    return _ended_well(process, PICTURE_SECONDS) and target.exists() and target.stat().st_size > 0


def opened(path: Path) -> File[bytes]:
    return File(path.open("rb"), name=path.name)


def _computed(size: Target) -> list[str]:
    picture = f"scale={size.width}:{size.height},setsar=1,format=yuv420p"
    rates = ["-crf", "23", "-maxrate", str(size.rate), "-bufsize", str(size.rate * 2)]
    return [
        *("-vf", picture, "-fpsmax", "60", "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high"),
        *rates,
        *("-threads", "2", "-c:a", "aac", "-b:a", str(SOUND_RATE), "-ac", "2", "-ar", "48000"),
    ]


def _begun(command: Sequence[str], answer: int | IO[bytes], *, size: int, seconds: int) -> subprocess.Popen[bytes]:
    """Raises ``ProgramMissing``."""
    program = shutil.which(command[0])
    if program is None:
        raise ProgramMissing
    dies_with_us = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    patient = ["nice", "-n", "15"] if shutil.which("nice") else []
    process = subprocess.Popen(  # noqa: S603  no shell, and no word of it comes from outside
        [*dies_with_us, *patient, program, *command[1:]],
        stdin=subprocess.DEVNULL,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath)},
    )
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: size,
        resource.RLIMIT_CORE: 0,
    }
    with suppress(ProcessLookupError):
        for which, most in limits.items():
            resource.prlimit(process.pid, which, (most, most))
    return process


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """Lines as they come; ends when none comes for too long."""
    begun_at, rest = time.monotonic(), b""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while time.monotonic() < begun_at + MOST_SECONDS and selector.select(STALLED_SECONDS):
            chunk = os.read(stream.fileno(), 65_536)
            if not chunk:
                return
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                yield line.decode("ascii", "replace").strip()


def _ended_well(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether it said that all went well. Raises ``TookTooLong``."""
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        raise TookTooLong from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
