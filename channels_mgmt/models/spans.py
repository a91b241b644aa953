# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days that the plan marks: school holidays and a town's own action days."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from core.scoping import ScopedManager


class PlanSpan(models.Model):
    """Some days of a town's plan with a name. They bind nobody; they are shown beside the posts."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("School holidays")
        ACTION = "action", _("Action day")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="plan_spans")
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("Name"), max_length=80)
    first = models.DateField(_("First day"))
    last = models.DateField(_("Last day"))

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("days in the plan")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["school", "action"]), name="plan_span_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="plan_span_has_a_name"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="plan_span_ends_after_its_start"),
            models.UniqueConstraint(fields=["municipality", "kind", "name", "first"], name="plan_span_once"),
        ]

    def __str__(self) -> str:
        return self.name
