# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""HEIC by a program outside of this process: what it is given, what it may take, what is said where it is missing."""

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from accounts.models import Role
from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.forms.departments import BringTopicForm
from channels_mgmt.forms.planning import PostForm
from channels_mgmt.models import MediaAsset
from channels_mgmt.services import heif
from channels_mgmt.services.media import add_image
from core.storage import incoming_folder
from tests.channels_mgmt import photos
from tests.factories import person

TAKES = 'test "$1" = -q || exit 3\nhead -c 12 "$3" | tail -c 8 | grep -q ftypheic || exit 4\n'


def heic(width=4032, height=3024, brands=b"mif1heic") -> bytes:
    """What stands at the beginning of a HEIC file; its picture is nobody's but the program's."""
    sizes = b"".join(
        struct.pack(">I4sIII", 20, b"ispe", 0, *size) for size in ((512, 512), (width, height), (320, 240))
    )
    return struct.pack(">I4s4sI", 16 + len(brands), b"ftyp", b"heic", 0) + brands + sizes + bytes(200)


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts a program of libheif's name in the place of all others."""
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(photos.phone_photo(1200, 800))

    def put(script: str, name: str = "heif-dec") -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)
        monkeypatch.setenv("PATH", f"{path.parent}:/usr/bin:/bin")
        monkeypatch.setattr(heif, "PROGRAMS", (name,))
        return photo

    return put


def left_behind() -> list[str]:
    return [path.name for path in incoming_folder().iterdir() if path.name.startswith("heic-")]


@pytest.mark.parametrize("suffix", [".jpg", "-1.jpg"])
def test_a_heic_photo_is_stored_like_any_other(town, editor, program, suffix):
    photo = program("")
    program(f'{TAKES}cp {photo} "${{4%.jpg}}{suffix}"')

    asset = add_image(town, actor=editor, upload=photos.upload(heic(), name="IMG_0001.HEIC"))

    stored = asset.file.open("rb").read()
    assert Image.open(io.BytesIO(stored)).size == (800, 1200)
    assert (asset.media_type, asset.original_name) == ("image/jpeg", "IMG_0001.HEIC")
    assert b"Exif" not in stored
    assert left_behind() == []


def test_without_the_program_a_sentence_says_what_to_do(town, editor, monkeypatch):
    monkeypatch.setattr(heif, "PROGRAMS", ("no-such-program",))

    with pytest.raises(UnfitImage, match="iPhone"):
        add_image(town, actor=editor, upload=photos.upload(heic()))

    assert not MediaAsset.objects.exists()


@pytest.mark.parametrize(
    "script", ["exit 1", "exit 0", "kill -9 $$", 'echo no picture > "$4"', 'sleep 9; cp PHOTO "$4"']
)
def test_what_the_program_does_not_read_in_time_is_refused_and_leaves_nothing(
    town, editor, program, script, monkeypatch
):
    monkeypatch.setattr(heif, "SECONDS", 0.5)
    photo = program("")
    program(script.replace("PHOTO", str(photo)))

    with pytest.raises(UnfitImage, match=r"beschädigt|kein Bild"):
        add_image(town, actor=editor, upload=photos.upload(heic()))

    assert left_behind() == []
    assert not MediaAsset.objects.exists()


def test_it_gets_limits_and_nothing_of_ours(town, program, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "ours")
    photo = program("")
    program(f'sleep 0.3\n(env; ulimit -v; ulimit -f) > {tmp_path}/seen\ncp {photo} "$4"')

    heif.jpeg_of(heic())

    seen = (tmp_path / "seen").read_text()
    assert "ours" not in seen
    assert str(1_000_000_000 // 1024) in seen.splitlines()


def test_a_claimed_size_beyond_all_measure_never_reaches_the_program(town, editor, program, tmp_path):
    program(f"touch {tmp_path}/started")

    with pytest.raises(UnfitImage, match="Megapixel"):
        add_image(town, actor=editor, upload=photos.upload(heic(40_000, 30_000)))

    assert not (tmp_path / "started").exists()


def test_avif_is_read_by_what_stands_in_it_and_moving_or_broken_ones_are_refused(town, editor):
    still = photos.picture("AVIF", (640, 480))

    asset = add_image(town, actor=editor, upload=photos.upload(still, name="bild.avif"))

    assert (asset.width, asset.height) == (640, 480)
    moving = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    frames[0].save(moving, "AVIF", save_all=True, append_images=frames[1:])
    for wrong in (
        moving.getvalue(),
        still[: len(still) // 2],
        still.replace(struct.pack(">II", 640, 480), struct.pack(">II", 60_000, 60_000)),
    ):
        with pytest.raises(UnfitImage):
            add_image(town, actor=editor, upload=photos.upload(wrong))


def test_fields_offer_heic_only_where_it_is_read_so_that_an_iphone_sends_a_jpeg_elsewhere(town, program, monkeypatch):
    program("")
    assert all("image/heic" in offered and "image/avif" in offered for offered in accepted(town))

    monkeypatch.setattr(heif, "PROGRAMS", ("no-such-program",))

    assert all("hei" not in offered and "image/avif" in offered for offered in accepted(town))


def accepted(town) -> list[str]:
    return [form.fields["photo"].widget.attrs["accept"] for form in (PostForm(town), BringTopicForm())]
