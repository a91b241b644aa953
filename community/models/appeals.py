# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Citizens' appeals against measures, and what a town shows the public of its decisions (docs/adr/0016)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Municipality, User
from community.models.comments import Comment
from community.models.decisions import Decision
from community.models.restrictions import LONGEST_RESTRICTION, RESTRICTION_DAYS
from community.models.sight import GuardedManager
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Working days in which a citizen is promised an answer [B]; each town may choose its own.
ANSWER_DAYS = 5
LONGEST_ANSWER_DAYS = 30


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> QuerySet[Appeal]:
        """Appeals about which nobody has decided yet."""
        return self.filter(state__in=Appeal.OPEN_STATES)

    def overdue(self, at: datetime) -> QuerySet[Appeal]:
        return self.open().filter(due_at__lte=at)

    def to_be_carried_out(self) -> QuerySet[Appeal]:
        """The citizen was right; what follows on the platform is still to be done."""
        return self.filter(state=Appeal.State.DECIDED)


class Appeal(models.Model):
    """A citizen's objection to a measure: plain text as it was sent, never markup.

    ``contested_by`` repeats who took the contested decision, so that the database itself can refuse that this
    person judges it. What identifies the citizen is emptied by ``forget_appeals``.
    """

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("appeal", "Received")
        IN_REVIEW = "in_review", pgettext_lazy("appeal", "In review")
        DECIDED = "decided", pgettext_lazy("appeal", "Decided, to be carried out")
        CLOSED = "closed", pgettext_lazy("appeal", "Closed")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", pgettext_lazy("appeal", "Upheld")
        PARTLY = "partly", pgettext_lazy("appeal", "Upheld in part")
        REJECTED = "rejected", pgettext_lazy("appeal", "Rejected")
        SET_ASIDE = "set_aside", pgettext_lazy("appeal", "Set aside: no appeal")

    class Measure(models.TextChoices):
        HIDDEN = "hidden", _("My comment was hidden")
        DELETED = "deleted", _("My comment was deleted")
        BLOCKED = "blocked", _("My account was restricted or blocked")
        OTHER = "other", _("Something else")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.RECEIVED: {State.IN_REVIEW, State.CLOSED},
        State.IN_REVIEW: {State.RECEIVED, State.DECIDED, State.CLOSED},
        State.DECIDED: {State.CLOSED},
        State.CLOSED: set(),
    }
    OPEN_STATES: ClassVar[list[str]] = [State.RECEIVED, State.IN_REVIEW]
    JUDGEMENTS: ClassVar[list[str]] = [Outcome.UPHELD, Outcome.PARTLY, Outcome.REJECTED]
    #: After these something has to be done on the platform.
    WITH_FOLLOW_UP: ClassVar[list[str]] = [Outcome.UPHELD, Outcome.PARTLY]

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="appeals")
    reference = models.CharField(_("Reference number"), max_length=16, unique=True)
    # Equal for what was sent twice; empty once forgotten.
    content_key = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    received_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()

    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    measure = models.CharField(max_length=10, choices=Measure.choices)
    link = models.CharField(max_length=500, blank=True)
    account = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    is_cut = models.BooleanField(default=False)

    comment = models.ForeignKey(Comment, models.PROTECT, null=True, blank=True, related_name="appeals")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="appeals")
    contested_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reviewer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(
        "comment__",
        is_optional=True,
        municipality="municipality",
        _manager_class=models.Manager.from_queryset(AppealQuerySet),
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "content_key"],
                condition=~Q(state="closed") & ~Q(content_key=""),
                name="one_open_appeal_per_content",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("contested_by")), name="appeal_has_another_judge"),
            models.CheckConstraint(
                condition=Q(decision__isnull=True) | Q(contested_by__isnull=False, comment__isnull=False),
                name="contested_decision_has_its_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_review") | Q(reviewer__isnull=False), name="appeal_in_review_has_a_reviewer"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "closed"])
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(outcome="")),
                name="decided_appeal_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "closed"]) | ~Q(reasons="") | Q(forgotten_at__isnull=False),
                name="decided_appeal_has_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(outcome__in=["upheld", "partly"]),
                name="only_success_waits_to_be_carried_out",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_appeal_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "due_at"], name="appeal_by_state"),
            models.Index(fields=["municipality", "received_at"], name="appeal_by_time"),
            models.Index(
                fields=["closed_at"], condition=Q(state="closed", forgotten_at__isnull=True), name="appeal_to_forget"
            ),
        ]

    def __str__(self) -> str:
        """The reference alone: this stands in the audit trail, which outlives the appeal."""
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def is_received(self) -> bool:
        """Whether nobody reviews it yet."""
        return self.state == self.State.RECEIVED

    @property
    def is_in_review(self) -> bool:
        return self.state == self.State.IN_REVIEW

    @property
    def is_upheld(self) -> bool:
        return self.outcome == self.Outcome.UPHELD

    @property
    def is_upheld_in_part(self) -> bool:
        return self.outcome == self.Outcome.PARTLY

    @property
    def is_to_be_carried_out(self) -> bool:
        """Whether the citizen was right and the platform does not show it yet, as ``to_be_carried_out`` counts."""
        return self.state == self.State.DECIDED


class PublicSettings(models.Model):
    """What a town promises and shows citizens beside its netiquette. Without a row the defaults hold."""

    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="+")
    answer_days = models.PositiveSmallIntegerField(
        _("Answer to appeals within how many working days?"),
        default=ANSWER_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_ANSWER_DAYS)],
    )
    restriction_days = models.PositiveSmallIntegerField(
        _("Restrict accounts for how many days?"), default=RESTRICTION_DAYS
    )
    # For the town's own people: whom to talk to when it becomes too much.
    care_contacts = models.TextField(blank=True)
    is_transparency_public = models.BooleanField(_("Show the transparency page to everybody"), default=False)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("public settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=LONGEST_ANSWER_DAYS), name="answer_days_are_sensible"
            ),
            models.CheckConstraint(
                condition=Q(restriction_days__gte=1, restriction_days__lte=LONGEST_RESTRICTION),
                name="restriction_days_are_sensible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}"
