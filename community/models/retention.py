# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The record of what was let go of when its time was over: figures only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from core.scoping import ScopedManager


class PseudonymRun(models.Model):
    """A town's day on which authors of settled comments became pseudonyms.

    ``kept``: how many comments past their time stayed as they are, by reason (``RetentionReason``).
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="pseudonym_runs")
    day = models.DateField()
    months = models.PositiveSmallIntegerField()
    replaced = models.PositiveIntegerField(default=0)
    entries_emptied = models.PositiveIntegerField(default=0)
    kept = models.JSONField(default=dict)
    finished_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("replacement of names by pseudonyms")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["municipality", "day"], name="one_pseudonym_run_per_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.replaced}"


class CaseRelease(models.Model):
    """A person let measures go whose time was over: figures only, nothing of what was in them."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="case_releases")
    released_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    years = models.PositiveSmallIntegerField()
    comments = models.PositiveIntegerField()
    evidence = models.PositiveIntegerField()
    decisions = models.PositiveIntegerField()
    wordings = models.PositiveIntegerField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("release of measures and evidence")
        ordering = ["-released_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(comments__gte=1), name="release_lets_something_go")]

    def __str__(self) -> str:
        return f"{self.released_at:%Y-%m-%d}: {self.comments}"
