# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions on their way to a platform."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from channels_mgmt.models.outbox import Outgoing, OutgoingQuerySet
from community.models.decisions import Decision
from community.models.sight import GuardedManager


class PlatformAction(Outgoing):
    """Carrying out a decision on the platform: send the reply, hide the comment, show it again, delete it."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="action")
    outcome = models.CharField(max_length=300, blank=True)
    # Fingerprint of channel and remote id of a published answer: one status is one answer.
    answer_key = models.CharField(max_length=64, blank=True)

    objects = GuardedManager(
        "decision__comment__",
        municipality="decision__comment__municipality",
        _manager_class=models.Manager.from_queryset(OutgoingQuerySet),
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
