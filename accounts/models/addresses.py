# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new login address that waits (docs/adr/0019). The row is the queue; beat only wakes it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def waiting(self) -> AddressChangeQuerySet:
        """Changes that are neither in force nor over."""
        return self.filter(state=AddressChange.State.WAITING)

    def due(self, at: datetime) -> AddressChangeQuerySet:
        """Waiting changes worth a look at ``at``, oldest first."""
        return self.waiting().filter(due_at__lte=at).order_by("due_at", "pk")


class AddressChange(models.Model):
    """From one address to another. Until it is in force the new address opens nothing.

    No town owns it: a person may serve several, and their administrators see it in each.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        IN_FORCE = "in_force", _("In force")
        STOPPED = "stopped", _("Stopped from the old address")
        WITHDRAWN = "withdrawn", _("Withdrawn by the person")
        LAPSED = "lapsed", _("Lapsed")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.WAITING: {State.IN_FORCE, State.STOPPED, State.WITHDRAWN, State.LAPSED},
        State.IN_FORCE: set(),
        State.STOPPED: set(),
        State.WITHDRAWN: set(),
        State.LAPSED: set(),
    }

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="address_changes")
    old_address = models.EmailField()
    new_address = models.EmailField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    requested_at = models.DateTimeField(default=now)
    # Not before this moment; moved on when the letter to the old address left later than it was written.
    due_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(_("New address confirmed"), null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of address")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="one_waiting_address_per_person"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(confirmed_at__isnull=False), name="address_in_force_is_confirmed"
            ),
            models.CheckConstraint(condition=~Q(new_address=F("old_address")), name="address_change_changes"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="address_change_by_due")]

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_stopped(self) -> bool:
        return self.state == self.State.STOPPED

    @property
    def is_in_force(self) -> bool:
        return self.state == self.State.IN_FORCE

    def __str__(self) -> str:
        return f"{self.old_address} → {self.new_address}"
