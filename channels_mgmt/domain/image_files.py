# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an image file says of itself, before any of it is decoded.

What a file is, its content says: names and declared types are claims of a phone or a browser, and often wrong.
Type and size are read from the file's header and held against the number of its bytes, so that a huge or false file
costs nothing. Apart from ``images`` because every page with an upload knows the limits, and few processes decode.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from channels_mgmt.domain.credits import NOBODY, Credit
from core.errors import DomainError

MAX_BYTES = 50_000_000  # a photo of 108 megapixels has up to 40 MB
MAX_PIXELS = 50_000_000  # decoded whole (PNG, WebP, progressive JPEG): stays below 300 MB
MAX_BASELINE_PIXELS = 150_000_000  # reduced while decoding; the largest panoramas and single pictures of phones
#: At least this share of a byte stands for a pixel: one bit per block of 8 × 8 in a JPEG, deflate's best in a PNG.
LEAST_JPEG, LEAST_PNG = 1 / 512, 1 / 1032
THUMBNAIL_EDGE = 640

JPEG, PNG, WEBP, AVIF, HEIC = "image/jpeg", "image/png", "image/webp", "image/avif", "image/heic"
NAMES = {JPEG: "JPEG", PNG: "PNG", WEBP: "WebP"}
SUFFIXES = {JPEG: "jpg", PNG: "png", WEBP: "webp"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}


class UnfitImage(DomainError):
    """The file cannot be used as an image. Nothing was stored."""


@dataclass(frozen=True, slots=True)
class FitImage:
    """An encoded image; ``width`` and ``height`` in pixels as people see it, ``credit`` as it stands in the file."""

    content: bytes
    media_type: str
    width: int
    height: int
    credit: Credit = NOBODY

    def fits(self, *, max_bytes: int, media_types: Sequence[str]) -> bool:
        """Whether a platform with these limits takes it as it is."""
        return len(self.content) <= max_bytes and self.media_type in media_types


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself, and whether it goes on to its end."""

    width: int
    height: int
    is_complete: bool
    is_baseline: bool = False

    @property
    def pixels(self) -> int:
        return self.width * self.height

    @property
    def allowed(self) -> int:
        return MAX_BASELINE_PIXELS if self.is_baseline else MAX_PIXELS


def type_of(content: bytes) -> str:
    """JPEG, PNG, WEBP or AVIF by its first bytes. Raises ``UnfitImage`` with what to do for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if _brands(content) & AVIF_BRANDS:
        return AVIF
    if is_heic(content):
        raise needs_jpeg()
    raise UnfitImage(_("This file is not an image in the format JPEG, PNG or WebP. Please choose a photo."))


def is_heic(content: bytes) -> bool:
    """Whether it is a photo as iPhones take it, for which a program of its own is needed (``services.heif``)."""
    brands = _brands(content)
    return bool(brands & HEIC_BRANDS) and not brands & AVIF_BRANDS


def _brands(content: bytes) -> set[bytes]:
    """What a file of the family of AVIF and HEIC says it is."""
    if content[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(content[:4], "big"), 256)
    return {content[8:12], *(content[at : at + 4] for at in range(16, end, 4))}


def needs_jpeg() -> UnfitImage:
    return UnfitImage(
        _(
            "This is a photo in the format HEIC, which networks do not take. On an iPhone choose Settings → "
            "Camera → Formats → Most Compatible, or send the photo to yourself by e-mail: that makes it a JPEG."
        )
    )


def header_of(content: bytes, media_type: str) -> Header:
    """Raises ``UnfitImage`` where the header says nothing sensible, or the file ends before the picture does."""
    try:
        header = _READERS[media_type](content)
    except (IndexError, struct.error, ValueError):
        raise damaged() from None
    if not header.pixels:
        raise damaged()
    if header.pixels > header.allowed:
        raise UnfitImage(
            _("The image has %(size)d megapixels, at most %(allowed)d are possible. Please choose a smaller size.")
            % {"size": round(header.pixels / 1_000_000), "allowed": header.allowed // 1_000_000}
        )
    if not header.is_complete:
        raise damaged()
    return header


def damaged() -> UnfitImage:
    return UnfitImage(_("The image is damaged or incomplete. Please transfer it from the phone once more."))


def _read_png(content: bytes) -> Header:
    """Complete means: the end chunk is there, and enough bytes for the rows the header claims."""
    width, height, depth, colour = struct.unpack(">IIBB", content[16:26])
    channels = {2: 3, 4: 2, 6: 4}.get(colour, 1)
    rows = height * (1 + width * depth * channels // 8)
    return Header(width, height, b"IEND" in content[-4096:] and len(content) >= rows * LEAST_PNG)


def _read_jpeg(content: bytes) -> Header:
    """Walk the segments up to the first scan; complete means: the end marker stands after enough bytes of picture."""
    at, size, is_baseline = 2, (0, 0), False
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            size, is_baseline = (width, height), marker in (0xC0, 0xC1)
        if marker == 0xDA:
            end = content.rfind(b"\xff\xd9")
            return Header(*size, end - at >= size[0] * size[1] * LEAST_JPEG, is_baseline)
        at += 2 + length


def _read_webp(content: bytes) -> Header:
    (length,) = struct.unpack("<I", content[4:8])
    is_complete = len(content) >= length + 8
    kind = content[12:16]
    if kind == b"VP8X":
        width = 1 + int.from_bytes(content[24:27], "little")
        height = 1 + int.from_bytes(content[27:30], "little")
    elif kind == b"VP8L":
        (bits,) = struct.unpack("<I", content[21:25])
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif kind == b"VP8 ":
        width, height = (value & 0x3FFF for value in struct.unpack("<HH", content[26:30]))
    else:
        raise ValueError("no picture")
    return Header(width, height, is_complete)


def _read_boxes(content: bytes) -> Header:
    """AVIF and HEIC name the size of the picture, of its tiles and of small copies; the largest is the picture's."""
    sizes, at = [], content.find(b"ispe")
    while at >= 0:
        sizes.append(struct.unpack(">II", content[at + 8 : at + 16]))
        at = content.find(b"ispe", at + 4)
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return Header(width, height, is_complete=True)  # whether it is, the decoder says


_READERS = {JPEG: _read_jpeg, PNG: _read_png, WEBP: _read_webp, AVIF: _read_boxes, HEIC: _read_boxes}
