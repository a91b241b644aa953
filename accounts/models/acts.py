# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Acts that take effect in ten seconds: rows, so that neither a closed browser nor a restart loses one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Municipality, User
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PostponedActQuerySet(models.QuerySet["PostponedAct"]):
    def waiting(self) -> QuerySet[PostponedAct]:
        """Acts that can still be undone."""
        return self.filter(state=PostponedAct.State.WAITING)

    def due(self, at: datetime) -> QuerySet[PostponedAct]:
        """Acts whose ten seconds are over, oldest first."""
        return self.filter(state=PostponedAct.State.WAITING, due_at__lte=at).order_by("due_at", "pk")


class PostponedAct(models.Model):
    """What ``actor`` asked for about the row ``subject`` of the kind's own table; ``words`` say what will happen."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Not possible any more")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.WAITING: {State.DONE, State.UNDONE, State.FAILED},
        State.DONE: set(),
        State.UNDONE: set(),
        State.FAILED: set(),
    }
    #: As long as this, nothing happens and whoever asked may take it back.
    UNDO_TIME: ClassVar[timedelta] = timedelta(seconds=10)

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.BigIntegerField()
    words = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    error = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()

    objects = ScopedManager(
        municipality="municipality", _manager_class=models.Manager.from_queryset(PostponedActQuerySet)
    )

    class Meta:
        verbose_name = _("act with ten seconds to undo it")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "subject"],
                condition=Q(state="waiting"),
                name="one_waiting_act_per_subject",
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="postponed_act_by_due")]

    def __str__(self) -> str:
        return self.words
