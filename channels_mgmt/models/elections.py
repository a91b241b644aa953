# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The time before an election, in which the office holds back (BVerfGE 44, 125), and who stands in it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.posts import Post
from core.scoping import ScopedManager


class ElectionWindowQuerySet(models.QuerySet["ElectionWindow"]):
    def running(self, at: datetime) -> QuerySet[ElectionWindow]:
        """Windows that hold at ``at``."""
        return self.filter(begins_at__lte=at, ends_at__gt=at)


class ElectionWindow(models.Model):
    """From its first to its last day of the town, both included, nobody who stands approves a post."""

    class Kind(models.TextChoices):
        MAYOR = "mayor", _("Election of the mayor")
        COUNCIL = "council", _("Election of the council")
        DISTRICT = "district", _("Election in the district")
        STATE = "state", _("State election")
        FEDERAL = "federal", _("Federal election")
        EUROPEAN = "european", _("European election")
        VOTE = "vote", _("Vote of the citizens")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="election_windows")
    kind = models.CharField(_("What is elected?"), max_length=10, choices=Kind.choices)
    election_day = models.DateField(_("Election day"))
    # As said by people; the instants they name in the town's zone stand beside them.
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    basis = models.CharField(_("Basis"), max_length=300)
    # One a line: names and offices that posts are looked through for.
    names = models.TextField(_("Names and offices"), blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = ScopedManager(
        municipality="municipality", _manager_class=models.Manager.from_queryset(ElectionWindowQuerySet)
    )

    class Meta:
        verbose_name = _("election window")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "election_day"], name="one_window_per_election"),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("election_day"), ends_on__gte=F("election_day"))
                & Q(begins_at__lt=F("ends_at")),
                name="election_window_holds_its_day",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="election_window_has_a_basis"),
        ]
        indexes = [models.Index(fields=["municipality", "begins_at", "ends_at"], name="election_window_by_time")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def listed(self) -> list[str]:
        """Names and offices, one each."""
        return [line.strip() for line in self.names.splitlines() if line.strip()]


class StandingQuerySet(models.QuerySet["StandingPerson"]):
    def holding(self, at: datetime) -> QuerySet[StandingPerson]:
        """Those whose window holds at ``at``."""
        return self.filter(window__begins_at__lte=at, window__ends_at__gt=at)


class StandingPerson(models.Model):
    """Somebody with an account who stands in the election: may write, and approves nothing meanwhile."""

    window = models.ForeignKey(ElectionWindow, models.CASCADE, related_name="standing")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ScopedManager(
        municipality="window__municipality", _manager_class=models.Manager.from_queryset(StandingQuerySet)
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window", "person"], name="stands_once_per_election")]

    def __str__(self) -> str:
        return str(self.person)


class ElectionMark(models.Model):
    """What a person has judged about a post: whom it shows or names, and whether what it praises has an occasion.

    ``revision`` is that of the post when it was read: what was changed afterwards wants to be read again.
    """

    post = models.OneToOneField(Post, models.CASCADE, related_name="election_mark")
    shows_holder = models.BooleanField(_("shows or names office holders"), default=False)
    lacks_occasion = models.BooleanField(_("achievement without an occasion"), default=False)
    revision = models.PositiveIntegerField()
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    objects = ScopedManager(municipality="post__municipality")

    def __str__(self) -> str:
        return str(self.post)
