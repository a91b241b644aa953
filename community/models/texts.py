# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Texts a town keeps so that nobody writes the same answer twice (D13, D22; docs/adr/0058)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from community.models.decisions import Decision
from core.folded import FoldedField
from core.once import WrittenOnce
from core.scoping import ScopedManager

LONGEST_NAME, LONGEST_TEXT = 120, 5_000


class SnippetQuerySet(models.QuerySet["Snippet"]):
    def in_use(self) -> SnippetQuerySet:
        """What is offered; what was put away stays with its versions."""
        return self.filter(retired_at=None)

    def expired(self, today: date) -> SnippetQuerySet:
        return self.in_use().filter(valid_until__lt=today)


class Snippet(models.Model):
    """A text to begin with, in the wording ``version``. Somebody answers for it, until a day if it has one.

    ``uses`` counts decisions it was used in, never by whom.
    """

    class Kind(models.TextChoices):
        REPLY = "reply", _("Text for answers")
        RATIONALE = "rationale", _("Text for reasons")
        ANSWER = "answer", _("Kept answer")

    #: What answers begin with. Reasons for a measure are kept apart: they have to be adapted.
    FOR_ANSWERS: ClassVar[list[str]] = [Kind.REPLY, Kind.ANSWER]

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField(_("For what?"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("Name"), max_length=LONGEST_NAME)
    text = models.CharField(_("Text"), max_length=LONGEST_TEXT)
    searchable = FoldedField("all_words", of=("name", "text"))
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Who answers for it?"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    # The answer it was kept from. Its own words stay when that one is emptied: a person has written them anew.
    source = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="kept_as")
    version = models.PositiveIntegerField(default=1)
    uses = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality", _manager_class=models.Manager.from_queryset(SnippetQuerySet))

    class Meta:
        verbose_name = _("text module")
        verbose_name_plural = _("text modules")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(text=""), name="snippet_has_a_name_and_words"),
            models.CheckConstraint(
                condition=Q(kind="answer") | Q(source__isnull=True), name="only_kept_answers_have_a_source"
            ),
            models.UniqueConstraint(
                fields=["municipality", "kind", "name"],
                condition=Q(retired_at__isnull=True),
                name="one_snippet_in_use_per_name",
            ),
            models.UniqueConstraint(
                fields=["source"], condition=Q(retired_at__isnull=True), name="one_kept_answer_per_decision"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "valid_until"],
                condition=Q(retired_at__isnull=True, valid_until__isnull=False),
                name="snippet_by_expiry",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def all_words(self) -> str:
        """What it is searched by."""
        return f"{self.name}\n{self.text}"

    @property
    def is_rationale(self) -> bool:
        return self.kind == self.Kind.RATIONALE

    @property
    def is_kept_answer(self) -> bool:
        return self.kind == self.Kind.ANSWER

    def is_expired(self, today: date) -> bool:
        """``valid_until`` is the last day on which it holds."""
        return self.valid_until is not None and self.valid_until < today


class SnippetVersion(WrittenOnce):
    """How a text read in one of its versions, and who wrote that."""

    snippet = models.ForeignKey(Snippet, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    text = models.CharField(max_length=LONGEST_TEXT)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="snippet__municipality")

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["snippet", "version"], name="one_wording_per_snippet_version")]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"
