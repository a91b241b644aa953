# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A disk without room: a sentence, and nothing half of it. The disk is real: a tmpfs, or a limit of the kernel."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Role
from channels_mgmt.models import MediaAsset
from core.errors import DiskFull
from core.failure import disk_is_full
from core.storage import INCOMING, IncomingFile, all_files_or_none, sweep_incoming
from tests.factories import person
from tests.pages import signed_in

ROOM = 8192


@pytest.fixture
def small_disk(tmp_path, settings) -> Iterator[Callable]:
    """``MEDIA_ROOT`` with room for two pages of memory; entering what is yielded makes it count."""
    folder = tmp_path / "small"
    folder.mkdir()
    settings.MEDIA_ROOT = folder
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder]
    is_mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0

    @contextmanager
    def limited() -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        if not is_mounted:  # without the right to mount, no file of this process may grow larger
            resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    yield limited
    if is_mounted:
        subprocess.run(["umount", folder], check=True)


def files_below(folder: Path) -> list[Path]:
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def photo() -> SimpleUploadedFile:
    """Noise, so that no format makes it small."""
    file = BytesIO()
    Image.frombytes("RGB", (300, 300), os.urandom(300 * 300 * 3)).save(file, "PNG")
    return SimpleUploadedFile("markt.png", file.getvalue(), "image/png")


@pytest.fixture
def editor(town):
    return signed_in(person(town, Role.EDITOR))


def test_a_photo_that_does_not_fit_is_refused_with_a_sentence_and_the_text_is_kept(small_disk, town, editor, settings):
    typed = {"title": "Markt am Samstag", "text": "Kommen Sie!", "kind": "other", "risk": "routine", "photo": photo()}

    with small_disk():
        page = editor.post(f"/{town.slug}/planen/neu/", typed)

    assert page.status_code == 422
    assert "kein Platz mehr" in page.content.decode() and "Markt am Samstag" in page.content.decode()
    assert files_below(settings.MEDIA_ROOT) == []
    assert not MediaAsset.objects.exists()


@pytest.mark.parametrize(
    ("address", "field"), [("planen/neu/", "photo"), ("strategie/analyse/zahlen/hochladen/", "file")]
)
def test_an_upload_that_does_not_even_arrive_gets_a_page_of_its_own(small_disk, town, settings, address, field):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    everybody = signed_in(person(town, *[role for role in Role.values if role != Role.EXTERNAL]))

    with small_disk():
        page = everybody.post(f"/{town.slug}/{address}", {field: photo()})

    assert page.status_code == 507
    assert "Die Festplatte des Servers ist voll" in page.content.decode()
    assert files_below(settings.MEDIA_ROOT) == []


def test_a_generated_file_that_does_not_fit_leaves_nothing(small_disk, settings):
    """Reports, signed copies and everything else that is stored take this way."""
    with small_disk(), pytest.raises(DiskFull):
        default_storage.save("reports/2026/bericht.pdf", ContentFile(b"x" * 5 * ROOM))

    assert files_below(settings.MEDIA_ROOT) == []


def test_what_fits_is_stored_whole_under_its_name_and_never_over_another_file():
    first, second = (default_storage.save("a/b.txt", ContentFile(words)) for words in (b"eins", b"zwei"))

    assert (default_storage.open(first).read(), default_storage.open(second).read()) == (b"eins", b"zwei")
    assert first == "a/b.txt" and second != first
    assert list((Path(default_storage.location) / INCOMING).iterdir()) == []


def test_files_of_a_step_that_failed_are_removed_again():
    """Detects the removal of the list of files begun."""

    @all_files_or_none()
    def fail_after_the_first_file() -> None:
        default_storage.save("image.png", ContentFile(b"1"))
        raise RuntimeError("the thumbnail did not fit")

    with pytest.raises(RuntimeError):
        fail_after_the_first_file()

    assert not default_storage.exists("image.png")


def test_what_a_killed_upload_left_is_swept_and_what_still_arrives_is_not(settings):
    left, arriving = (IncomingFile("foto.jpg", "image/jpeg", 0, None) for _ in range(2))
    os.utime(left.temporary_file_path(), (1, 1))

    assert Path(left.temporary_file_path()).parent == Path(settings.MEDIA_ROOT) / INCOMING
    assert sweep_incoming() == 1
    assert not os.path.exists(left.temporary_file_path()) and os.path.exists(arriving.temporary_file_path())


class PostgresqlError(Exception):
    sqlstate = "53100"


@pytest.mark.parametrize("error", [PostgresqlError(), Exception("database or disk is full"), OSError(28, "no space")])
def test_a_database_without_room_is_recognised_behind_other_errors(error):
    outer = ValueError("something else")
    assert not disk_is_full(outer)

    outer.__cause__ = error

    assert disk_is_full(outer)
