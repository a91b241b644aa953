# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Requests for an office: head of the authority or administrator, given and ended by two people."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.domain.roles import OFFICES, Role
from core.scoping import ScopedManager


class OfficeRequestQuerySet(models.QuerySet["OfficeRequest"]):
    def open(self) -> OfficeRequestQuerySet:
        """Requests that nobody has settled yet, the oldest first."""
        return self.filter(state__in=OfficeRequest.OPEN).order_by("requested_at", "pk")

    def due(self, at: datetime) -> OfficeRequestQuerySet:
        """Confirmed by a second administrator, and the time in which a head may object is over."""
        return self.filter(state=OfficeRequest.State.WAITING, due_at__lte=at).order_by("due_at", "pk")


class OfficeRequest(models.Model):
    """One person asks that somebody gets or loses an office; a second one decides (docs/adr/0020)."""

    class Kind(models.TextChoices):
        GRANT = "grant", _("grant")
        END = "end", _("end")

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for a second person")
        WAITING = "waiting", _("waits for its time")
        IN_EFFECT = "in_effect", _("in effect")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN: ClassVar[tuple[str, ...]] = (State.REQUESTED, State.WAITING)
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.REQUESTED: {State.WAITING, State.IN_EFFECT, State.REFUSED, State.WITHDRAWN},
        State.WAITING: {State.REQUESTED, State.IN_EFFECT, State.REFUSED, State.WITHDRAWN},
        State.IN_EFFECT: set(),
        State.REFUSED: set(),
        State.WITHDRAWN: set(),
    }

    municipality = models.ForeignKey("accounts.Municipality", models.PROTECT, related_name="office_requests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    # Somebody who does not belong to the town yet is known by the address alone.
    person = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=120)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)
    requested_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(_("Reason"), max_length=500, blank=True)
    invitation = models.ForeignKey(
        "accounts.Invitation", models.PROTECT, null=True, blank=True, related_name="office_requests"
    )

    objects = ScopedManager(
        municipality="municipality", _manager_class=models.Manager.from_queryset(OfficeRequestQuerySet)
    )

    class Meta:
        verbose_name = _("request for an office")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=OFFICES), name="office_request_names_an_office"),
            models.CheckConstraint(
                condition=~Q(state__in=("waiting", "in_effect")) | Q(confirmed_by__isnull=False),
                name="office_takes_effect_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("requested_by")),
                name="office_confirmed_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(kind="end")
                | Q(person__isnull=True)
                | (~Q(person=F("requested_by")) & (Q(confirmed_by__isnull=True) | ~Q(person=F("confirmed_by")))),
                name="nobody_raises_themselves",
            ),
            models.CheckConstraint(condition=~Q(kind="end") | Q(person__isnull=False), name="office_ends_for_somebody"),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(due_at__isnull=False), name="office_waiting_has_due_time"
            ),
            models.UniqueConstraint(
                fields=["municipality", "email", "role"],
                condition=Q(state__in=("requested", "waiting")),
                name="one_open_request_per_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.get_role_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
