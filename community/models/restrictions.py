# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping an account from the town for a time: asked for by one person, decided by another, ends by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.outbox import Outgoing, OutgoingQuerySet, OutgoingState
from community.models.comments import Comment
from community.models.decisions import Evidence
from community.models.sight import GuardedManager
from netiquette.models import Clause

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Days a restriction lasts unless whoever asks says otherwise (DOMAIN § 3), and at most.
RESTRICTION_DAYS, LONGEST_RESTRICTION = 30, 180
#: So long before its end a person looks whether it is still right.
REVIEW_BEFORE = timedelta(days=7)


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def requested(self) -> QuerySet[Restriction]:
        return self.filter(state=Restriction.State.REQUESTED)

    def in_force(self) -> QuerySet[Restriction]:
        return self.filter(state=Restriction.State.IN_FORCE)

    def live(self) -> QuerySet[Restriction]:
        """Asked for or in force: what keeps another one away, and the author's name here."""
        return self.filter(state__in=Restriction.LIVE)

    def over(self, at: datetime) -> QuerySet[Restriction]:
        """In force although their time is over."""
        return self.in_force().filter(ends_at__lte=at)

    def to_review(self, at: datetime) -> QuerySet[Restriction]:
        return self.in_force().filter(review_at__lte=at, reviewed_at=None)


class Restriction(models.Model):
    """``comment`` is the one it was asked for from, whose author it is about; ``evidence`` is what it rests on."""

    class Kind(models.TextChoices):
        RESTRICT = "restrict", _("Restrict")
        BLOCK = "block", _("Block")

    class State(models.TextChoices):
        REQUESTED = "requested", pgettext_lazy("restriction", "Waits for a second person")
        DECLINED = "declined", pgettext_lazy("restriction", "Declined")
        IN_FORCE = "in_force", pgettext_lazy("restriction", "In force")
        ENDED = "ended", pgettext_lazy("restriction", "Ended")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.REQUESTED: {State.DECLINED, State.IN_FORCE},
        State.DECLINED: set(),
        State.IN_FORCE: {State.ENDED},
        State.ENDED: set(),
    }
    LIVE: ClassVar[list[str]] = [State.REQUESTED, State.IN_FORCE]
    #: What people have written, in which a citizen's name may stand.
    WORDS: ClassVar[tuple[str, ...]] = ("reason", "decision_note", "end_note")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, related_name="restrictions")
    # Number of the author's row when it was asked for: one live restriction per account.
    account = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+")
    reason = models.TextField()
    evidence = models.ManyToManyField(Evidence, related_name="restrictions")
    days = models.PositiveSmallIntegerField()
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    review_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    # Empty person: it ended by itself.
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_note = models.TextField(blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(
        "comment__", municipality="municipality", _manager_class=models.Manager.from_queryset(RestrictionQuerySet)
    )

    class Meta:
        verbose_name = _("restriction of an account")
        verbose_name_plural = _("restrictions of accounts")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("requested_by")), name="restriction_has_a_second_person"),
            models.CheckConstraint(
                condition=Q(state="requested", decided_by__isnull=True)
                | ~Q(state="requested") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_restriction_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in_force", "ended"])
                | Q(ends_at__isnull=False, ends_at__gt=F("decided_at"), review_at__lte=F("ends_at")),
                name="restriction_in_force_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | ~Q(state="ended") & Q(ended_at__isnull=True),
                name="ended_restriction_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(reason="")
                & Q(days__gte=1, days__lte=LONGEST_RESTRICTION)
                & (~Q(state="declined") | ~Q(decision_note="")),
                name="restriction_has_reasons_and_days",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(state__in=["requested", "in_force"]), name="one_restriction_per_account"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "-requested_at"], name="restriction_by_state"),
            models.Index(fields=["ends_at"], condition=Q(state="in_force"), name="restriction_by_end"),
        ]

    def __str__(self) -> str:
        return gettext("Restriction #%(number)s") % {"number": self.pk}

    @property
    def audit_label(self) -> str:
        """Its number: the record of what was done outlives the words."""
        return str(self)

    @property
    def is_block(self) -> bool:
        return self.kind == self.Kind.BLOCK

    @property
    def is_requested(self) -> bool:
        return self.state == self.State.REQUESTED

    @property
    def is_in_force(self) -> bool:
        return self.state == self.State.IN_FORCE

    def is_to_review(self, at: datetime) -> bool:
        return self.is_in_force and self.reviewed_at is None and self.review_at is not None and self.review_at <= at


class RestrictionAction(Outgoing):
    """Putting a restriction on or taking it off, on the platform; handed over where only a person can."""

    class Act(models.TextChoices):
        PUT_ON = "put_on", _("Put on")
        TAKE_OFF = "take_off", _("Take off")

    #: Whoever did by hand what the platform refused to the software has done it.
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        **Outgoing.TRANSITIONS,
        OutgoingState.REJECTED: {OutgoingState.SCHEDULED, OutgoingState.WITHDRAWN, OutgoingState.PUBLISHED},
    }

    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="actions")
    act = models.CharField(max_length=10, choices=Act.choices)
    outcome = models.CharField(max_length=300, blank=True)

    objects = GuardedManager(
        "restriction__comment__",
        municipality="restriction__municipality",
        _manager_class=models.Manager.from_queryset(OutgoingQuerySet),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False), name="restriction_sending_has_lease"
            ),
            models.UniqueConstraint(fields=["restriction", "act"], name="one_step_per_restriction_and_act"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="restriction_action_by_due")]

    @property
    def municipality(self) -> Municipality:
        return self.restriction.municipality

    @property
    def is_putting_on(self) -> bool:
        return self.act == self.Act.PUT_ON

    @property
    def waits_for_a_person(self) -> bool:
        """Whether a person has to act on the platform, or to say what became of it."""
        return self.needs_a_person or self.state == OutgoingState.HANDED_OVER
