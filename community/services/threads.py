# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whole threads of our posts are looked into again and again, as long as something happens there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce, Least
from django.utils.timezone import now

from channels_mgmt.models import Channel, Delivery
from community.domain.thread_schedule import DEEP, FIRST_REPEAT, next_attempt, next_look
from community.models import Comment, ThreadWatch
from core.errors import AlreadyChanged
from core.leases import give_back, held, take
from core.states import compare_and_set

LEASE = timedelta(minutes=3)


def watch_posts(channel: Channel, deliveries: Collection[int], at: datetime) -> list[ThreadWatch]:
    """Begin to watch the threads of posts that nobody watches yet, due at once."""
    published = Delivery._base_manager.filter(pk__in=deliveries).values_list("pk", "published_at")
    rows = [ThreadWatch(channel=channel, delivery_id=pk, active_at=since or at, due_at=at) for pk, since in published]
    ThreadWatch._base_manager.bulk_create(rows, ignore_conflicts=True)
    return list(ThreadWatch._base_manager.filter(delivery__in=deliveries).select_related("delivery"))


def note_activity(channel: Channel, deliveries: Collection[int], at: datetime) -> None:
    """Something was written below ``deliveries``: their threads are due soon, those never read at once."""
    soon = Value(at + FIRST_REPEAT, DateTimeField())
    watches = ThreadWatch._base_manager.filter(delivery__in=deliveries)
    known = watches.update(active_at=at, due_at=Least(Coalesce(F("due_at"), soon), soon))
    if known < len(deliveries):
        rows = [ThreadWatch(channel=channel, delivery_id=pk, active_at=at, due_at=at) for pk in deliveries]
        ThreadWatch._base_manager.bulk_create(rows, ignore_conflicts=True)


def claim_thread(watch: ThreadWatch) -> None:
    """Raises ``AlreadyChanged`` when somebody else is at it."""
    if not take(watch, LEASE, attempts=min(watch.attempts + 1, 1000)):
        raise AlreadyChanged


def book_thread(watch: ThreadWatch, *, stored: int, depth: int) -> None:
    """The thread was read: when to look again depends on when something last happened there."""
    at = now()
    active_at = at if stored else watch.active_at
    is_hidden = Comment._base_manager.filter(delivery=watch.delivery_id, is_hidden=True).exists()
    learned: dict[str, Any] = {"attempts": 0, "error": "", "read_at": at, "depth": depth}
    due_at = next_look(at, active_at, is_unannounced=is_hidden or depth >= DEEP)
    try:
        expected = held(watch) | {"due_at": watch.due_at}
        compare_and_set(watch, expected=expected, lease_until=None, active_at=active_at, due_at=due_at, **learned)
    except AlreadyChanged:
        # Somebody rang while it was read: what they meant may have come too late for us, so it stays due.
        give_back(watch, **learned)


def look_again_soon(watch: ThreadWatch) -> None:
    """Not everything that is missing in the thread could be asked for."""
    soon = Value(now() + FIRST_REPEAT, DateTimeField())
    ThreadWatch._base_manager.filter(pk=watch.pk).update(due_at=Least(Coalesce(F("due_at"), soon), soon))


def book_thread_failure(watch: ThreadWatch, error: str, wish: int | None) -> None:
    """It could not be read and is tried again, each time after a longer pause."""
    give_back(
        watch,
        error=error[:300],
        due_at=next_attempt(now(), watch.attempts, wish),
    )


def put_back_thread(watch: ThreadWatch) -> None:
    """Nothing was asked after all; it stays due."""
    give_back(watch, attempts=max(watch.attempts - 1, 0))
