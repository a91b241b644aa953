# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A table of comments between its preview and the decision to take it over."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models import Channel
from core.scoping import ScopedManager


class CommentSheet(models.Model):
    """What one person has read in last. Taken over or discarded, or after a day by itself, the row goes."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    # Headings that are left out, and each row with its number, as text by column (domain.comment_rows).
    left_out = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    read_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("table of comments that was read in")
        constraints = [models.UniqueConstraint(fields=["municipality", "person"], name="one_comment_sheet_per_person")]
        indexes = [models.Index(fields=["read_at"], name="comment_sheet_by_age")]

    def __str__(self) -> str:
        return self.file_name
