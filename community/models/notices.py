# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""That a citizen was told why: of a hidden or deleted comment, of a restricted account."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.outbox import Outgoing, OutgoingQuerySet
from community.models.decisions import Decision
from community.models.restrictions import Restriction
from community.models.sight import GuardedManager
from core.scoping import ScopedManager


class Notice(models.Model):
    """The link to the reasons was given to the citizen, about one decision or one restriction; noted once."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="notice")
    restriction = models.OneToOneField(Restriction, models.PROTECT, null=True, blank=True, related_name="notice")
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("notice to a citizen")
        verbose_name_plural = _("notices to citizens")
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, restriction__isnull=True)
                | Q(decision__isnull=True, restriction__isnull=False),
                name="notice_is_about_one_measure",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Notice #%(number)s") % {"number": self.pk}


class NoticeMessage(Outgoing):
    """The notice of a hidden comment on its way to the citizen, as a private message that a person sent off."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="notice_messages")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # As it was sent: each sealing of the link differs, and a message is found again by its words.
    text = models.TextField()
    answer_key = models.CharField(max_length=64, blank=True)

    objects = GuardedManager(
        "decision__comment__",
        municipality="decision__comment__municipality",
        _manager_class=models.Manager.from_queryset(OutgoingQuerySet),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False), name="notice_sending_has_lease"
            ),
            models.UniqueConstraint(
                fields=["decision"], condition=~Q(state="withdrawn"), name="one_notice_message_per_decision"
            ),
            models.UniqueConstraint(
                fields=["answer_key"], condition=~Q(answer_key=""), name="one_notice_per_remote_post"
            ),
            models.UniqueConstraint(
                fields=["said"],
                condition=Q(state__in=["sending", "uncertain"]) & ~Q(said=""),
                name="equal_notices_go_out_one_by_one",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="notice_by_due")]
        verbose_name = _("message with a notice")

    def __str__(self) -> str:
        return gettext("Message with a notice #%(number)s") % {"number": self.pk}

    @property
    def municipality(self) -> Any:
        return self.decision.comment.municipality
