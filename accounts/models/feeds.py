# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A secret address under which a calendar program reads what one person may see of one town."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Municipality, User
from core.scoping import ScopedManager


class CalendarFeed(models.Model):
    """One address of one kind for one person in one town. Only the hash of its token is kept."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="calendar_feeds")
    person = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    kind = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Shown to the person alone. Written once an hour at most.
    read_at = models.DateTimeField(null=True, blank=True)
    # What was read last, and since when it reads so: the answer to "has anything changed?".
    content_hash = models.CharField(max_length=64, blank=True, default="")
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("calendar address")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "person", "kind"], name="one_feed_per_person_and_kind"),
            models.CheckConstraint(
                condition=models.Q(content_hash="", changed_at__isnull=True)
                | (~models.Q(content_hash="") & models.Q(changed_at__isnull=False)),
                name="feed_content_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
