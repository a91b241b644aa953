# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The approval of an emergency: one person at once, and a second one within half an hour (docs/adr/0041)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.posts import Post
from core.scoping import ScopedManager

#: How long the second person has before the head of the authority is told.
TO_CONFIRM = timedelta(minutes=30)
#: What is due later than this after the release was no emergency: it needs the second person first.
CARRIES = timedelta(hours=2)


class EmergencyQuerySet(models.QuerySet["EmergencyRelease"]):
    def open(self) -> QuerySet[EmergencyRelease]:
        """Releases about which no second person has said anything."""
        return self.filter(state=EmergencyRelease.State.OPEN)

    def head_due(self, at: datetime) -> QuerySet[EmergencyRelease]:
        """Open ones whose half-hour is over at ``at``, and of which no head was told."""
        return self.open().filter(confirm_until__lte=at, head_told_at__isnull=True)


class EmergencyRelease(models.Model):
    """One person has let exactly this content go out at once; a second one confirms it or objects afterwards."""

    class State(models.TextChoices):
        OPEN = "open", _("Not confirmed yet")
        CONFIRMED = "confirmed", _("Confirmed")
        OBJECTED = "objected", _("Objected to")
        LAPSED = "lapsed", _("Lapsed: the post was taken back or changed before it was public")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.OPEN: {State.CONFIRMED, State.OBJECTED, State.LAPSED},
        State.CONFIRMED: set(),
        State.OBJECTED: set(),
        State.LAPSED: set(),
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="emergency_releases")
    post = models.ForeignKey(Post, models.PROTECT, related_name="emergency_releases")
    content_hash = models.CharField(max_length=64)
    reason = models.CharField(_("Reason"), max_length=300)
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    # The stop of all publishing that the person has gone past by name; a later one holds this post back as well.
    past_stop = models.PositiveBigIntegerField(null=True, blank=True)
    confirm_until = models.DateTimeField()
    head_told_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = ScopedManager(municipality="municipality", _manager_class=models.Manager.from_queryset(EmergencyQuerySet))

    class Meta:
        verbose_name = _("emergency release")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("released_by")), name="emergency_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "lapsed"], answered_by__isnull=True, answered_at__isnull=True)
                | Q(state__in=["confirmed", "objected"], answered_by__isnull=False, answered_at__isnull=False),
                name="emergency_answer_is_whole",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(content_hash=""), name="emergency_says_why_and_what"),
            models.CheckConstraint(condition=~Q(state="objected") | ~Q(note=""), name="emergency_objection_says_why"),
            models.UniqueConstraint(fields=["post"], condition=Q(state="open"), name="one_open_emergency_per_post"),
        ]
        indexes = [
            models.Index(fields=["confirm_until"], condition=Q(state="open"), name="emergency_open"),
            models.Index(fields=["municipality", "released_at"], name="emergency_by_town"),
        ]

    def __str__(self) -> str:
        return str(self.post)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_objected(self) -> bool:
        return self.state == self.State.OBJECTED

    @property
    def carries_until(self) -> datetime:
        """What is due later needs the second person's word first."""
        return self.released_at + CARRIES
