# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The danger line: a comment that may mean danger rings until a person has said that they see to it (D21)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from community.models.comments import Comment
from community.models.sight import GuardedManager

#: How long each circle of people has before the next one is told.
PATIENCE = timedelta(minutes=10)


class DangerCallQuerySet(models.QuerySet["DangerCall"]):
    def open(self) -> QuerySet[DangerCall]:
        """Not over: still ringing, or somebody sees to it."""
        return self.exclude(state=DangerCall.State.OVER)

    def due(self, at: datetime) -> QuerySet[DangerCall]:
        """Those whose next circle is to be told at ``at``."""
        return self.open().filter(next_at__lte=at)


class DangerCall(models.Model):
    """One comment's call. Ringing, each circle is told once: who is on call, their deputies, the head.

    Seen to by somebody, it is silent until the comment's hour is over; still open then, the head is told.
    """

    class State(models.TextChoices):
        RINGING = "ringing", _("Nobody has answered yet")
        SEEN_TO = "seen_to", _("Somebody sees to it")
        OVER = "over", _("Over")

    class Circle(models.IntegerChoices):
        ON_CALL = 1, _("who is on call")
        DEPUTIES = 2, _("everybody who decides about comments")
        HEAD = 3, _("the head of the authority")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.RINGING: {State.SEEN_TO, State.OVER},
        State.SEEN_TO: {State.OVER},
        State.OVER: set(),
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, related_name="danger_calls")
    # The wording that rang; other words ring anew.
    revision = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RINGING)
    # The widest circle that was told.
    circle = models.PositiveSmallIntegerField(choices=Circle.choices)
    began_at = models.DateTimeField()
    # When the next circle is told; nothing once the head knows.
    next_at = models.DateTimeField(null=True, blank=True)
    seen_to_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    seen_to_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(
        "comment__", municipality="municipality", _manager_class=models.Manager.from_queryset(DangerCallQuerySet)
    )

    class Meta:
        verbose_name = _("danger call")
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], condition=~Q(state="over"), name="one_open_danger_call_per_comment"
            ),
            models.CheckConstraint(
                condition=Q(seen_to_by__isnull=True, seen_to_at__isnull=True) & ~Q(state="seen_to")
                | Q(seen_to_by__isnull=False, seen_to_at__isnull=False) & ~Q(state="ringing"),
                name="danger_seen_to_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="over", over_at__isnull=False, next_at__isnull=True)
                | ~Q(state="over") & Q(over_at__isnull=True),
                name="danger_over_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True) | Q(next_at__gt=F("began_at")), name="danger_rings_on_later"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=~Q(state="over"), name="danger_call_by_next"),
            models.Index(fields=["municipality", "-began_at"], name="danger_call_by_town"),
        ]

    def __str__(self) -> str:
        return str(self.comment)

    @property
    def audit_label(self) -> str:
        return self.comment.audit_label

    @property
    def is_ringing(self) -> bool:
        return self.state == self.State.RINGING
