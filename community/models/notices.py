# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""That a citizen was told why: of a hidden or deleted comment, of a restricted account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from accounts.models import Municipality, User
from community.models.decisions import Decision
from community.models.restrictions import Restriction


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
