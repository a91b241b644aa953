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

from core import leases

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
    HANDED_OVER = "handed_over", _("To be published by hand")


STUCK = Q(state__in=[OutgoingState.REJECTED, OutgoingState.MISSED]) | Q(
    state=OutgoingState.UNCERTAIN, next_attempt_at__isnull=True
)


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def due(self, at: datetime) -> QuerySet[Outgoing]:
        """Rows whose hour has come, oldest first. ``next_attempt_at`` holds a scheduled row back as well."""
        waiting = Q(state=OutgoingState.SCHEDULED, due_at__lte=at, next_attempt_at__isnull=True) | Q(
            state__in=[OutgoingState.SCHEDULED, OutgoingState.RETRY_WAIT], due_at__lte=at, next_attempt_at__lte=at
        )
        return self.filter(waiting).order_by("due_at", "pk")

    def past_their_lease(self, at: datetime) -> QuerySet[Outgoing]:
        """Rows somebody began to send and never booked: the process died in between."""
        return self.filter(leases.expired(at), state=OutgoingState.SENDING)

    def to_look_for(self, at: datetime) -> QuerySet[Outgoing]:
        """Rows of unknown outcome for which the platform is to be asked whether it has them."""
        return self.filter(state=OutgoingState.UNCERTAIN, next_attempt_at__lte=at)

    def past_their_hand_over(self, at: datetime) -> QuerySet[Outgoing]:
        """Rows a person was to publish by hand and has said nothing about in time."""
        return self.filter(state=OutgoingState.HANDED_OVER, next_attempt_at__lte=at)

    def needing_a_person(self) -> QuerySet[Outgoing]:
        """Rows that no schedule will move again. An unknown outcome counts once looking for it has ended."""
        return self.filter(STUCK)

    def to_be_settled(self) -> QuerySet[Outgoing]:
        """Those, and what a person is to do by hand and has time for."""
        return self.filter(STUCK | Q(state=OutgoingState.HANDED_OVER))


class Outgoing(models.Model):
    """Abstract: one call to a platform that must happen exactly once, or be shown to a person."""

    State = OutgoingState
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        OutgoingState.SCHEDULED: {
            OutgoingState.SENDING,
            OutgoingState.HANDED_OVER,
            OutgoingState.WITHDRAWN,
            OutgoingState.MISSED,
        },
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
        # By hand only (``services.by_hand``): a person publishes, says that it was impossible, or says nothing.
        OutgoingState.HANDED_OVER: {
            OutgoingState.PUBLISHED,
            OutgoingState.REJECTED,
            OutgoingState.MISSED,
            OutgoingState.WITHDRAWN,
        },
        OutgoingState.MISSED: {OutgoingState.SCHEDULED, OutgoingState.WITHDRAWN, OutgoingState.PUBLISHED},
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
    # How many of the attempts ended with the platform's own wish to wait: those do not count as failures.
    waits = models.PositiveSmallIntegerField(default=0)
    # Fingerprint of what is said, where the platform tells a repetition by its words only; "" elsewhere. The
    # database lets one row of equal words be in the air at a time, so that what is found belongs to one of them.
    said = models.CharField(max_length=64, blank=True)
    # When to try, look again or, while something is in the way, check again; never before ``due_at``.
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    uncertain_since = models.DateTimeField(null=True, blank=True)
    remote_id = models.CharField(max_length=300, blank=True)
    remote_data = models.JSONField(default=dict)
    remote_url = models.URLField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    # The same for the technical staff: request, status, the server's words; no key, no text.
    fault = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    #: Whether this row was on its way before; not stored, set by the claim.
    is_repetition = True

    class Meta:
        abstract = True

    @property
    def is_scheduled(self) -> bool:
        return self.state == OutgoingState.SCHEDULED

    @property
    def is_on_its_way(self) -> bool:
        """Whether the software moves it on by itself, so that looking again is worth it."""
        return self.state in (OutgoingState.SCHEDULED, OutgoingState.SENDING, OutgoingState.RETRY_WAIT)

    @property
    def is_published(self) -> bool:
        return self.state == OutgoingState.PUBLISHED

    @property
    def is_handed_over(self) -> bool:
        """Whether a person is to publish it by hand and still has time to."""
        return self.state == OutgoingState.HANDED_OVER

    @property
    def is_missed(self) -> bool:
        return self.state == OutgoingState.MISSED

    @property
    def is_over(self) -> bool:
        """Whether no step leads any further: published, or withdrawn."""
        return not self.TRANSITIONS[self.state]

    @property
    def is_uncertain(self) -> bool:
        """Whether it may be on the platform and nobody knows."""
        return self.state == OutgoingState.UNCERTAIN

    @property
    def needs_a_person(self) -> bool:
        """Whether no schedule moves it again, as ``needing_a_person`` counts: *Heute* shows it, a person settles it."""
        if self.is_uncertain:
            return self.next_attempt_at is None
        return self.is_missed or self.state == OutgoingState.REJECTED
