# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The row is the queue: what every outgoing call to a platform has in common.

A row carries its state, due time, lease and attempts. Celery only wakes it; losing the broker
loses nothing (docs/adr/0001).
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import QuerySet


class OutgoingState(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    SENDING = "sending", _("Being sent")
    PUBLISHED = "published", _("Published")
    RETRY_WAIT = "retry_wait", _("Waiting for another attempt")
    REJECTED = "rejected", _("Rejected by the platform")
    UNCERTAIN = "uncertain", _("Outcome unknown")
    MISSED = "missed", _("Missed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def due(self, at: datetime) -> QuerySet[Outgoing]:
        """Rows whose hour has come, oldest first. ``next_attempt_at`` holds a scheduled row back as well."""
        waiting = Q(state=OutgoingState.SCHEDULED, due_at__lte=at, next_attempt_at__isnull=True) | Q(
            state__in=[OutgoingState.SCHEDULED, OutgoingState.RETRY_WAIT], due_at__lte=at, next_attempt_at__lte=at
        )
        return self.filter(waiting).order_by("due_at", "pk")

    def past_their_lease(self, at: datetime) -> QuerySet[Outgoing]:
        """Rows somebody began to send and never booked: the process died in between."""
        return self.filter(state=OutgoingState.SENDING, lease_until__lte=at)

    def to_look_for(self, at: datetime) -> QuerySet[Outgoing]:
        """Rows of unknown outcome for which the platform is to be asked whether it has them."""
        return self.filter(state=OutgoingState.UNCERTAIN, next_attempt_at__lte=at)

    def needing_a_person(self) -> QuerySet[Outgoing]:
        """Rows that no schedule will move again. An unknown outcome counts once looking for it has ended."""
        return self.filter(
            Q(state__in=[OutgoingState.REJECTED, OutgoingState.MISSED])
            | Q(state=OutgoingState.UNCERTAIN, next_attempt_at__isnull=True)
        )


class Outgoing(models.Model):
    """Abstract: one call to a platform that must happen exactly once, or be shown to a person."""

    State = OutgoingState
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        OutgoingState.SCHEDULED: {OutgoingState.SENDING, OutgoingState.WITHDRAWN, OutgoingState.MISSED},
        OutgoingState.SENDING: {
            OutgoingState.PUBLISHED,
            OutgoingState.RETRY_WAIT,
            OutgoingState.REJECTED,
            OutgoingState.UNCERTAIN,
        },
        OutgoingState.RETRY_WAIT: {OutgoingState.SENDING, OutgoingState.WITHDRAWN, OutgoingState.MISSED},
        OutgoingState.REJECTED: {OutgoingState.SCHEDULED, OutgoingState.WITHDRAWN},
        OutgoingState.UNCERTAIN: {
            OutgoingState.PUBLISHED,
            OutgoingState.SCHEDULED,
            OutgoingState.REJECTED,
            OutgoingState.WITHDRAWN,
        },
        OutgoingState.MISSED: {OutgoingState.SCHEDULED, OutgoingState.WITHDRAWN},
        OutgoingState.PUBLISHED: set(),
        OutgoingState.WITHDRAWN: set(),
    }

    state = models.CharField(max_length=12, choices=OutgoingState.choices, default=OutgoingState.SCHEDULED)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What the platform needs to recognise a repetition (rkey, creation time …); stored before the call.
    client_key = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When to try, look again or, while something is in the way, check again; never before ``due_at``.
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    uncertain_since = models.DateTimeField(null=True, blank=True)
    remote_id = models.CharField(max_length=300, blank=True)
    remote_data = models.JSONField(default=dict)
    remote_url = models.URLField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
