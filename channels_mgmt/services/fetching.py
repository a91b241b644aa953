# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses from which a platform fetches a picture or a video: signed, of one of them and one town, and soon over.

Whoever holds such an address sees a picture that is about to be public, and nothing else, without signing in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.core.files import File
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import Municipality
from accounts.tenancy.links import LinkInvalid, open_link, seal_link
from channels_mgmt.connectors.contract import Image
from channels_mgmt.connectors.contract import Video as Film
from channels_mgmt.connectors.registry import PROFILES, profile_of
from channels_mgmt.models import Film as FilmRow
from channels_mgmt.models import MediaAsset
from channels_mgmt.models import Video as VideoRow
from channels_mgmt.queries.reachable import why_not_reachable
from channels_mgmt.services.media import rendition, size_for
from core.urls import absolute

PURPOSE, FILM = "media-fetched", "film"
LASTS = timedelta(hours=1)
"""Platforms fetch while the post is made; a picture that takes longer gets a new address with the next attempt."""


def with_address(image: Image, asset: MediaAsset, platform: str, shape: str = "") -> Image:
    """``image`` with the address from which ``platform`` fetches it; without one where nobody gets in from outside."""
    return image if why_not_reachable() else replace(image, address=address_of(asset, platform, shape))


def address_of(asset: MediaAsset, platform: str, shape: str = "") -> str:
    """The address of ``asset`` as ``platform`` takes it, or of its part in ``shape``, for ``LASTS`` from now."""
    until = now() + LASTS
    more = {"platform": platform} | ({"shape": shape} if shape else {})
    token = seal_link(PURPOSE, town=asset.municipality_id, person=0, subject=asset.pk, until=until, more=more)
    return absolute(reverse("fetched:picture", args=[token]))


def with_film_address(video: Film, film: FilmRow) -> Film:
    """``video`` with the address from which a platform fetches it; without one where nobody gets in from outside."""
    if why_not_reachable():
        return video
    more, until = {"kind": FILM}, now() + LASTS
    token = seal_link(PURPOSE, town=film.municipality_id, person=0, subject=film.video_id, until=until, more=more)
    return replace(video, address=absolute(reverse("fetched:picture", args=[token])))


def film_behind(token: str) -> File | None:
    """The converted video that ``token`` opens, ``None`` when it opens a picture. Raises as ``picture_behind``."""
    link = open_link(PURPOSE, token)
    if link.more.get("kind") != FILM:
        return None
    town = Municipality.objects.filter(pk=link.town).first()
    if town is None:
        raise LinkInvalid
    with scope(municipality=town):
        stored = VideoRow.objects.filter(pk=link.subject, municipality=town, state=VideoRow.State.READY).first()
        if stored is None:
            raise LinkInvalid
        opened: File = stored.file.open("rb")
        return opened


def picture_behind(token: str) -> Image:
    """The picture that ``token`` opens. Raises a ``DomainError`` when it opens none, or none any more, ``OSError``
    when the file is gone.
    """
    link = open_link(PURPOSE, token)
    platform, shape = str(link.more.get("platform", "")), str(link.more.get("shape", ""))
    town = Municipality.objects.filter(pk=link.town).first()
    if town is None or platform not in PROFILES:
        raise LinkInvalid
    with scope(municipality=town):
        asset = MediaAsset.objects.filter(pk=link.subject, municipality=town).first()
        if asset is None:
            raise LinkInvalid
        return rendition(asset, profile_of(platform).limits, shape=shape, size=size_for(platform, shape))
