# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept of a signed strategy."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.signed import SignedCopy, SignedCopyQuerySet, signed_copy_constraints
from core.scoping import ScopedManager
from strategy.models.document import Strategy


class StrategyCopy(SignedCopy):
    """The PDF of a signed strategy."""

    document = models.OneToOneField(Strategy, models.PROTECT, related_name="signed_copy")

    objects = ScopedManager(
        municipality="document__municipality", _manager_class=models.Manager.from_queryset(SignedCopyQuerySet)
    )

    class Meta:
        verbose_name = _("signed PDF of a strategy")
        constraints = signed_copy_constraints("strategy")
