# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a consent or terms are entered for: an image, or the film of a post."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.tenancy.request import TownRequest
from channels_mgmt.models import MediaAsset, Post, Video
from core.text import read_number


@dataclass(frozen=True, slots=True)
class KeptFor:
    """``page`` is where it is looked at, ``picture`` what shows it; empty where there is none."""

    shown: MediaAsset | Video
    page: str
    picture: str

    @property
    def name(self) -> str:
        return self.shown.original_name


def kept_for(request: TownRequest) -> KeptFor | None:
    """``?bild=7`` is an image, ``?beitrag=7`` the film of a post; 404 where the town has none of it."""
    town = request.municipality
    image, post = (read_number(request.GET.get(name, "")) for name in ("bild", "beitrag"))
    if image is not None:
        asset = get_object_or_404(MediaAsset, pk=image)
        page = reverse("planning:media_item", args=[town.slug, image])
        return KeptFor(asset, page, reverse("planning:thumbnail", args=[town.slug, image]))
    if post is None:
        return None
    found: Post = get_object_or_404(Post.objects.select_related("film__video"), pk=post)
    if found.film is None:
        raise Http404
    video = found.film.video
    picture = reverse("planning:poster", args=[town.slug, video.pk]) if video.poster else ""
    return KeptFor(video, reverse("planning:film", args=[town.slug, post]), picture)
