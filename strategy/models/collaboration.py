# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Working on a strategy together: text not yet saved, and comments. Neither is part of what is signed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from accounts.models.remarks import Remark, resolved_by_somebody
from core.scoping import ScopedManager
from strategy.models.document import Strategy, StrategySection


class SectionDraft(models.Model):
    """What one person has typed into one part and not saved yet (docs/adr/0010).

    ``base_revision`` is the revision of the section the writing began from, ``revision`` counts the
    stored states of this draft: a tab that does not know the newest one must not overwrite it.
    """

    section = models.ForeignKey(StrategySection, models.CASCADE, related_name="drafts")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    base_revision = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="section__strategy__municipality")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "person"], name="one_draft_per_section_and_person")]


class PartComment(Remark):
    """A remark on one part, for the team; ``part`` is a key of ``strategy.queries.outline.ORDER``."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="comments")
    part = models.CharField(max_length=20)

    objects = ScopedManager(municipality="strategy__municipality")

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [resolved_by_somebody("comment_is_resolved_by_somebody")]

    @property
    def municipality(self) -> Any:
        return self.strategy.municipality
