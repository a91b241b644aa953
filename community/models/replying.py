# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a town answers: its tone, whether initials stand below an answer, and when a second person releases it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from community.models.comments import Comment
from core.scoping import ScopedManager

LONGEST_GUIDE, LONGEST_INITIALS = 5_000, 5


class ReplySettings(models.Model):
    """Without a row the defaults hold: no initials, nothing to release, the guide of the house."""

    class Release(models.IntegerChoices):
        """Answers to comments of which urgency a second person releases."""

        NEVER = 0, _("no answer")
        DANGER = Comment.Urgency.DANGER.value, _("answers to comments that may be a danger")
        SOON = Comment.Urgency.SOON.value, _("answers to delicate comments: danger and soon")
        ALWAYS = Comment.Urgency.NORMAL.value, _("every answer")

    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="+")
    uses_initials = models.BooleanField(_("Initials stand below answers"), default=False)
    release = models.PositiveSmallIntegerField(
        _("A second person releases"), choices=Release.choices, default=Release.NEVER
    )
    tone_guide = models.CharField(_("How we answer"), max_length=LONGEST_GUIDE, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("settings of answers")

    def __str__(self) -> str:
        return f"{self.municipality}"

    def asks_release_of(self, comment: Comment) -> bool:
        """Urgency is least where the number is greatest."""
        return comment.urgency <= self.release


class StaffInitials(models.Model):
    """What stands below the answers of one person who has agreed to it. Whoever takes that back deletes the row."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    initials = models.CharField(_("Initials"), max_length=LONGEST_INITIALS)
    agreed_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("initials")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "person"], name="one_set_of_initials_per_person"),
            models.UniqueConstraint(fields=["municipality", "initials"], name="initials_mean_one_person"),
            models.CheckConstraint(condition=~Q(initials=""), name="initials_have_letters"),
        ]

    def __str__(self) -> str:
        return self.initials
