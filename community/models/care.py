# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody has to read everything: who handed a comment on is not given it again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models.comments import Comment
from core.scoping import ScopedManager


class HandedOn(models.Model):
    """``person`` does not want to be given ``comment``. No reason, no time, no entry in the audit trail: nobody counts.

    The row goes as soon as the comment is decided.
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="handed_on")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")

    objects = ScopedManager(municipality="comment__municipality")

    class Meta:
        verbose_name = _("comment handed on")
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="handed_on_once")]

    def __str__(self) -> str:
        return f"#{self.comment_id}"
