# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has a comment on the screen right now, so that colleagues see each other before they collide.

Only a hint, kept in the cache for a minute and a half: the lease decides (community.services.queue).
"""

from __future__ import annotations

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from accounts.models import User
from community.models import Comment

SECONDS = 90


def note_and_list_others(comment: Comment, user: User) -> list[str]:
    """Remember that ``user`` looks at ``comment``; names of the others who do. Empty while the cache is away."""
    key = f"looking-at-{comment.pk}"
    at = timezone.now().timestamp()
    try:
        kept: dict[int, tuple[str, float]] = cache.get(key) or {}
        lookers = {pk: seen for pk, seen in kept.items() if seen[1] > at and pk != user.pk}
        cache.set(key, lookers | {user.pk: (str(user), at + SECONDS)}, SECONDS)
    except (RedisError, OSError):
        return []
    return [name for name, _until in lookers.values()]
