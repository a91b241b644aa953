# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Images of a town, and who can be recognised in them."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.domain.shapes import CENTRE
from core.folded import FoldedField
from core.scoping import ScopedManager


def asset_path(asset: MediaAsset, filename: str) -> str:
    """A name that says nothing about the photo and cannot be guessed."""
    return f"assets/{asset.municipality_id}/{uuid4().hex}.{filename.rpartition('.')[2]}"


class People(models.TextChoices):
    """Who can be recognised in an image, as the person says who took or brought it (KUG §§ 22, 23)."""

    NOBODY = "nobody", _("Nobody can be recognised")
    AGREED = "agreed", _("Everybody who can be recognised has agreed")
    EVENT = "event", _("A public event, nobody is singled out")


class MediaAsset(models.Model):
    """An image made fit for publication: upright, without EXIF and GPS, sRGB."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="media_assets")
    file = models.FileField(upload_to=asset_path)
    thumbnail = models.FileField(upload_to=asset_path, blank=True)
    media_type = models.CharField(max_length=20, default="image/jpeg")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    original_name = models.CharField(max_length=200)
    credit = models.CharField(_("Credit"), max_length=120, blank=True)
    # Remembered for every later use of the image.
    is_ai_made = models.BooleanField(_("Generated or changed by AI"), default=False)
    people = models.CharField(_("Who can be recognised?"), max_length=8, choices=People.choices, blank=True, default="")
    licence = models.ForeignKey("channels_mgmt.Licence", models.PROTECT, null=True, blank=True, related_name="assets")
    # What it looks like (domain.likeness); empty until somebody has looked, and an older image that looks the same.
    likeness = models.CharField(max_length=32, blank=True, default="")
    resembles = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    searchable = FoldedField("all_words", of=("original_name", "credit"))
    # What has to stay in sight when a platform shows a part, in percent from the left and from the top.
    focus_x = models.PositiveSmallIntegerField(default=CENTRE)
    focus_y = models.PositiveSmallIntegerField(default=CENTRE)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("image")
        constraints = [
            models.CheckConstraint(condition=Q(focus_x__lte=100, focus_y__lte=100), name="focus_lies_in_the_image")
        ]
        indexes = [
            models.Index(fields=["municipality", "-uploaded_at"], name="asset_by_age"),
            models.Index(fields=["uploaded_at"], condition=Q(likeness=""), name="asset_not_compared"),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def focus(self) -> tuple[int, int]:
        return self.focus_x, self.focus_y

    @property
    def all_words(self) -> str:
        """What it is searched by."""
        return f"{self.original_name}\n{self.credit}"
