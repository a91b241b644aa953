# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people decided about comments, and the evidence kept first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from channels_mgmt.connectors.contents import Contents
from community.models.comments import Comment
from community.models.sight import GuardedManager
from core.folded import FoldedField
from core.hashing import content_hash
from core.once import WrittenOnce
from netiquette.models import Clause

if TYPE_CHECKING:
    from django.db.models import QuerySet


LONGEST_RETURN_REASON = 300


class Evidence(WrittenOnce):
    """What was there before the town acted: written once, hashed (DOMAIN § 3, crime)."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="evidence")
    comment_revision = models.PositiveIntegerField()
    captured_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    captured_at = models.DateTimeField(default=timezone.now)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    objects = GuardedManager("comment__", municipality="comment__municipality")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    @property
    def municipality(self) -> Any:
        return self.comment.municipality

    @property
    def audit_label(self) -> str:
        return self.comment.audit_label

    @property
    def contents(self) -> Contents:
        """What the comment carried besides its text when this was captured."""
        return Contents.from_json(self.content["comment"].get("contents", {}))

    @property
    def is_intact(self) -> bool:
        return self.sha256 == content_hash(self.content)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def taken(self) -> QuerySet[Decision]:
        """Without what was undone, and without answers that wait for a second person: they answer nobody yet."""
        return self.filter(Q(needs_release=False) | Q(released_at__isnull=False), undone_at=None)

    def waiting_for_release(self) -> QuerySet[Decision]:
        """Answers that a second person has neither released nor returned."""
        return self.filter(needs_release=True, released_at=None, undone_at=None)

    def standing_measures(self) -> QuerySet[Decision]:
        """Measures that still hold: neither undone nor followed by a decision to show the comment again."""
        measures = self.filter(kind__in=Decision.NEEDS_GROUNDS, undone_at=None)
        shown_later = Decision._base_manager.filter(
            comment=OuterRef("comment"), kind=Decision.Kind.SHOW, undone_at=None, decided_at__gte=OuterRef("decided_at")
        )
        return measures.filter(~Exists(shown_later))


class Decision(models.Model):
    """What a person decided about a comment as it read then. Least intrusive first.

    ``reverses`` names the measure that a decision to show the comment again takes back. The measure itself
    stays as it was decided, with its evidence.
    """

    class Kind(models.TextChoices):
        LEAVE = "leave", _("Leave")
        REPLY = "reply", _("Reply")
        HIDE = "hide", _("Hide")
        DELETE = "delete", _("Delete")
        SHOW = "show", _("Show again")

    #: Measures: they touch freedom of speech and rest on a clause, written reasons and evidence.
    NEEDS_GROUNDS: ClassVar[list[str]] = [Kind.HIDE, Kind.DELETE]
    #: What people have written, in which a citizen's name may stand.
    WORDS: ClassVar[tuple[str, ...]] = ("reply_text", "rationale", "why_not_hidden", "return_reason")
    #: As long as this, nothing leaves the house and whoever decided may take it back.
    UNDO_TIME: ClassVar[timedelta] = timedelta(seconds=10)

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="decisions")
    comment_revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    reply_text = models.TextField(blank=True)
    searchable = FoldedField("reply_text", of=("reply_text",))
    # In how many parts the answer goes out; all but the last are rows of ``AnswerPart``.
    part_count = models.PositiveSmallIntegerField(default=1)
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="+")
    rationale = models.TextField(_("Rationale"), blank=True)
    # Least intrusive first: whoever deletes says why hiding would not do.
    why_not_hidden = models.TextField(blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")
    reverses = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reversals")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # An answer that waits for a second person has no ``PlatformAction``: there is nothing that could be sent.
    needs_release = models.BooleanField(default=False)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=LONGEST_RETURN_REASON, blank=True)
    # Since when its words and its evidence are gone; kind, clause and day stay, so that figures stay true.
    emptied_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(
        "comment__", municipality="comment__municipality", _manager_class=models.Manager.from_queryset(DecisionQuerySet)
    )

    class Meta:
        verbose_name = _("decision")
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["hide", "delete"])
                | (Q(clause__isnull=False, evidence__isnull=False) & ~Q(rationale=""))
                | (Q(clause__isnull=False, emptied_at__isnull=False) & ~Q(rationale="")),
                name="measure_needs_clause_rationale_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(kind="delete") | ~Q(why_not_hidden=""),
                name="deleting_says_why_hiding_is_not_enough",
            ),
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=True) | Q(evidence__isnull=True), name="emptied_decision_has_no_evidence"
            ),
            models.CheckConstraint(condition=~Q(kind="reply") | ~Q(reply_text=""), name="reply_has_a_text"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(needs_release=True, released_at__isnull=False, released_by__isnull=False)
                & ~Q(released_by=F("actor")),
                name="answer_is_released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(kind="show", reverses__isnull=False) & ~Q(rationale="")
                | ~Q(kind="show") & Q(reverses__isnull=True),
                name="showing_reverses_a_measure_with_reasons",
            ),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(undone_at__isnull=True), name="one_showing_per_measure"
            ),
        ]
        indexes = [
            models.Index(
                fields=["clause", "-decided_at"], condition=Q(kind__in=["hide", "delete"]), name="decision_by_clause"
            ),
            models.Index(
                fields=["decided_at"],
                condition=Q(needs_release=True, released_at__isnull=True, undone_at__isnull=True),
                name="decision_to_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.comment}"

    @property
    def audit_label(self) -> str:
        return f"{self.get_kind_display()}: {self.comment.audit_label}"

    @property
    def is_measure(self) -> bool:
        return self.kind in self.NEEDS_GROUNDS

    @property
    def is_deletion(self) -> bool:
        return self.kind == self.Kind.DELETE

    @property
    def is_in_parts(self) -> bool:
        return self.part_count > 1

    @property
    def undo_until(self) -> datetime:
        """Until when nothing has left the house; an answer that was released waits from then on."""
        return (self.released_at or self.decided_at) + self.UNDO_TIME

    @property
    def waits_for_release(self) -> bool:
        """An answer that a second person has neither released nor returned."""
        return self.needs_release and self.released_at is None and self.undone_at is None

    @property
    def municipality(self) -> Any:
        return self.comment.municipality
