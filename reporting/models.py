# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Heartbeats of the background processes, reminders and monthly reports."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from core import leases
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Heartbeat(models.Model):
    """When a background process was last alive. Installation-wide."""

    component = models.CharField(max_length=20, primary_key=True)
    seen_at = models.DateTimeField()


class Reminder(models.Model):
    """Something a person should do by a date; obsolete as soon as its cause is gone."""

    class State(models.TextChoices):
        DUE = "due", _("Due")
        SENT = "sent", _("Sent")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        OBSOLETE = "obsolete", _("Obsolete")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.DUE: {State.SENT, State.OBSOLETE},
        State.SENT: {State.ACKNOWLEDGED, State.OBSOLETE},
        State.ACKNOWLEDGED: set(),
        State.OBSOLETE: set(),
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="reminders")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    cause = models.CharField(max_length=160)
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "person", "cause"],
                condition=Q(state__in=["due", "sent"]),
                name="one_open_reminder_per_cause",
            )
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="reminder_by_due")]


class ReportQuerySet(models.QuerySet["Report"]):
    def due(self, at: datetime) -> QuerySet[Report]:
        """Reports still to be built or delivered that no worker holds, oldest first."""
        undelivered = self.exclude(state=Report.State.DELIVERED)
        return undelivered.filter(leases.free(at), due_at__lte=at).order_by("due_at", "pk")


class Report(models.Model):
    """The monthly report: figures frozen when built, sent to the head of the authority."""

    class State(models.TextChoices):
        DUE = "due", _("Due")
        BUILT = "built", _("Built")
        DELIVERED = "delivered", _("Delivered")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.DUE: {State.BUILT},
        State.BUILT: {State.DELIVERED},
        State.DELIVERED: set(),
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="reports")
    month = models.DateField(_("Month"))
    is_interim = models.BooleanField(_("interim report"), default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    figures = models.JSONField(default=dict)
    pdf = models.FileField(upload_to="reports/%Y/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    built_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_to = models.JSONField(default=list)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    objects = ScopedManager(municipality="municipality", _manager_class=models.Manager.from_queryset(ReportQuerySet))

    class Meta:
        verbose_name = _("monthly report")
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "month"], condition=Q(is_interim=False), name="one_report_per_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_starts_on_the_first"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.month:%m/%Y}"

    @property
    def is_being_built(self) -> bool:
        return self.state == self.State.DUE
