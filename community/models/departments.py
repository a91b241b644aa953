# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a department was asked because of a comment, and what it answered (D1, DOMAIN § 4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from community.models.comments import Comment
from community.models.sight import GuardedManager
from core.text import grouped

LONGEST_NAME = 120
LONGEST_QUESTION = 2_000
LONGEST_ANSWER = 5_000
MOST_FILES = 3
LONGEST_FILE_NAME = 120
#: A department that answers late still answers: its link works on after the due time.
LINK_GRACE = timedelta(days=30)


class DepartmentQuestionQuerySet(models.QuerySet["DepartmentQuestion"]):
    def open(self) -> DepartmentQuestionQuerySet:
        """Asked and neither answered nor withdrawn, what is due first in front."""
        return self.filter(state=DepartmentQuestion.State.ASKED).order_by("due_at", "pk")

    def to_remind(self, at: datetime) -> DepartmentQuestionQuerySet:
        """Open questions whose reminder is due and was not written yet."""
        return self.open().filter(reminded_at__isnull=True, remind_at__lte=at)

    def overdue(self, at: datetime) -> DepartmentQuestionQuerySet:
        return self.open().filter(due_at__lte=at)


class DepartmentQuestion(models.Model):
    """One question to one department. It stays open until answered or withdrawn; only its link ends."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for an answer")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.ASKED: {State.ANSWERED, State.WITHDRAWN},
        State.ANSWERED: set(),
        State.WITHDRAWN: set(),
    }
    #: What people have written, in which a citizen's name may stand.
    WORDS: ClassVar[tuple[str, ...]] = ("question", "answer", "answered_as")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, related_name="department_questions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    department = models.CharField(_("Department"), max_length=LONGEST_NAME)
    email = models.EmailField(_("E-mail address"))
    question = models.CharField(_("Question"), max_length=LONGEST_QUESTION)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    remind_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("Answer"), max_length=LONGEST_ANSWER, blank=True)
    # Who answers for the department, in its own words; the link is the only proof.
    answered_as = models.CharField(max_length=LONGEST_NAME, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Since when its words are gone, with those of the comment.
    emptied_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(
        "comment__",
        municipality="municipality",
        _manager_class=models.Manager.from_queryset(DepartmentQuestionQuerySet),
    )

    class Meta:
        verbose_name = _("question to a department")
        verbose_name_plural = _("questions to departments")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False) & (~Q(answer="") | Q(emptied_at__isnull=False))
                | ~Q(state="answered") & Q(answered_at__isnull=True, answer=""),
                name="department_answer_has_words_and_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
                name="department_question_withdrawn_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("asked_at"), remind_at__lte=F("due_at")),
                name="department_question_due_after_asking",
            ),
            # A double click is one question.
            models.UniqueConstraint(
                fields=["comment", "email"], condition=Q(state="asked"), name="one_open_question_per_department"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "due_at"], condition=Q(state="asked"), name="department_question_open"
            ),
            models.Index(fields=["municipality", "-asked_at"], name="department_question_by_time"),
        ]

    def __str__(self) -> str:
        return gettext("Question #%(number)s to %(department)s") % {"number": self.pk, "department": self.department}

    @property
    def audit_label(self) -> str:
        """Its number: the record of what was done outlives the words."""
        return str(self)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_answered(self) -> bool:
        return self.state == self.State.ANSWERED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def link_until(self) -> datetime:
        return self.due_at + LINK_GRACE

    def is_late(self, at: datetime) -> bool:
        """Still open although its time is over."""
        return self.is_open and self.due_at <= at


def department_file_path(row: DepartmentFile, filename: str) -> str:
    """A name that says nothing about the file; what lies there is encrypted."""
    return f"departments/{row.question.municipality_id}/{uuid4().hex}.bin"


class DepartmentFile(models.Model):
    """A file that came with the answer of a department, encrypted on the disk (docs/adr/0064).

    For colleagues alone; nothing publishes it. It goes with the name of the citizen: nobody can take one out of a PDF.
    """

    question = models.ForeignKey(DepartmentQuestion, models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=LONGEST_FILE_NAME)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=department_file_path)

    objects = GuardedManager("question__comment__", municipality="question__municipality")

    class Meta:
        verbose_name = _("file of a department")
        verbose_name_plural = _("files of departments")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="department_file_has_its_place"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_FILES), name="three_files_of_a_department"
            ),
        ]

    def __str__(self) -> str:
        return gettext("File #%(number)s of a department") % {"number": self.pk}

    @property
    def municipality(self) -> Municipality:
        return self.question.municipality

    @property
    def size_words(self) -> str:
        return f"{grouped(-(-self.size // 1000))} KB"

    @property
    def audit_label(self) -> str:
        """Its number: the name of a file may be that of a citizen."""
        return str(self)
