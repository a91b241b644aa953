# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What comes again and again: a series with its rule and pattern, and one row per date it has made a draft for."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.domain.recurrence import KEEP, MOVE, SKIP, Occurrence, occurrences
from channels_mgmt.models.channels import Channel
from channels_mgmt.models.posts import Post
from core.scoping import ScopedManager


class PostSeries(models.Model):
    """A rule on the town's wall clock and what a draft begins with. ``starts_on`` lies on ``rule``."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Makes drafts")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    class OnHolidays(models.TextChoices):
        KEEP = KEEP, _("publish all the same")
        SKIP = SKIP, _("leave the date out")
        MOVE = MOVE, _("move to the next working day")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.ACTIVE: {State.PAUSED, State.ENDED},
        State.PAUSED: {State.ACTIVE, State.ENDED},
        State.ENDED: set(),
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="post_series")
    name = models.CharField(_("Name"), max_length=80)
    text = models.TextField(_("Text"), blank=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=Post.Kind.choices, default=Post.Kind.OTHER)
    risk = models.CharField(_("Risk class"), max_length=10, choices=Post.Risk.choices, default=Post.Risk.SENSITIVE)
    citizen_benefit = models.CharField(_("What can citizens do with it now?"), max_length=200, blank=True)
    alternative_url = models.URLField(_("Where it can be found without social media"), blank=True)
    channels = models.ManyToManyField(Channel, through="SeriesChannel", related_name="+")
    #: RFC 5545, the value of an RRULE; channels_mgmt.domain.recurrence says what of it is allowed.
    rule = models.CharField(max_length=200)
    starts_on = models.DateField()
    time = models.TimeField(_("Time"))
    on_holidays = models.CharField(max_length=4, choices=OnHolidays.choices, default=OnHolidays.KEEP)
    responsible = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, choices=State.choices, default=State.ACTIVE)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("series")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="series_named_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(rule=""), name="series_has_name_and_rule"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_paused(self) -> bool:
        return self.state == self.State.PAUSED

    @property
    def is_over(self) -> bool:
        return self.state == self.State.ENDED

    def dates(self, since: date, most: int) -> list[Occurrence]:
        """The dates from ``since`` on, with what holidays and the change of clocks make of them."""
        return occurrences(
            self.rule,
            self.starts_on,
            self.time,
            since=since,
            on_holidays=self.on_holidays,
            free_days=self.municipality.free_days,
            zone=self.municipality.timezone,
            most=most,
        )


class SeriesChannel(models.Model):
    """A channel for which a series makes drafts."""

    series = models.ForeignKey(PostSeries, models.PROTECT, related_name="targets")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")

    objects = ScopedManager(municipality="series__municipality")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "channel"], name="series_channel_once")]


class SeriesDate(models.Model):
    """A date of the rule for which the draft was made. It stays when somebody deletes the draft, so that none follows.

    ``wall_day``, ``wall_time`` and ``revision`` are the draft's as the series wrote it last: a draft that differs
    belongs to whoever changed it.
    """

    series = models.ForeignKey(PostSeries, models.PROTECT, related_name="made")
    day = models.DateField()
    post = models.OneToOneField(Post, models.SET_NULL, null=True, blank=True, related_name="series_date")
    wall_day = models.DateField()
    wall_time = models.TimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager(municipality="series__municipality")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="series_date_once")]

    @property
    def is_untouched(self) -> bool:
        """Whether its draft is still as the series made it, and nobody has asked for its approval."""
        post = self.post
        as_made = datetime.combine(self.wall_day, self.wall_time)
        return (
            post is not None
            and post.is_being_written
            and post.revision == self.revision
            and post.planned_wall == as_made
        )
