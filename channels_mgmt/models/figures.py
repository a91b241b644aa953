# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a platform counted, and when: rows that are due, read, or a gap that stays visible. Nothing is interpolated."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from channels_mgmt.models.channels import Channel
from channels_mgmt.models.posts import Delivery
from core import leases
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Hours after publication at which a post is looked at: after one hour, and then daily for a week.
HOURS_AFTER = (1, 24, 48, 72, 96, 120, 144, 168)
#: A figure counts for its moment when it was read at most this long afterwards.
TOLERANCE_OF_AN_HOUR = timedelta(minutes=30)
TOLERANCE_OF_A_DAY = timedelta(hours=6)


class FigureQuerySet(models.QuerySet["FigureRow"]):
    def due(self, at: datetime) -> QuerySet[FigureRow]:
        """To be read at ``at`` and held by nobody, longest due first."""
        return self.filter(leases.free(at), state="due", next_attempt_at__lte=at).order_by("next_attempt_at", "pk")


class FigureRow(models.Model):
    """Abstract: one look at what a platform counts."""

    class State(models.TextChoices):
        DUE = "due", _("still to be read")
        READ = "read", _("read")
        GAP = "gap", _("no figure")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.DUE: {State.READ, State.GAP},
        State.READ: set(),
        State.GAP: set(),
    }

    state = models.CharField(max_length=5, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    values = models.JSONField(default=dict)
    # Why there is no figure, or why the last attempt failed.
    reason = models.CharField(max_length=300, blank=True)
    # Where a person has it from; empty for what the software read. Who typed it stands in the audit trail alone.
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def is_due(self) -> bool:
        return self.state == self.State.DUE

    @property
    def is_read(self) -> bool:
        return self.state == self.State.READ

    @property
    def is_gap(self) -> bool:
        return self.state == self.State.GAP


class PostFigure(FigureRow):
    """What was counted about one post on one channel, so many hours after its publication."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="figures")
    # Empty for what a person typed: people look when they look.
    hours_after = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ScopedManager(
        municipality="delivery__post__municipality", _manager_class=models.Manager.from_queryset(FigureQuerySet)
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "hours_after"], name="one_look_per_moment_of_a_post"),
            models.CheckConstraint(
                condition=Q(hours_after__isnull=False) | ~Q(source=""), name="typed_post_figures_have_a_source"
            ),
            models.CheckConstraint(
                condition=~Q(state="read") | Q(read_at__isnull=False), name="read_post_figures_have_a_date"
            ),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="post_figure_by_due")]

    def __str__(self) -> str:
        return str(self.delivery)

    @property
    def municipality(self) -> Any:
        return self.delivery.municipality

    @property
    def channel(self) -> Channel:
        return self.delivery.channel

    @property
    def latest(self) -> datetime:
        return self.due_at + (TOLERANCE_OF_AN_HOUR if self.hours_after == 1 else TOLERANCE_OF_A_DAY)


class ChannelFigure(FigureRow):
    """What was counted about an account on one day of the town's calendar."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="figures")
    day = models.DateField()

    objects = ScopedManager(
        municipality="channel__municipality", _manager_class=models.Manager.from_queryset(FigureQuerySet)
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "day"], name="one_look_per_day_of_a_channel"),
            models.CheckConstraint(
                condition=~Q(state="read") | Q(read_at__isnull=False), name="read_channel_figures_have_a_date"
            ),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="channel_figure_by_due")]

    def __str__(self) -> str:
        return f"{self.channel}, {self.day}"

    @property
    def municipality(self) -> Any:
        return self.channel.municipality

    @property
    def latest(self) -> datetime:
        return self.due_at + TOLERANCE_OF_A_DAY
