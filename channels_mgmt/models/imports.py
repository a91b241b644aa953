# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sheet between its preview and the decision to take it over."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from core.scoping import ScopedManager


class PlanImport(models.Model):
    """What one person has read in last. Applied or discarded, or after a day by itself, the row goes."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="plan_imports")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    # The headings that were understood, and each row with its number, as text.
    headings = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    read_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("sheet that was read in")
        constraints = [models.UniqueConstraint(fields=["municipality", "person"], name="one_sheet_per_person")]
        indexes = [models.Index(fields=["read_at"], name="plan_import_by_age")]

    def __str__(self) -> str:
        return self.file_name
