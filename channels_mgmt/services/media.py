# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking photos in and handing them out in the size a platform takes."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.contract import Image, Limits
from channels_mgmt.domain.image_files import MAX_BYTES, SUFFIXES, THUMBNAIL_EDGE, FitImage, UnfitImage, is_heic
from channels_mgmt.models import MediaAsset
from channels_mgmt.services.heif import jpeg_of
from channels_mgmt.services.likeness import likeness_of, note_likeness
from core.storage import all_files_or_none

NAME_LENGTH = 200


def add_image(municipality: Municipality, *, actor: User, upload: Any, credit: str = "") -> MediaAsset:
    """Store an uploaded photo, made fit for publication; the original is not kept.

    ``upload`` is a file with ``name`` and ``size``.
    The same photo again gives the image already stored. Raises ``UnfitImage``, before decoding, for other types and
    for more pixels or bytes than ``image_files`` allows; what the name and the browser say of the type counts nothing.
    """
    from channels_mgmt.domain import images  # slow: Pillow

    require(actor, "channels_mgmt.add_image", municipality)
    if upload.size > MAX_BYTES:
        raise UnfitImage(
            _("The file has %(size)d MB, at most %(allowed)d are possible. Please choose a smaller size.")
            % {"size": round(upload.size / 1_000_000), "allowed": MAX_BYTES // 1_000_000}
        )
    upload.seek(0)
    name = str(upload.name or "").replace("\\", "/").rpartition("/")[2]
    content = upload.read()
    fit = images.clean(jpeg_of(content) if is_heic(content) else content)
    sha256 = hashlib.sha256(fit.content).hexdigest()
    known = MediaAsset.objects.filter(municipality=municipality, sha256=sha256, credit=credit).first()
    if known:
        return known
    small = images.shrink(fit.content, edge=THUMBNAIL_EDGE)
    return _store(municipality, actor, fit, small, sha256, name[-NAME_LENGTH:], credit)


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


def rendition(asset: MediaAsset, limits: Limits, *, alt_text: str = "") -> Image:
    """The image as a platform with ``limits`` takes it: its types, its number of bytes."""
    with asset.file.open("rb") as file:
        stored = FitImage(file.read(), asset.media_type, asset.width, asset.height)
    fit = stored
    if not stored.fits(max_bytes=limits.image_bytes, media_types=limits.image_types):
        from channels_mgmt.domain import images  # slow: Pillow

        fit = images.fit_into(stored, max_bytes=limits.image_bytes, media_types=limits.image_types)
    return Image(fit.content, fit.media_type, alt_text, fit.width, fit.height)
