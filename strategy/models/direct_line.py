# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The direct line: one question of the team to the head, answered by one tap (D4, D5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.frame.clock import service_hours_between
from accounts.models import Municipality, User
from core.scoping import ScopedManager

LONGEST_QUESTION = 280
LONGEST_ANSWER = 40
LONGEST_CONTEXT = 1000
LONGEST_REMARK = 500
#: How long after its due time a link in a mail still answers.
LINK_GRACE = timedelta(days=14)


class DirectQuestionQuerySet(models.QuerySet["DirectQuestion"]):
    def open(self) -> DirectQuestionQuerySet:
        """Asked and neither answered nor withdrawn, the most urgent first."""
        return self.filter(state=DirectQuestion.State.ASKED).order_by("due_at", "pk")

    def deputy_due(self, at: datetime) -> DirectQuestionQuerySet:
        """Open questions whose half time has passed without the deputy knowing of them."""
        return self.open().filter(deputy__isnull=False, deputy_told_at__isnull=True, half_at__lte=at)


class DirectQuestion(models.Model):
    """A question with two or three answers to tap. It stays open until answered or withdrawn; only links end."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for an answer")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.ASKED: {State.ANSWERED, State.WITHDRAWN},
        State.ANSWERED: set(),
        State.WITHDRAWN: set(),
    }

    #: What people have written, in which a citizen's name may stand, and how long it may be.
    WORDS: ClassVar[dict[str, int]] = {
        "question": LONGEST_QUESTION,
        "context": LONGEST_CONTEXT,
        "answer_1": LONGEST_ANSWER,
        "answer_2": LONGEST_ANSWER,
        "answer_3": LONGEST_ANSWER,
        "remark": LONGEST_REMARK,
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    question = models.CharField(_("Question"), max_length=LONGEST_QUESTION)
    context = models.CharField(_("What one needs to know for it"), max_length=LONGEST_CONTEXT, blank=True)
    # A path of this town, without host: where the asker was.
    asked_from = models.CharField(max_length=300, blank=True)
    answer_1 = models.CharField(max_length=LONGEST_ANSWER)
    answer_2 = models.CharField(max_length=LONGEST_ANSWER)
    answer_3 = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # The promise in force when asked, in service hours; later promises do not move a due time.
    promise_hours = models.PositiveSmallIntegerField()
    half_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Told when half the time is over; empty where all heads were told at once.
    deputy = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    deputy_told_at = models.DateTimeField(null=True, blank=True)
    chosen = models.PositiveSmallIntegerField(null=True, blank=True)
    remark = models.CharField(_("Remark"), max_length=LONGEST_REMARK, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(
        municipality="municipality", _manager_class=models.Manager.from_queryset(DirectQuestionQuerySet)
    )

    class Meta:
        verbose_name = _("question to the head")
        verbose_name_plural = _("questions to the head")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state="answered", chosen__isnull=False, answered_by__isnull=False, answered_at__isnull=False
                )
                | (
                    ~Q(state="answered")
                    & Q(chosen__isnull=True, answered_by__isnull=True, answered_at__isnull=True, read_at__isnull=True)
                ),
                name="direct_question_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(chosen__isnull=True) | Q(chosen__in=[1, 2]) | (Q(chosen=3) & ~Q(answer_3="")),
                name="direct_question_chosen_was_offered",
            ),
            models.CheckConstraint(
                condition=~Q(question="") & ~Q(answer_1="") & ~Q(answer_2=""), name="direct_question_has_two_answers"
            ),
            models.CheckConstraint(
                condition=~Q(answer_1=F("answer_2")) & ~Q(answer_1=F("answer_3")) & ~Q(answer_2=F("answer_3")),
                name="direct_question_answers_differ",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="direct_question_withdrawn_has_time",
            ),
            models.CheckConstraint(
                condition=Q(promise_hours__gte=1, due_at__gt=F("asked_at"), half_at__lte=F("due_at")),
                name="direct_question_due_after_asking",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="direct_question_answered_by_another",
            ),
            # A double click is one question.
            models.UniqueConstraint(
                fields=["municipality", "asked_by", "question"],
                condition=Q(state="asked"),
                name="direct_question_asked_once",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state", "due_at"], name="direct_question_by_due")]

    def __str__(self) -> str:
        # Without its words: the audit trail is read by more people than the question is meant for.
        return gettext("Question #%(number)s to the head") % {"number": self.pk}

    @property
    def answers(self) -> list[tuple[int, str]]:
        """The answers offered, with the number a link names."""
        texts = (self.answer_1, self.answer_2, self.answer_3)
        return [(number, text) for number, text in enumerate(texts, 1) if text]

    @property
    def chosen_text(self) -> str:
        return dict(self.answers).get(self.chosen or 0, "")

    @property
    def link_until(self) -> datetime:
        return self.due_at + LINK_GRACE

    @property
    def is_kept(self) -> bool:
        """Answered within the promise."""
        return self.answered_at is not None and self.answered_at <= self.due_at

    @property
    def is_answered(self) -> bool:
        return self.state == self.State.ANSWERED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    def is_late(self, at: datetime) -> bool:
        """Still open although the promised time is over."""
        return self.state == self.State.ASKED and self.due_at <= at

    def hours_taken(self) -> float | None:
        """Service hours of the town from question to answer; ``None`` while there is no answer."""
        if self.answered_at is None:
            return None
        return service_hours_between(self.municipality, self.asked_at, self.answered_at)
