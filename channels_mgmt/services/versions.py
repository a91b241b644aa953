# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The versions of a post, written in the transaction of the save they keep."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import now

from accounts.models import User
from channels_mgmt.models import Post, PostVersion
from channels_mgmt.queries.versions import Said, said_by
from core.hashing import content_hash


def keep_first_version(post: Post) -> None:
    """Keep how ``post`` reads before its first change, where it was stored without a version."""
    if not post.versions.exists():
        _store(post, 1, said_by(post), post.edited_by or post.author, post.edited_at or post.created_at)


def keep_version(post: Post, *, actor: User, restored_from: int | None = None) -> None:
    """Keep how ``post`` reads now, unless it reads as before. The caller holds the row."""
    said = said_by(post)
    last = post.versions.order_by("-number").values_list("number", "said_hash").first()
    if last is None:
        _store(post, 1, said, actor, now())
    elif last[1] != content_hash(said):
        _store(post, last[0] + 1, said, actor, now(), restored_from)


def _store(post: Post, number: int, said: Said, by: User, at: datetime, restored_from: int | None = None) -> None:
    PostVersion.objects.create(
        post=post,
        number=number,
        said=said,
        said_hash=content_hash(said),
        saved_by=by,
        saved_at=at,
        restored_from=restored_from,
    )
