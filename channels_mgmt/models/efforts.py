# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a post has cost, in minutes and money; by whom stands nowhere."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from channels_mgmt.models.posts import Post
from core.scoping import ScopedManager

MOST_MINUTES = 6000
MOST_EUROS = 100_000


class PostEffort(models.Model):
    """One note of time or money; belongs to the post and to nobody. Goes with the post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="efforts")
    noted_on = models.DateField()
    minutes = models.PositiveIntegerField(_("Minutes"), default=0, validators=[MaxValueValidator(MOST_MINUTES)])
    euros = models.DecimalField(
        _("Euros"), max_digits=8, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    is_external = models.BooleanField(_("By somebody from outside"), default=False)

    objects = ScopedManager(municipality="post__municipality")

    class Meta:
        verbose_name = _("effort for a post")
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0) | Q(euros__gt=0), name="an_effort_is_something"),
            models.CheckConstraint(condition=Q(minutes__lte=6000, euros__gte=0), name="an_effort_is_in_bounds"),
        ]
        indexes = [models.Index(fields=["post", "noted_on"], name="effort_by_post")]

    @property
    def municipality(self) -> Any:
        return self.post.municipality
