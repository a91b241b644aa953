# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a post says on the ways that are no social media, and what a town says there of itself."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.domain import ways
from channels_mgmt.models.posts import Post
from core.scoping import ScopedManager


class WayText(models.Model):
    """The words for one way as a person left them; without a row the suggestion stands."""

    class Way(models.TextChoices):
        WEBSITE = ways.WEBSITE, _("Website")
        GAZETTE = ways.GAZETTE, _("Official gazette")
        NOTICE = ways.NOTICE, _("Notice board")
        MESSENGER = ways.MESSENGER, _("Messenger")

    post = models.ForeignKey(Post, models.CASCADE, related_name="way_texts")
    way = models.CharField(max_length=10, choices=Way.choices)
    text = models.TextField()
    # Of the suggestion it was made from: when that changes, the page says so.
    suggested_hash = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    objects = ScopedManager(municipality="post__municipality")

    class Meta:
        verbose_name = _("text for another way")
        constraints = [models.UniqueConstraint(fields=["post", "way"], name="one_text_per_way_of_a_post")]

    def __str__(self) -> str:
        return f"{self.post}: {self.get_way_display()}"


class WaySettings(models.Model):
    """How a town signs there, and how long a paragraph in its gazette may be."""

    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="way_settings")
    office = models.CharField(_("Who signs"), max_length=120, blank=True)
    contact = models.CharField(_("How to reach it"), max_length=160, blank=True)
    gazette_length = models.PositiveSmallIntegerField(
        _("Characters of a paragraph in the gazette"),
        default=900,
        validators=[MinValueValidator(200), MaxValueValidator(5000)],
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("ways besides social media")

    def __str__(self) -> str:
        return str(self.municipality)
