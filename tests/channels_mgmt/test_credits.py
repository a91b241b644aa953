# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The credit is the one thing kept of a photo's metadata: in the file, in each size, read by programs of others."""

import io
import json
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, IptcImagePlugin

from accounts.models import Role
from channels_mgmt.connectors.limits import Limits
from channels_mgmt.domain.credits import ARTIST, COPYRIGHT, LENGTH, Credit, read_credit
from channels_mgmt.domain.images import clean, cut, fit_into
from channels_mgmt.domain.shapes import part_of
from channels_mgmt.services.media import add_image, rendition
from tests.channels_mgmt import photos
from tests.factories import person

NAME, NOTICE = "Jörg Müller & Söhne", "© Stadt Lindenhagen"
SPACES = {"dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}


def by_exif(*, kind="JPEG", size=(1600, 900)) -> bytes:
    """With name and notice as a camera writes them, and with everything else that must not stay."""
    exif = Image.Exif()
    exif[0x010F], exif[ARTIST], exif[COPYRIGHT] = "Telefonhersteller", NAME.encode(), NOTICE.encode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (47.0, 39.0, 0.0)
    target = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.2, 1, 1.2), 60).convert("RGB").save(target, kind, exif=exif)
    return target.getvalue()


def by_xmp(packet: bytes) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (900, 600), "navy").save(target, "JPEG", xmp=packet)
    return target.getvalue()


def by_iptc(**records: bytes) -> bytes:
    """As agencies write it: a block of Photoshop in a JPEG."""
    numbers = {"by_line": 80, "credit": 110, "notice": 116}
    data = b"".join(
        bytes([0x1C, 2, numbers[name]]) + len(words).to_bytes(2, "big") + words for name, words in records.items()
    )
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + len(data).to_bytes(4, "big") + data + bytes(len(data) % 2)
    whole = by_xmp(b"")
    return whole[:2] + b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block + whole[2:]


def seen_by_ffmpeg(content: bytes, tmp_path) -> dict[str, str]:
    """What a program that has nothing to do with Pillow reads of the EXIF."""
    path = tmp_path / "bild"
    path.write_bytes(content)
    asked = ["ffprobe", "-v", "error", "-show_frames", "-of", "json", str(path)]
    said = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
    return said["frames"][0].get("tags", {})


def packets(content: bytes) -> list[etree._Element]:
    """Each XMP packet in the file, found by its bytes and read by a parser of XML."""
    found, at = [], 0
    while (at := content.find(b"<x:xmpmeta", at)) >= 0:
        end = content.index(b"</x:xmpmeta>", at) + len(b"</x:xmpmeta>")
        found.append(etree.fromstring(content[at:end]))
        at = end
    return found


def texts(packet, tag: str) -> list[str]:
    return packet.xpath(f"//{tag}//text()", namespaces=SPACES)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_name_and_notice_stay_in_the_file_and_nothing_else_does(kind, tmp_path):
    """Removal: ``credit=named`` in ``clean`` loses them."""
    original = by_exif(kind=kind)
    assert b"Telefonhersteller" in original

    fit = clean(original)

    assert fit.credit == Credit(NAME, NOTICE)
    image = Image.open(io.BytesIO(fit.content))
    assert set(image.getexif()) == {ARTIST, COPYRIGHT}
    assert not image.getexif().get_ifd(0x8825)
    assert not IptcImagePlugin.getiptcinfo(image)
    [packet] = packets(fit.content)
    assert texts(packet, "dc:creator") == [NAME]
    assert texts(packet, "dc:rights") == [NOTICE]
    assert b"Telefonhersteller" not in fit.content
    if fit.media_type == "image/jpeg":
        tags = seen_by_ffmpeg(fit.content, tmp_path)
        assert (tags["Artist"], tags["Copyright"]) == (NAME, NOTICE)
        assert not [tag for tag in tags if "GPS" in tag or tag == "Make"]


def test_each_size_for_a_platform_carries_them(town, tmp_path):
    asset = add_image(town, actor=person(town, Role.EDITOR), upload=photos.upload(by_exif()))
    limits = Limits(characters=500, images=4, image_bytes=60_000, image_types=("image/jpeg",))

    for shape, size in (("", (0, 0)), ("1:1", (540, 540)), ("9:16", (540, 960))):
        made = rendition(asset, limits, shape=shape, size=size)

        tags = seen_by_ffmpeg(made.content, tmp_path)
        assert (tags["Artist"], tags["Copyright"]) == (NAME, NOTICE)
        assert len(made.content) <= 60_000
    assert asset.credit == f"{NAME} / {NOTICE}"


def test_what_a_person_says_stands_in_the_file_in_place_of_its_own_notice(town):
    asset = add_image(town, actor=person(town, Role.EDITOR), upload=photos.upload(by_exif()), credit="Foto: Archiv")

    with asset.file.open("rb") as stored:
        exif = Image.open(io.BytesIO(stored.read())).getexif()
    assert asset.credit == "Foto: Archiv"
    assert Credit(NAME, "Foto: Archiv") == read_credit(exif, {}, b"")


@pytest.mark.parametrize(
    ("content", "credit"),
    [
        (by_iptc(by_line="Jörg".encode(), credit=b"dpa"), Credit("Jörg", "dpa")),
        (by_iptc(by_line="Jörg".encode("latin-1"), notice=b"Agentur", credit=b"dpa"), Credit("Jörg", "Agentur")),
        (by_xmp(Credit("A <B> & C", "Ümlaut").as_xmp()), Credit("A <B> & C", "Ümlaut")),
        (by_xmp(b"<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>" + b"x" * 5000), Credit()),
        (by_xmp(b""), Credit()),
    ],
)
def test_it_is_read_as_cameras_and_agencies_write_it(content, credit):
    assert clean(content).credit == credit


def test_a_file_that_names_nobody_gets_no_metadata_at_all():
    fit = clean(photos.phone_photo())

    assert b"Exif" not in fit.content
    assert packets(fit.content) == []


def test_a_part_and_a_smaller_copy_name_the_same():
    fit = clean(by_exif())

    part = cut(fit, part_of(fit.width, fit.height, "4:5", (50, 50)), size=(400, 500), max_bytes=200_000)
    small = fit_into(fit, max_bytes=20_000, media_types=("image/jpeg",))

    assert part.credit == small.credit == fit.credit


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_words_come_back_on_one_line_and_never_too_long(author, notice):
    said = {ARTIST: author.encode("utf-8", "replace"), COPYRIGHT: notice.encode("utf-8", "replace")}
    once = read_credit(said, {}, b"")

    assert len(once.author) <= LENGTH
    assert len(once.line) <= LENGTH
    assert "\n" not in once.author + once.notice
    assert read_credit(once.as_exif(), {}, b"") == once
    assert read_credit({}, {}, once.as_xmp()) == once


@given(st.binary(max_size=400))
def test_noise_in_the_place_of_a_packet_names_nobody_or_somebody_and_breaks_nothing(noise):
    assert isinstance(clean(by_xmp(noise)).credit, Credit)
