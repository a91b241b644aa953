# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""E-mails that have to leave: the row is the queue (docs/adr/0009)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Municipality
from core import leases
from core.scoping import ScopedManager


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, at: datetime) -> LetterQuerySet:
        """Letters whose hour has come and that no living worker holds, oldest first."""
        unheld = Q(state=Letter.State.DUE, due_at__lte=at) | Q(leases.expired(at), state=Letter.State.SENDING)
        return self.filter(unheld).order_by("due_at", "pk")


class Letter(models.Model):
    """An e-mail that has to leave; the row is the queue. Once sent, only that it was sent is kept."""

    class State(models.TextChoices):
        DUE = "due", _("Due")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        GIVEN_UP = "given_up", _("Given up")
        DISCARDED = "discarded", _("Discarded")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.DUE: {State.SENDING, State.DISCARDED},
        State.SENDING: {State.SENDING, State.DUE, State.SENT, State.GIVEN_UP},
        State.SENT: set(),
        State.GIVEN_UP: {State.DUE, State.DISCARDED},
        State.DISCARDED: set(),
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="letters")
    # Whatever is posted twice for the same occasion leaves once.
    key = models.CharField(max_length=160)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    # The same once more for people who read on a phone; empty where plain text is enough.
    html = models.TextField(blank=True)
    # A file that goes along: where it lies in the storage, and how it is called in the mail. It is read when the
    # letter leaves and belongs to the row it was made for.
    attachment = models.CharField(max_length=300, blank=True)
    attached_as = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField(default=now)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality", _manager_class=models.Manager.from_queryset(LetterQuerySet))

    class Meta:
        verbose_name = _("letter")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="one_letter_per_key"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False), name="letter_sending_has_lease"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="letter_by_due")]

    def __str__(self) -> str:
        return self.subject
