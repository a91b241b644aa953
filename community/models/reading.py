# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Work that reading leaves for later, as rows: threads to look into, posts to find, entries to look at.

The row is the queue (docs/adr/0001, 0022). None of them keeps the reading of a channel from going on.
"""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from channels_mgmt.models import Channel, Delivery
from community.models.comments import Comment
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ThreadWatch(models.Model):
    """A post of ours whose whole thread is read from time to time, whatever the platform announced.

    ``active_at``: when something last happened there. ``due_at`` is empty once it has been quiet for long.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="thread_watch")
    active_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    depth = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    objects = ScopedManager(municipality="channel__municipality")

    class Meta:
        indexes = [
            models.Index(fields=["channel", "due_at"], condition=Q(due_at__isnull=False), name="thread_watch_by_due")
        ]

    def __str__(self) -> str:
        return str(self.delivery)

    @property
    def municipality(self) -> Any:
        return self.channel.municipality


class RootSearch(models.Model):
    """A comment that answers something we do not know; who wrote the post at the top is to be found out.

    ``at_remote_id`` is how far up the search has come, so that none begins anew.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        FOUND = "found", _("Found below a post of ours")
        ELSEWHERE = "elsewhere", _("Below somebody else's post")
        GIVEN_UP = "given_up", _("Could not be found out")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.WAITING: {State.FOUND, State.ELSEWHERE, State.GIVEN_UP},
        State.FOUND: set(),
        State.ELSEWHERE: set(),
        State.GIVEN_UP: set(),
    }

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    comment = models.OneToOneField(Comment, models.CASCADE, related_name="root_search")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    at_remote_id = models.CharField(max_length=300)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    objects = ScopedManager(municipality="channel__municipality")

    class Meta:
        indexes = [models.Index(fields=["channel", "due_at"], condition=Q(state="waiting"), name="root_search_by_due")]

    def __str__(self) -> str:
        return f"{self.comment}: {self.get_state_display()}"

    @property
    def municipality(self) -> Any:
        return self.channel.municipality


class UnreadEntryQuerySet(models.QuerySet["UnreadEntry"]):
    def open(self) -> QuerySet[UnreadEntry]:
        """Entries nobody has looked at, the newest first."""
        return self.filter(settled_at=None).order_by("-read_at", "-pk")


class UnreadEntry(models.Model):
    """Something the platform sent of which no comment could be made; a person may look at it there."""

    #: What is kept of one entry, in characters of JSON, and how many open ones of one channel.
    LONGEST: ClassVar[int] = 8000
    AT_MOST: ClassVar[int] = 200

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    content = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64)
    read_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager(
        municipality="channel__municipality", _manager_class=models.Manager.from_queryset(UnreadEntryQuerySet)
    )

    class Meta:
        verbose_name = _("unreadable entry")
        constraints = [
            models.UniqueConstraint(fields=["channel", "sha256"], name="one_row_per_unreadable_entry"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="settled_entry_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "-read_at"], condition=Q(settled_at__isnull=True), name="unread_entry_open")
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def municipality(self) -> Any:
        return self.channel.municipality

    @property
    def words(self) -> str:
        """What the author may have written, as far as it can be made out."""
        found = self._first_of("text", "content", "beginning")
        return unescape(strip_tags(found))[:600]

    @property
    def address(self) -> str:
        """Where it may stand on the platform."""
        return self._first_of("url")

    def _first_of(self, *names: str) -> str:
        """The first text of one of these names in the entry, or in what it is about."""
        content = self.content if isinstance(self.content, dict) else {}
        parts = [
            content,
            *(part for name in ("status", "record", "post") if isinstance(part := content.get(name), dict)),
        ]
        return next((text for part in parts for name in names if isinstance(text := part.get(name), str) and text), "")
