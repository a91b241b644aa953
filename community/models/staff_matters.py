# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments that concern a person of the staff, and who is named to read them (staff law, docs/adr/0067)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from community.models.comments import Comment
from core.scoping import ScopedManager


class StaffMatter(models.Model):
    """The mark on a comment that names or attacks somebody of the staff; ``Comment.is_staff_matter`` repeats it.

    ``person`` is filled in only so that they do not read it by accident. Nothing is counted by it, and it goes with the
    mark.
    """

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="staff_matter")
    person = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="comment__municipality")

    class Meta:
        verbose_name = _("mark of a comment that concerns the staff")

    def __str__(self) -> str:
        return f"#{self.comment_id}"


class StaffReader(models.Model):
    """Somebody who is named to read what concerns the staff: the superior, the staff council, the press office."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("person named for what concerns the staff")
        constraints = [models.UniqueConstraint(fields=["municipality", "person"], name="staff_reader_named_once")]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def audit_label(self) -> str:
        return gettext("Person named for what concerns the staff #%(number)s") % {"number": self.pk}


class ReadingChoice(models.Model):
    """What of comments a person wants to see blurred; theirs alone, shown to nobody else."""

    class Blur(models.TextChoices):
        ALWAYS = "always", _("Always blurred")
        MARKED = "marked", _("Only what is marked")
        NEVER = "never", _("Never blurred")

    person = models.OneToOneField(User, models.CASCADE, related_name="+", primary_key=True)
    blur = models.CharField(max_length=6, choices=Blur.choices)

    class Meta:
        verbose_name = _("choice of how comments are shown")

    def __str__(self) -> str:
        return self.get_blur_display()
