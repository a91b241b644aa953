# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comparing platforms, and the decision for one or two of them."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.hashing import content_hash
from core.platforms import CodeField, Platform
from core.scoping import ScopedManager
from strategy.models.document import Strategy


class PlatformAnalysis(models.Model):
    """A dated, frozen comparison of platforms. Weights and groups are frozen before any result exists (D12).

    ``town`` is the age structure it counts on, kept from the beginning (``strategy.queries.places.Place``), so
    that a census loaded later changes no analysis that has begun.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="analyses")
    # The census row the ages come from; empty for a sum of several towns and for typed ages.
    profile_code = models.CharField(max_length=8, blank=True)
    town = models.JSONField(default=dict)
    # The run whose town, figures and weights this one began with.
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies")
    metric = models.CharField(max_length=80)
    base = models.CharField(max_length=160)
    weights = models.JSONField(default=dict)
    scores = models.JSONField(default=dict)
    # The target groups as they were when the weights were frozen (``strategy.domain.comparison.Group``).
    groups = models.JSONField(default=list)
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
            ),
            models.CheckConstraint(
                condition=Q(computed_at__isnull=True) | Q(computed_at__gte=F("weights_frozen_at")),
                name="weights_frozen_no_later_than_result",
            ),
            models.CheckConstraint(
                condition=Q(result__isnull=True, result_hash="", computed_at__isnull=True)
                | Q(result__isnull=False, computed_at__isnull=False) & ~Q(result_hash=""),
                name="result_is_dated_and_hashed",
            ),
            models.CheckConstraint(
                condition=Q(weights_frozen_at__isnull=True, weights_frozen_by__isnull=True)
                | Q(weights_frozen_at__isnull=False, weights_frozen_by__isnull=False),
                name="frozen_weights_name_who_and_when",
            ),
        ]

    @property
    def is_result_intact(self) -> bool:
        """Whether the kept result still is the one the hash was taken of."""
        return self.result is not None and content_hash(self.result) == self.result_hash


class PlatformDecision(models.Model):
    """Chosen platforms stand in slot 1 or 2, rejected ones keep their reason. Never a third (D11)."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="platform_decisions")
    platform = CodeField(_("Platform"), max_length=20, choices=Platform.choices)
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
