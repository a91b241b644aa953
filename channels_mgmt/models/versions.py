# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a post read at each save, so that nothing anybody has written is gone."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from channels_mgmt.models.posts import Post
from core.scoping import ScopedManager


class PostVersion(models.Model):
    """Words, channels and images of a post as one save left them; goes with the post.

    ``said`` is written by ``channels_mgmt.queries.versions.said_by``.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    said = models.JSONField()
    said_hash = models.CharField(max_length=64)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    restored_from = models.PositiveIntegerField(null=True, blank=True)

    objects = ScopedManager(municipality="post__municipality")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.post} ({self.number})"

    @property
    def municipality(self) -> Any:
        return self.post.municipality
