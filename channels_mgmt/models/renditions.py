# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An image as one platform takes it, made once."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from channels_mgmt.models.posts import MediaAsset
from core.scoping import ScopedManager


def rendition_path(rendition: Rendition, filename: str) -> str:
    """A name that says nothing about the photo and cannot be guessed."""
    return f"renditions/{rendition.asset.municipality_id}/{uuid4().hex}.{filename.rpartition('.')[2]}"


class Rendition(models.Model):
    """``recipe`` says what it was made by: shape, focus, limits; the same recipe is made once (``services.media``)."""

    asset = models.ForeignKey(MediaAsset, models.CASCADE, related_name="renditions")
    recipe = models.CharField(max_length=64)
    file = models.FileField(upload_to=rendition_path)
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="asset__municipality")

    class Meta:
        verbose_name = _("image in the size of a platform")
        constraints = [
            models.UniqueConstraint(fields=["asset", "recipe"], name="one_rendition_per_recipe"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0, size__gt=0), name="rendition_has_pixels"),
        ]

    def __str__(self) -> str:
        return f"{self.asset} {self.width} × {self.height}"
