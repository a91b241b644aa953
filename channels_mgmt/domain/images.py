# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a photo as a phone takes it to an image fit for publication. Pure functions over bytes.

Loads Pillow, so it is imported by the function that has a picture in its hands; ``image_files`` looks at the header
before anything is decoded. What comes out is upright, sRGB, free of every kind of metadata (EXIF with GPS, XMP, IPTC,
comments, profiles) but the credit (``credits``), and at most ``MAX_EDGE`` pixels long.

A JPEG is reduced while it is decoded, so that 108 megapixels need no more memory than 12; only the coefficients of a
progressive one have to be kept whole. Measured: 108 megapixels take 0.6 s of processor time and 70 MB.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps, IptcImagePlugin, PngImagePlugin, UnidentifiedImageError

from channels_mgmt.domain.credits import NOBODY, Credit, read_credit
from channels_mgmt.domain.image_files import (
    AVIF,
    JPEG,
    PNG,
    WEBP,
    FitImage,
    Header,
    UnfitImage,
    damaged,
    header_of,
    type_of,
)
from channels_mgmt.domain.likeness import SIDE, likeness_from
from channels_mgmt.domain.shapes import Box

MAX_EDGE = 2560
SMALLEST_EDGE = 320
LARGEST_PNG = 1_500_000  # bytes; a larger PNG is a photo and becomes a JPEG
QUALITY = 88
DECODERS = {JPEG: ("JPEG", "MPO"), PNG: ("PNG",), WEBP: ("WEBP",), AVIF: ("AVIF",)}


def clean(content: bytes, *, credit: str = "") -> FitImage:
    """Turn an upload into an image fit for publication.

    ``credit`` is whom one names for it; without it what the file says is kept. Raises ``UnfitImage`` with a sentence
    that says what to do instead.
    """
    media_type = type_of(content)
    header = header_of(content, media_type)
    image, found = _upright_srgb(content, media_type, header)
    named = Credit(found.author, credit) if credit else found
    if media_type != JPEG:
        as_png = _encode(image, "PNG", credit=named)
        if len(as_png) <= LARGEST_PNG:
            return FitImage(as_png, PNG, *image.size, named)
    return FitImage(_encode(image, "JPEG", credit=named), JPEG, *image.size, named)


def shrink(content: bytes, *, edge: int) -> FitImage:
    """A JPEG of a clean image, at most ``edge`` pixels long."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return FitImage(_encode(image, "JPEG", quality=80), JPEG, *image.size)


def likeness(content: bytes) -> str:
    """What a clean image looks like (``domain.likeness``); best asked of its small copy."""
    image = Image.open(io.BytesIO(content))
    image.draft("L", (SIDE * 16, SIDE * 16))
    return likeness_from(image.convert("L").resize((SIDE + 1, SIDE + 1), Image.Resampling.BOX).tobytes())


def cut(image: FitImage, part: Box, *, size: tuple[int, int], max_bytes: int) -> FitImage:
    """A JPEG of ``part``, at most ``size`` pixels and ``max_bytes`` large, and never larger than it was.

    Raises ``UnfitImage`` like ``fit_into``.
    """
    picture: Image.Image = Image.open(io.BytesIO(image.content))
    credit = _credit_in(picture)
    share = min(1, size[0] / part.width, size[1] / part.height)
    # A JPEG is reduced while it is decoded, by halves, to no less than what is wanted.
    picture.draft("RGB", (max(1, int(image.width * share)), max(1, int(image.height * share))))
    across, down = picture.width / image.width, picture.height / image.height
    box = (part.left * across, part.top * down, part.right * across, part.bottom * down)
    wanted = size if share < 1 else (part.width, part.height)
    return _within(picture.convert("RGB").resize(wanted, Image.Resampling.LANCZOS, box=box), max_bytes, credit)


def fit_into(image: FitImage, *, max_bytes: int, media_types: Sequence[str]) -> FitImage:
    """``image`` itself where the platform takes it, else a JPEG of at most ``max_bytes``.

    Quality gives way first, then size. Raises ``UnfitImage`` below ``SMALLEST_EDGE`` pixels.
    """
    if image.fits(max_bytes=max_bytes, media_types=media_types):
        return image
    picture = Image.open(io.BytesIO(image.content))
    return _within(picture.convert("RGB"), max_bytes, _credit_in(picture))


def _within(picture: Image.Image, max_bytes: int, credit: Credit) -> FitImage:
    while True:
        for quality in (QUALITY, 80, 72):
            encoded = _encode(picture, "JPEG", quality=quality, credit=credit)
            if len(encoded) <= max_bytes:
                return FitImage(encoded, JPEG, *picture.size, credit)
        if max(picture.size) < SMALLEST_EDGE:
            raise UnfitImage(_("The image cannot be made small enough for this platform. Please choose another one."))
        smaller = (max(1, picture.width * 4 // 5), max(1, picture.height * 4 // 5))
        picture = picture.resize(smaller, Image.Resampling.LANCZOS)


# -- decoding -----------------------------------------------------------------------------------


def _upright_srgb(content: bytes, media_type: str, header: Header) -> tuple[Image.Image, Credit]:
    """Decode, reduce, bring into sRGB on white, turn upright, forget everything else but the credit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(content), formats=DECODERS[media_type])
            if media_type != JPEG and getattr(image, "n_frames", 1) > 1:
                raise UnfitImage(_("This is a moving image. Please choose a photo."))
            if image.size != (header.width, header.height):
                raise damaged()  # header and picture disagree
            share = min(1, MAX_EDGE / max(image.size))
            image.draft("RGB", (max(1, int(image.width * share)), max(1, int(image.height * share))))
            image.load()
            profile = image.info.get("icc_profile")
            orientation = image.getexif().get(0x0112, 1)
            credit = _credit_in(image)
    except UnfitImage:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError):
        raise damaged() from None
    if image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    elif image.mode in ("P", "PA", "LA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
    image.thumbnail((MAX_EDGE, MAX_EDGE), Image.Resampling.LANCZOS)
    if image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    image = _in_srgb(image, profile)
    image.info.clear()
    upright = Image.new("RGB", image.size)
    upright.paste(image)
    upright.getexif()[0x0112] = orientation
    return ImageOps.exif_transpose(upright), credit


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 bits or more as 256 shades; the library alone would cut everything brighter than 255 to white."""
    # Smaller first, because 32 bits a pixel are needed to count.
    image.thumbnail((MAX_EDGE, MAX_EDGE), Image.Resampling.LANCZOS)
    wide = image.convert("F")
    return wide.point(lambda value: value * (1 / 257) + 0.5).convert("L")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile says nothing; the numbers are taken as sRGB
    return image.convert("RGB")


def _credit_in(image: Image.Image) -> Credit:
    """What the file says, however badly it is written; what cannot be read names nobody."""
    try:
        said = (IptcImagePlugin.getiptcinfo(image) if isinstance(image, ImageFile.ImageFile) else None) or {}
    except (SyntaxError, ValueError, KeyError, IndexError, OSError):
        said = {}
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    try:
        return read_credit(image.getexif(), said, xmp.encode() if isinstance(xmp, str) else bytes(xmp))
    except (SyntaxError, ValueError, KeyError, OSError, TimeoutError):
        return NOBODY


def _encode(image: Image.Image, kind: str, *, quality: int = QUALITY, credit: Credit = NOBODY) -> bytes:
    image.info.clear()
    target, exif, xmp = io.BytesIO(), Image.Exif(), credit.as_xmp()
    for tag, words in credit.as_exif().items():
        exif[tag] = words
    written = exif.tobytes() if credit.as_exif() else b""
    if kind == "JPEG":
        more = {"xmp": xmp} if xmp else {}
        image.save(target, "JPEG", quality=quality, progressive=True, optimize=True, exif=written, **more)
    else:
        info = PngImagePlugin.PngInfo()
        if xmp:
            info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        image.save(target, "PNG", optimize=False, exif=written, pnginfo=info)
    return target.getvalue()
