# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The switch that holds back everything a town has planned."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from core.scoping import ScopedManager


class PublishingStop(models.Model):
    """While this row is there, no post of the town goes out. What became of earlier ones is on record (audit)."""

    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="publishing_stop")
    reason = models.CharField(_("Reason"), max_length=200)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("publishing stop")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="publishing_stop_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("started_at")),
                name="publishing_stop_ends_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
