# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has how much time for it, when the town answers, and who is on duty (D13–D16, D21)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models import QuerySet


class WorkingShare(models.Model):
    """Hours a person has for social media, by agreement with their office."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="working_shares")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Person"))
    hours_per_week = models.DecimalField(_("Hours per week"), max_digits=4, decimal_places=1)
    task = models.CharField(_("Task"), max_length=120, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("hours for social media")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "person"], name="one_share_per_person"),
            models.CheckConstraint(
                condition=Q(hours_per_week__gt=0, hours_per_week__lte=48), name="hours_between_0_and_48"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.hours_per_week}"


class ServiceHours(models.Model):
    """When the town answers: one interval of a weekday, Monday = 0. Several per day are possible."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="service_hours")
    weekday = models.PositiveSmallIntegerField(_("Weekday"))
    opens = models.TimeField(_("From"))
    closes = models.TimeField(_("Until"))

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "weekday", "opens"], name="one_interval_per_start"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_exists"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="service_hours_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class DutyShiftQuerySet(models.QuerySet["DutyShift"]):
    def covering(self, at: datetime) -> QuerySet[DutyShift]:
        """Shifts that run at the instant ``at``."""
        return self.filter(starts_at__lte=at, ends_at__gt=at).select_related("person").order_by("starts_at")

    def overlapping(self, start: datetime, end: datetime) -> QuerySet[DutyShift]:
        return self.filter(starts_at__lt=end, ends_at__gt=start).select_related("person").order_by("starts_at", "pk")


class DutyShift(models.Model):
    """Somebody is responsible for the comment queue from … to …; on call, only for what may be a danger."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="duty_shifts")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Person"))
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"))
    is_on_call = models.BooleanField(_("On call"), default=False)

    objects = ScopedManager(municipality="municipality", _manager_class=models.Manager.from_queryset(DutyShiftQuerySet))

    class Meta:
        verbose_name = _("duty shift")
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_in_order")]
        indexes = [models.Index(fields=["municipality", "starts_at", "ends_at"], name="shift_by_time")]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_at:%Y-%m-%d %H:%M}"
