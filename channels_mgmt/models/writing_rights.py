# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The right of somebody to write drafts for one channel or of one series, until a moment (docs/adr/0050)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.channels import Channel
from channels_mgmt.models.series import PostSeries
from core.scoping import ScopedManager


class WritingRightQuerySet(models.QuerySet["WritingRight"]):
    def open(self, at: datetime) -> WritingRightQuerySet:
        """Those that hold at ``at``: nobody has to end what is over."""
        return self.filter(ended_at__isnull=True, until__gt=at)


class WritingRight(models.Model):
    """Given by whoever leads the channel or answers for the series; ends by itself at ``until``, or before."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="writing_rights")
    person = models.ForeignKey(User, models.PROTECT, related_name="writing_rights")
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True, related_name="writing_rights")
    series = models.ForeignKey(PostSeries, models.PROTECT, null=True, blank=True, related_name="writing_rights")
    until = models.DateTimeField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager(
        municipality="municipality", _manager_class=models.Manager.from_queryset(WritingRightQuerySet)
    )

    class Meta:
        verbose_name = _("right to write")
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__isnull=False, series__isnull=True) | Q(channel__isnull=True, series__isnull=False),
                name="writing_right_is_for_one_place",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("given_at")), name="writing_right_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(person=F("given_by")), name="nobody_gives_themselves_the_right"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="writing_right_ended_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "person", "until"], name="writing_right_by_person")]

    def __str__(self) -> str:
        return f"{self.person} – {self.place}"

    @property
    def place(self) -> Channel | PostSeries:
        """What it is for."""
        place = self.channel or self.series
        assert place is not None  # noqa: S101  the database has one of them
        return place

    def is_open(self, at: datetime) -> bool:
        return self.ended_at is None and self.until > at
