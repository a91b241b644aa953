# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Noting what an image looks like, and what follows from images that look the same.

A consent of one image holds for the other, until a person says that it is another picture: otherwise a withdrawal would
be walked around by loading the photo again.
"""

from __future__ import annotations

from django.db import transaction
from django_scopes import scope

from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.domain.likeness import SAYS_NOTHING
from channels_mgmt.models import AssetConsent, MediaAsset
from channels_mgmt.queries.likeness import assets_like

AT_ONCE = 50


def likeness_of(content: bytes) -> str:
    """What an image looks like, given a small copy of it; what cannot be read looks like nothing."""
    from channels_mgmt.domain import images  # slow: Pillow

    try:
        return images.likeness(content)
    except (OSError, ValueError, SyntaxError, UnfitImage):
        return SAYS_NOTHING


@transaction.atomic
def note_likeness(asset: MediaAsset, likeness: str) -> None:
    """Store it, name the oldest image that looks the same, and share the consents of all of these."""
    twins = assets_like(asset.municipality, likeness, besides=asset.pk)
    older = min((pk for pk in twins if pk < asset.pk), default=None)
    MediaAsset.objects.filter(pk=asset.pk).update(likeness=likeness, resembles=older)
    asset.likeness, asset.resembles_id = likeness, older
    share_consents([asset.pk, *twins])


def share_consents(assets: list[int]) -> None:
    """Let each consent of one of these images, said by a person, be about all of them."""
    if len(assets) < 2:
        return
    said = AssetConsent.objects.filter(asset__in=assets, by_likeness=False).values_list("consent", flat=True)
    links = [
        AssetConsent(asset_id=asset, consent_id=consent, by_likeness=True)
        for consent in dict.fromkeys(said)
        for asset in assets
    ]
    AssetConsent.objects.bulk_create(links, ignore_conflicts=True)


def compare_image(asset: MediaAsset) -> None:
    """Look at a stored image that came before images were compared."""
    file = asset.thumbnail or asset.file
    with scope(municipality=asset.municipality):
        try:
            with file.open("rb") as small:
                likeness = likeness_of(small.read())
        except OSError:
            likeness = SAYS_NOTHING
        note_likeness(asset, likeness)
