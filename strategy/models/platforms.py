# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comparing platforms, and the decision for one or two of them."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from accounts.models import User
from core.platforms import Platform
from strategy.models.document import Strategy


class PlatformAnalysis(models.Model):
    """A dated, frozen comparison of platforms. Weights are frozen before any result exists (D12)."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="analyses")
    profile_code = models.CharField(max_length=8)
    metric = models.CharField(max_length=80)
    base = models.CharField(max_length=160)
    weights = models.JSONField(default=dict)
    scores = models.JSONField(default=dict)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    weights_frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    weights_frozen_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    result_hash = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="strategy__municipality")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__isnull=True) | Q(weights_frozen_at__isnull=False), name="weights_before_result"
            )
        ]


class PlatformDecision(models.Model):
    """Chosen platforms stand in slot 1 or 2, rejected ones keep their reason. Never a third (D11)."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="platform_decisions")
    platform = models.CharField(_("Platform"), max_length=20, choices=Platform.choices)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    exit_plan = models.TextField(_("Exit plan"), blank=True)

    objects = ScopedManager(municipality="strategy__municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["strategy", "platform"], name="one_decision_per_platform"),
            models.UniqueConstraint(fields=["strategy", "slot"], name="one_platform_per_slot"),
            models.CheckConstraint(condition=Q(slot__isnull=True) | Q(slot__in=[1, 2]), name="at_most_two_platforms"),
        ]

    @property
    def is_chosen(self) -> bool:
        return self.slot is not None
