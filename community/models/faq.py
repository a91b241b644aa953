# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Questions citizens ask again and again, with the town's answer, for everybody to read (D27)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from community.models.comments import Comment
from core.folded import FoldedField
from core.scoping import ScopedManager

LONGEST_QUESTION, LONGEST_ANSWER = 200, 5_000


class FaqQuerySet(models.QuerySet["FaqEntry"]):
    def published(self) -> FaqQuerySet:
        """What citizens read, by question."""
        return self.filter(state=FaqEntry.State.PUBLISHED).order_by("question", "pk")

    def expired(self, today: date) -> FaqQuerySet:
        return self.published().filter(valid_until__lt=today)


class FaqEntry(models.Model):
    """A question in the town's own words with its answer. Of the citizen who asked, nothing is kept here.

    ``as_of`` is the day on which the answer was last found true; readers see it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.PUBLISHED, State.WITHDRAWN},
        State.PUBLISHED: {State.WITHDRAWN},
        State.WITHDRAWN: {State.DRAFT},
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    question = models.CharField(_("Question"), max_length=LONGEST_QUESTION)
    answer = models.CharField(_("Answer"), max_length=LONGEST_ANSWER)
    searchable = FoldedField("all_words", of=("question", "answer"))
    as_of = models.DateField(_("True as of"))
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Who answers for it?"))
    valid_until = models.DateField(_("To be looked at again by"), null=True, blank=True)
    # The comment it was made because of, for colleagues; the public page does not know it.
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, blank=True, related_name="faq_entries")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager(municipality="municipality", _manager_class=models.Manager.from_queryset(FaqQuerySet))

    class Meta:
        verbose_name = _("answered question")
        verbose_name_plural = _("answered questions")
        constraints = [
            models.CheckConstraint(condition=~Q(question="") & ~Q(answer=""), name="faq_has_question_and_answer"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, published_by__isnull=False),
                name="published_faq_has_a_person_and_a_time",
            ),
            models.UniqueConstraint(
                fields=["municipality", "question"],
                condition=Q(state__in=["draft", "published"]),
                name="one_answer_per_question",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state", "question"], name="faq_by_state")]

    def __str__(self) -> str:
        return gettext("Answered question #%(number)s") % {"number": self.pk}

    @property
    def audit_label(self) -> str:
        return str(self)

    @property
    def all_words(self) -> str:
        """What it is searched by."""
        return f"{self.question}\n{self.answer}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    def is_expired(self, today: date) -> bool:
        return self.is_published and self.valid_until is not None and self.valid_until < today
