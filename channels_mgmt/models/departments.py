# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A department that brings topics by a link of its own, and what it was asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.register import LONGEST_DEPARTMENT
from core.scoping import ScopedManager


class DepartmentLink(models.Model):
    """Whoever holds the link may bring topics in the name of the department, and see nothing else.

    The link is signed, not stored: it holds until ``until``, unless it is withdrawn.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="department_links")
    name = models.CharField(_("Department"), max_length=LONGEST_DEPARTMENT)
    email = models.EmailField(_("E-mail address"))
    until = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("link of a department")
        indexes = [models.Index(fields=["municipality", "name"], name="department_by_name")]

    def __str__(self) -> str:
        return self.name

    def is_open(self, at: datetime) -> bool:
        return self.withdrawn_at is None and self.until > at


class TopicRequestQuerySet(models.QuerySet["TopicRequest"]):
    def to_remind(self, at: datetime) -> QuerySet[TopicRequest]:
        """What is unanswered, whose hour of reminding has come, and whose link still opens."""
        waiting = self.filter(answered_at=None, reminded_at=None, remind_at__lte=at)
        return waiting.filter(link__withdrawn_at=None, link__until__gt=at)


class TopicRequest(models.Model):
    """What a department was asked for, until when."""

    link = models.ForeignKey(DepartmentLink, models.PROTECT, related_name="requests")
    question = models.CharField(_("What do you need to know?"), max_length=400)
    due_on = models.DateField(_("Until when?"))
    remind_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(
        municipality="link__municipality", _manager_class=models.Manager.from_queryset(TopicRequestQuerySet)
    )

    class Meta:
        verbose_name = _("request for a topic")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
                name="answers_follow_requests",
            ),
        ]
        indexes = [
            models.Index(
                fields=["remind_at"],
                condition=Q(answered_at__isnull=True, reminded_at__isnull=True),
                name="topic_request_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def municipality(self) -> Any:
        return self.link.municipality
