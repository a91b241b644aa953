# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The register of departments: whom a town can ask, at which address (docs/adr/0064)."""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from core.scoping import ScopedManager

LONGEST_DEPARTMENT = 120


class DepartmentQuerySet(models.QuerySet["Department"]):
    def to_choose(self) -> QuerySet[Department]:
        """Who can be asked, by name."""
        return self.filter(is_paused=False).order_by("name", "pk")


class Department(models.Model):
    """A department, known by its address. What was asked once keeps the name and the address of then.

    ``aliases`` are further names, and further addresses from which it writes. Addresses are in lower case.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    name = models.CharField(_("Department"), max_length=LONGEST_DEPARTMENT)
    email = models.EmailField(_("E-mail address"))
    aliases = models.JSONField(_("Other names and addresses"), default=list, blank=True)
    is_paused = models.BooleanField(_("Paused"), default=False)
    version = models.PositiveIntegerField(default=1)
    # Nobody for entries that were taken over from what had been asked before.
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(
        municipality="municipality", _manager_class=models.Manager.from_queryset(DepartmentQuerySet)
    )

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "email"], name="one_department_per_address"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def addresses(self) -> list[str]:
        """Where it is written to, and from where else it writes."""
        return [self.email, *(alias for alias in self.aliases if "@" in alias)]
