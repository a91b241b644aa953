# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files on disk: whole or not at all (docs/adr/0021).

A file is written beside the others, in ``.incoming``, and takes its name when it is complete; a full disk leaves
nothing behind and says so. What a killed process left there, photos with their place among it, is swept.
"""

import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from core.errors import DiskFull
from core.failure import disk_is_full

INCOMING = ".incoming"
SWEPT_AFTER = 3600  # seconds; no request and no task lasts that long

_saved: ContextVar[list[tuple[Storage, str]] | None] = ContextVar("saved", default=None)


def incoming_folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / INCOMING
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def sweep_incoming(older_than: float = SWEPT_AFTER) -> int:
    """Remove what was begun more than ``older_than`` seconds ago and never finished; how many files."""
    limit, swept = time.time() - older_than, 0
    for entry in incoming_folder().iterdir():
        with suppress(FileNotFoundError):
            if entry.stat().st_mtime < limit:
                entry.unlink()
                swept += 1
    return swept


@contextmanager
def all_files_or_none() -> Iterator[None]:
    """Files saved inside are removed again when what they belong to fails, as its rows are."""
    begun: list[tuple[Storage, str]] = []
    around = _saved.get()
    outer = _saved.set(begun)
    try:
        yield
    except BaseException:
        for storage, name in begun:
            storage.delete(name)
        raise
    else:
        if around is not None:  # what this belongs to may still fail
            around += begun
    finally:
        _saved.reset(outer)


class WholeFileStorage(FileSystemStorage):
    """Raises ``DiskFull``, and keeps nothing, where disk or quota has no room."""

    def _save(self, name: str, content: File) -> str:
        begun = f"{INCOMING}/{secrets.token_hex(16)}.part"
        try:
            super()._save(begun, content)  # type: ignore[misc]
            name = self._give_name(begun, name)
        except OSError as error:
            with suppress(OSError):
                os.unlink(self.path(begun))
            if disk_is_full(error):
                raise DiskFull from error
            raise
        if (saved := _saved.get()) is not None:
            saved.append((self, name))
        return name

    def _give_name(self, begun: str, name: str) -> str:
        """Move the complete file to ``name`` or, where that was taken meanwhile, to one beside it."""
        while True:
            target = Path(self.path(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            except FileExistsError:
                name = self.get_available_name(name)
                continue
            os.replace(self.path(begun), target)
            return name


class IncomingFile(TemporaryUploadedFile):
    """An upload too large for memory, in the folder that is swept."""

    def __init__(
        self, name: str, content_type: str, size: int, charset: str | None, content_type_extra: Any = None
    ) -> None:
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=incoming_folder())  # noqa: SIM115  closed by Django
        UploadedFile.__init__(self, file, name, content_type, size, charset, content_type_extra)


class IncomingUploadHandler(TemporaryFileUploadHandler):
    """Django's, with a folder of our own; sweeps as it goes, for hosts on which no worker runs.

    Of a file larger than the person may send nothing is kept but its size, by which forms refuse it.
    """

    def new_file(self, *given: Any, **more: Any) -> None:
        FileUploadHandler.new_file(self, *given, **more)
        sweep_incoming()
        user = getattr(self.request, "user", None)
        is_known = user is not None and user.is_authenticated
        self.room = settings.UPLOAD_MOST_BYTES if is_known else settings.STRANGERS_UPLOAD_BYTES
        self.file = IncomingFile(self.file_name or "", self.content_type or "", 0, self.charset)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.room < 0:
            return
        self.room -= len(raw_data)
        with self._removed_when_full():
            if self.room < 0:
                self.file.truncate(0)
            else:
                self.file.write(raw_data)

    def file_complete(self, file_size: int) -> Any:
        with self._removed_when_full():
            return super().file_complete(file_size)

    @contextmanager
    def _removed_when_full(self) -> Iterator[None]:
        """Django leaves the file it was writing to the next garbage collection."""
        try:
            yield
        except OSError:
            with suppress(OSError):
                self.file.close()
            raise
