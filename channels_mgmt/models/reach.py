# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the links of a scheduled post lead somewhere."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from channels_mgmt.models.posts import Post
from core.scoping import ScopedManager

LONGEST_LINK = 500
"""Four bytes a character at most, so that it fits into an index."""


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def due(self, at: datetime) -> QuerySet[LinkCheck]:
        """Links to be looked at, longest waiting first."""
        return self.filter(due_at__lte=at).order_by("due_at", "pk")


class LinkCheck(models.Model):
    """A link of a scheduled post, and what was found when somebody last looked. The row is the queue."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("can be reached")
        GONE = "gone", _("not found")
        REFUSED = "refused", _("does not let us look")
        BROKEN = "broken", _("reports a fault of its own")
        SILENT = "silent", _("no answer")
        INTERNAL = "internal", _("leads into an internal network")

    LEVELS: ClassVar[dict[str, str]] = {Outcome.REACHED: "success", Outcome.GONE: "danger", Outcome.INTERNAL: "danger"}

    post = models.ForeignKey(Post, models.CASCADE, related_name="link_checks")
    url = models.CharField(max_length=LONGEST_LINK)
    due_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ScopedManager(
        municipality="post__municipality", _manager_class=models.Manager.from_queryset(LinkCheckQuerySet)
    )

    class Meta:
        verbose_name = _("checked link")
        constraints = [models.UniqueConstraint(fields=["post", "url"], name="one_check_per_link_of_a_post")]
        indexes = [models.Index(fields=["due_at"], name="link_check_by_due")]

    def __str__(self) -> str:
        return self.url

    @property
    def is_dead(self) -> bool:
        """Whether nobody can find anything there, as far as a look from outside can tell."""
        return self.outcome in (self.Outcome.GONE, self.Outcome.INTERNAL)

    @property
    def level(self) -> str:
        """How it looks: ``success``, ``danger``, or ``warning`` where nobody can be sure."""
        return self.LEVELS.get(self.outcome, "warning")
