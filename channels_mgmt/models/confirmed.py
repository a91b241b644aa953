# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person has confirmed about the text of a post."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from channels_mgmt.models.posts import Post
from core.scoping import ScopedManager


class ConfirmedDatum(models.Model):
    """An account number, date of birth or licence plate that stands in a post on purpose, and why.

    Only its fingerprint is kept: taken out of the text, it is gone. Another number is another datum.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="confirmed_data")
    fingerprint = models.CharField(max_length=64)
    reason = models.CharField(_("Reason"), max_length=200)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    objects = ScopedManager(municipality="post__municipality")

    class Meta:
        verbose_name = _("confirmed personal datum")
        constraints = [
            models.UniqueConstraint(fields=["post", "fingerprint"], name="one_confirmation_per_datum"),
            models.CheckConstraint(condition=~Q(reason=""), name="confirmed_datum_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason
