# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What colleagues say to each other about a post, whom they mean, and who has it open at this moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import QuerySet

from accounts.models import User
from accounts.models.remarks import Remark, resolved_by_somebody
from channels_mgmt.models.posts import Post
from core.scoping import ScopedManager

EDIT_TIME = timedelta(minutes=15)
"""As long may the author change the words: afterwards somebody may have answered them."""


class PostComment(Remark):
    """A remark on a post; goes with it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    edited_at = models.DateTimeField(null=True)

    objects = ScopedManager(municipality="post__municipality")

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [resolved_by_somebody("post_comment_is_resolved_by_somebody")]

    @property
    def municipality(self) -> Any:
        return self.post.municipality

    def is_open_to_change(self, at: datetime) -> bool:
        return not self.is_resolved and at < self.created_at + EDIT_TIME


class PostMention(models.Model):
    """Somebody is named in a comment and has not answered it yet, or has."""

    comment = models.ForeignKey(PostComment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ScopedManager(municipality="comment__post__municipality")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="one_mention_per_person")]


class PresenceQuerySet(models.QuerySet["PostPresence"]):
    def there(self, at: datetime) -> QuerySet[PostPresence]:
        return self.filter(lease_until__gt=at)


class PostPresence(models.Model):
    """Somebody has a post open until the lease ends; no trace stays of it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="presences")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    is_writing = models.BooleanField(default=False)
    lease_until = models.DateTimeField()

    objects = ScopedManager(
        municipality="post__municipality", _manager_class=models.Manager.from_queryset(PresenceQuerySet)
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="one_presence_per_person")]
        indexes = [models.Index(fields=["lease_until"], name="presence_by_end")]
