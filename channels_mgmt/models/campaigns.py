# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Campaigns: posts that belong together for some weeks, and what they are to reach."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from core.scoping import ScopedManager


class Campaign(models.Model):
    """A name, its days, both included, and its goal. ``hue`` is one of the six colours, never the only sign."""

    HUES: ClassVar[int] = 6

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="campaigns")
    name = models.CharField(_("Name"), max_length=60)
    goal = models.CharField(_("Goal"), max_length=300, blank=True)
    first = models.DateField(_("First day"))
    last = models.DateField(_("Last day"))
    wanted = models.PositiveSmallIntegerField(_("Number of posts"), null=True, blank=True)
    hue = models.PositiveSmallIntegerField(_("Colour"), default=1)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("campaign")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="campaign_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="campaign_has_a_name"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="campaign_ends_after_its_start"),
            models.CheckConstraint(condition=Q(hue__gte=1, hue__lte=6), name="campaign_has_a_colour"),
            models.CheckConstraint(
                condition=Q(wanted__isnull=True) | Q(wanted__gte=1, wanted__lte=500), name="campaign_wants_some_posts"
            ),
        ]

    def __str__(self) -> str:
        return self.name
