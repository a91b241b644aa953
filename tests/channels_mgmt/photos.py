# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Photos as phones take them, made on the spot: rotated by EXIF, with GPS, XMP and a colour profile."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageDraw

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>Wohnort</secret></x:xmpmeta>'
ROTATED_CLOCKWISE = 6  # the camera was held upright: the stored picture lies on its side


def phone_photo(width=1200, height=800, *, orientation=ROTATED_CLOCKWISE, quality=90) -> bytes:
    """A JPEG that lies on its side: red at its stored left edge, which is the top for people."""
    image = Image.new("RGB", (width, height), (40, 120, 60))
    ImageDraw.Draw(image).rectangle((0, 0, width // 10, height), fill=(220, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telefonhersteller"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (47.0, 39.0, 48.0)
    gps[3], gps[4] = "E", (9.0, 10.0, 30.0)
    target = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.save(target, "JPEG", quality=quality, exif=exif, icc_profile=profile, xmp=XMP, comment=b"Aktenzeichen 123")
    return target.getvalue()


def picture(kind: str, size=(300, 200), mode="RGB", colour="navy", **options) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, colour).save(target, kind, **options)
    return target.getvalue()


def noise(size=(2400, 1800)) -> bytes:
    """A JPEG that does not compress well, as photos of leaves do not."""
    import random

    raw = random.Random(1).randbytes(size[0] // 4 * (size[1] // 4) * 3)
    target = io.BytesIO()
    Image.frombytes("RGB", (size[0] // 4, size[1] // 4), raw).resize(size).save(target, "JPEG", quality=95)
    return target.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A well-formed PNG whose header claims any size; its few bytes of picture do not matter."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def jpeg_claiming(width: int, height: int) -> bytes:
    """A real JPEG whose header was changed to claim another size."""
    content = bytearray(picture("JPEG", (64, 64)))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def webp_claiming(width: int, height: int) -> bytes:
    flags = struct.pack("<I", 0)
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + flags + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def upload(content: bytes | None = None, name="IMG_4711.jpg", content_type="image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, phone_photo() if content is None else content, content_type)
