# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions on their way to a platform, and an answer that goes there in several parts (docs/adr/0068)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from channels_mgmt.models.outbox import Outgoing, OutgoingQuerySet, OutgoingState
from community.domain.answer_parts import numbered
from community.models.decisions import Decision
from community.models.sight import GuardedManager

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


class PlatformActionQuerySet(OutgoingQuerySet):
    def due(self, at: datetime) -> QuerySet[Outgoing]:
        """As everywhere; the last part of an answer only when all before it stand."""
        missing = AnswerPart._base_manager.filter(decision=OuterRef("decision")).exclude(state=OutgoingState.PUBLISHED)
        return super().due(at).filter(~Exists(missing))


class PlatformAction(Outgoing):
    """Carrying out a decision on the platform: send the reply, hide the comment, show it again, delete it.

    Of an answer in several parts it is the last one, and stands for the whole: it waits for the others
    (``AnswerPart``), and says so when one of them is stuck, so that one row is the work of a person.
    """

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        **Outgoing.TRANSITIONS,
        OutgoingState.SCHEDULED: {
            *Outgoing.TRANSITIONS[OutgoingState.SCHEDULED],
            OutgoingState.REJECTED,
            OutgoingState.UNCERTAIN,
        },
    }

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="action")
    outcome = models.CharField(max_length=300, blank=True)
    # Fingerprint of channel and remote id of a published answer: one status is one answer.
    answer_key = models.CharField(max_length=64, blank=True)

    objects = GuardedManager(
        "decision__comment__",
        municipality="decision__comment__municipality",
        _manager_class=models.Manager.from_queryset(PlatformActionQuerySet),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False), name="action_sending_has_lease"
            ),
            models.UniqueConstraint(
                fields=["answer_key"], condition=~Q(answer_key=""), name="one_answer_per_remote_post"
            ),
            models.UniqueConstraint(
                fields=["said"],
                condition=Q(state__in=["sending", "uncertain"]) & ~Q(said=""),
                name="equal_answers_go_out_one_by_one",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="action_by_due"),
            models.Index(fields=["remote_id"], condition=~Q(remote_id=""), name="action_by_remote"),
        ]

    @property
    def municipality(self) -> Any:
        return self.decision.comment.municipality


class AnswerPartQuerySet(OutgoingQuerySet):
    def due(self, at: datetime) -> QuerySet[Outgoing]:
        """As everywhere, of answers that nobody holds back, and only when the part before it stands."""
        before = AnswerPart._base_manager.filter(decision=OuterRef("decision"), number__lt=OuterRef("number"))
        found: QuerySet[Any] = super().due(at)
        found = found.filter(decision__action__state=OutgoingState.SCHEDULED)
        return found.filter(~Exists(before.exclude(state=OutgoingState.PUBLISHED)))


class AnswerPart(Outgoing):
    """Any part of an answer but the last: from ``begins`` to ``ends`` of its words. Each follows the one before it."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    begins = models.PositiveIntegerField()
    ends = models.PositiveIntegerField()
    answer_key = models.CharField(max_length=64, blank=True)

    objects = GuardedManager(
        "decision__comment__",
        municipality="decision__comment__municipality",
        _manager_class=models.Manager.from_queryset(AnswerPartQuerySet),
    )

    class Meta:
        ordering = ["decision", "number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False), name="part_sending_has_lease"
            ),
            models.CheckConstraint(condition=Q(number__gte=1, ends__gt=models.F("begins")), name="part_has_words"),
            models.UniqueConstraint(fields=["decision", "number"], name="one_part_per_place"),
            models.UniqueConstraint(
                fields=["answer_key"], condition=~Q(answer_key=""), name="one_part_per_remote_post"
            ),
            models.UniqueConstraint(
                fields=["said"],
                condition=Q(state__in=["sending", "uncertain"]) & ~Q(said=""),
                name="equal_parts_go_out_one_by_one",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="part_by_due"),
            models.Index(fields=["remote_id"], condition=~Q(remote_id=""), name="part_by_remote"),
        ]

    @property
    def municipality(self) -> Any:
        return self.decision.comment.municipality

    @property
    def text(self) -> str:
        """What this part says, with its number."""
        return numbered(self.decision.reply_text[self.begins : self.ends], self.number, self.decision.part_count)
