# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who can act in the town's name at the platform itself: a list that people keep and look through every quarter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from channels_mgmt.models.channels import Channel
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: How long a look at the list holds (DOMAIN § 3, Account security: quarterly check).
ACCESS_HOLDS = timedelta(days=91)


class AccessHolderQuerySet(models.QuerySet["AccessHolder"]):
    def current(self) -> QuerySet[AccessHolder]:
        """Who has access now."""
        return self.filter(ended_at__isnull=True)


class AccessHolder(models.Model):
    """A person, role mailbox or agency with access to a channel's account at the platform."""

    class Reach(models.TextChoices):
        ADMINISTERS = "administers", _("administers the account")
        PUBLISHES = "publishes", _("publishes and answers")
        READS = "reads", _("reads statistics and messages")

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="access_holders")
    name = models.CharField(_("Who"), max_length=120)
    reach = models.CharField(_("May do"), max_length=12, choices=Reach.choices)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(
        municipality="channel__municipality", _manager_class=models.Manager.from_queryset(AccessHolderQuerySet)
    )

    class Meta:
        verbose_name = _("access to an account")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "name"], condition=Q(ended_at__isnull=True), name="one_access_per_name_and_channel"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def municipality(self) -> Any:
        return self.channel.municipality

    @property
    def audit_label(self) -> str:
        """Its channel: the names stand in the list alone."""
        return str(self.channel)

    @property
    def is_current(self) -> bool:
        return self.ended_at is None

    def is_due(self, at: datetime) -> bool:
        """Whether the quarter has passed."""
        return self.is_current and self.confirmed_at <= at - ACCESS_HOLDS
