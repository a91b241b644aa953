# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A submitted post waits for somebody until a moment: who is reminded and told, and when (D4)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from channels_mgmt.models.posts import Post
from core.scoping import ScopedManager


class ApprovalRequestQuerySet(models.QuerySet["ApprovalRequest"]):
    def standing(self) -> QuerySet[ApprovalRequest]:
        """Requests whose post still waits, as it was submitted then."""
        return self.filter(post__state=Post.State.IN_REVIEW, post__submitted_at=F("asked_at"))

    def to_remind(self, at: datetime) -> QuerySet[ApprovalRequest]:
        return self.standing().filter(half_at__lte=at, reminded_at__isnull=True)

    def to_escalate(self, at: datetime) -> QuerySet[ApprovalRequest]:
        return self.standing().filter(due_at__lte=at, escalated_at__isnull=True)


class ApprovalRequest(models.Model):
    """One submission. Whether it still stands is asked of the post; nothing here has to be closed."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="approval_requests")
    post = models.ForeignKey(Post, models.CASCADE, related_name="approval_requests")
    content_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    half_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(
        municipality="municipality", _manager_class=models.Manager.from_queryset(ApprovalRequestQuerySet)
    )

    class Meta:
        verbose_name = _("request for approval")
        constraints = [
            models.UniqueConstraint(fields=["post", "asked_at"], name="one_request_per_submission"),
            models.CheckConstraint(
                condition=Q(half_at__gte=F("asked_at")) & Q(due_at__gte=F("half_at")), name="approval_due_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["half_at"], condition=Q(reminded_at__isnull=True), name="approval_to_remind"),
            models.Index(fields=["due_at"], condition=Q(escalated_at__isnull=True), name="approval_to_escalate"),
        ]

    def __str__(self) -> str:
        return str(self.post)
