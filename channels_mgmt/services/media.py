# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking photos in and handing them out in the size a platform takes."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.contract import Image, Limits
from channels_mgmt.connectors.limits import SIZES
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.domain.image_files import MAX_BYTES, SUFFIXES, THUMBNAIL_EDGE, FitImage, UnfitImage, is_heic
from channels_mgmt.domain.shapes import part_of
from channels_mgmt.models import Channel, MediaAsset, Post, Rendition
from channels_mgmt.services.heif import jpeg_of
from channels_mgmt.services.likeness import likeness_of, note_likeness
from core.hashing import content_hash
from core.storage import all_files_or_none

NAME_LENGTH = 200
RECIPE = 2
"""Raised when the same wishes are to give other bytes, so that nothing made before is taken."""
Size = tuple[int, int]
WHOLE: Size = (0, 0)


def add_image(municipality: Municipality, *, actor: User, upload: Any, credit: str = "") -> MediaAsset:
    """Store an uploaded photo, made fit for publication; the original is not kept.

    ``upload`` is a file with ``name`` and ``size``. ``credit`` is whom one names; without it what the file says counts.
    The same photo again gives the image already stored. Raises ``UnfitImage``, before decoding, for other types and
    for more pixels or bytes than ``image_files`` allows; what the name and the browser say of the type counts nothing.
    """
    require(actor, "channels_mgmt.add_image", municipality)
    return take_image(municipality, uploader=actor, upload=upload, credit=credit)


def take_image(municipality: Municipality, *, uploader: User, upload: Any, credit: str = "") -> MediaAsset:
    """The same for a photo that somebody without a login has sent, in the name of who let them send it."""
    from channels_mgmt.domain import images  # slow: Pillow

    if upload.size > MAX_BYTES:
        raise UnfitImage(
            _("The file has %(size)d MB, at most %(allowed)d are possible. Please choose a smaller size.")
            % {"size": round(upload.size / 1_000_000), "allowed": MAX_BYTES // 1_000_000}
        )
    upload.seek(0)
    name = str(upload.name or "").replace("\\", "/").rpartition("/")[2]
    content = upload.read()
    fit = images.clean(jpeg_of(content) if is_heic(content) else content, credit=credit)
    credit = credit or fit.credit.line
    sha256 = hashlib.sha256(fit.content).hexdigest()
    known = MediaAsset.objects.filter(municipality=municipality, sha256=sha256, credit=credit).first()
    if known:
        return known
    small = images.shrink(fit.content, edge=THUMBNAIL_EDGE)
    return _store(municipality, uploader, fit, small, sha256, name[-NAME_LENGTH:], credit)


@all_files_or_none()
@transaction.atomic
def _store(
    municipality: Municipality, actor: User, fit: FitImage, small: FitImage, sha256: str, name: str, credit: str
) -> MediaAsset:
    asset = MediaAsset(
        municipality=municipality,
        media_type=fit.media_type,
        width=fit.width,
        height=fit.height,
        size=len(fit.content),
        sha256=sha256,
        original_name=name or _("Photo"),
        credit=credit,
        uploaded_by=actor,
    )
    asset.file.save(f"image.{SUFFIXES[fit.media_type]}", ContentFile(fit.content), save=False)
    asset.thumbnail.save(f"image.{SUFFIXES[small.media_type]}", ContentFile(small.content), save=False)
    asset.save()
    note_likeness(asset, likeness_of(small.content))
    record(actor, "media.image_added", asset, sha256=sha256, width=fit.width, height=fit.height)
    return asset


def rendition(asset: MediaAsset, limits: Limits, *, shape: str = "", size: Size = WHOLE, alt_text: str = "") -> Image:
    """The image as a platform with ``limits`` takes it: its types, its number of bytes; a part of it in ``shape``.

    Raises ``UnfitImage`` where it cannot be made small enough, ``OSError`` where the file is gone.
    """
    if not shape:
        with asset.file.open("rb") as file:
            whole = FitImage(file.read(), asset.media_type, asset.width, asset.height)
        if whole.fits(max_bytes=limits.image_bytes, media_types=limits.image_types):
            return Image(whole.content, whole.media_type, alt_text, whole.width, whole.height)
    made = stored_rendition(asset, limits, shape=shape, size=size)
    with made.file.open("rb") as file:
        return Image(file.read(), made.media_type, alt_text, made.width, made.height)


def rendition_for(post: Post, channel: Channel, asset: MediaAsset, limits: Limits, *, alt_text: str = "") -> Image:
    """The image as ``post`` shows it on ``channel``: in the shape chosen there, in the size its platform recommends."""
    shape = shape_on(post, channel)
    return rendition(asset, limits, shape=shape, size=size_for(channel.platform, shape), alt_text=alt_text)


def shape_on(post: Post, channel: Channel) -> str:
    """The shape chosen for the images of ``post`` on ``channel``; empty: whole."""
    targets = post.parts.targets if post.parts else post.targets.filter(channel=channel)
    return next((target.shape for target in targets if target.channel_id == channel.pk), "")


def size_for(platform: str, shape: str) -> Size:
    """In pixels, as ``platform`` recommends it for ``shape``."""
    return profile_of(platform).shapes.get(shape) or SIZES.get(shape, WHOLE)


def stored_rendition(asset: MediaAsset, limits: Limits, *, shape: str = "", size: Size = WHOLE) -> Rendition:
    """The same, as a file of its own with type and size; made once, whoever asks and however often.

    Decodes at most ``images.MAX_EDGE`` pixels: what is stored of an upload is no larger.
    """
    focus = asset.focus if shape else None
    recipe = content_hash([RECIPE, shape, size, focus, limits.image_bytes, sorted(limits.image_types)])
    known = asset.renditions.filter(recipe=recipe).first()
    if known is not None:
        if known.file.storage.exists(str(known.file)):
            return known
        asset.renditions.filter(pk=known.pk).delete()  # the file is lost, and can be made anew
    made = _made(asset, limits, shape, size)
    try:
        return _keep(asset, recipe, made)
    except IntegrityError:  # somebody else was faster
        return asset.renditions.get(recipe=recipe)


def _made(asset: MediaAsset, limits: Limits, shape: str, size: Size) -> FitImage:
    from channels_mgmt.domain import images  # slow: Pillow

    with asset.file.open("rb") as file:
        stored = FitImage(file.read(), asset.media_type, asset.width, asset.height)
    if not shape:
        return images.fit_into(stored, max_bytes=limits.image_bytes, media_types=limits.image_types)
    part = part_of(stored.width, stored.height, shape, asset.focus)
    return images.cut(stored, part, size=size, max_bytes=limits.image_bytes)


@all_files_or_none()
@transaction.atomic
def _keep(asset: MediaAsset, recipe: str, made: FitImage) -> Rendition:
    row = Rendition(
        asset=asset,
        recipe=recipe,
        media_type=made.media_type,
        width=made.width,
        height=made.height,
        size=len(made.content),
    )
    row.file.save(f"image.{SUFFIXES[made.media_type]}", ContentFile(made.content), save=False)
    row.save()
    return row
