# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Images of a town that look the same."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Municipality
from channels_mgmt.domain.likeness import alike
from channels_mgmt.models import MediaAsset


def assets_like(town: Municipality, likeness: str, *, besides: int | None = None) -> list[int]:
    """Keys of the images that look like ``likeness``, the most alike first; one question, whatever their number."""
    known = MediaAsset.objects.filter(municipality=town).exclude(likeness="")
    return [pk for pk in alike(likeness, known.values_list("pk", "likeness")) if pk != besides]


def not_compared() -> QuerySet[MediaAsset]:
    """Images nobody has looked at for their likeness, oldest first."""
    return MediaAsset.objects.filter(likeness="", media_type__startswith="image/").order_by("uploaded_at")
