# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A remark of somebody of the team on something, and that it is settled: the same wherever people comment."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class Remark(models.Model):
    """For the team, never part of what is signed or published. Names its town as ``municipality``."""

    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("Comment"), max_length=2000)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def municipality(self) -> Any:
        raise NotImplementedError

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


def resolved_by_somebody(name: str) -> models.CheckConstraint:
    """What is settled names who settled it; the constraint called ``name`` of a kind of remark."""
    return models.CheckConstraint(
        condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
        | Q(resolved_at__isnull=False, resolved_by__isnull=False),
        name=name,
    )
