# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A platform has rung: the threads it named are due at once. The row is the watch of the thread (docs/adr/0055).

Nothing of a call is stored but that moment, so that a repeated, late or disordered one changes nothing: what stands
below the post is read by the worker that holds the thread's lease.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import now
from django_scopes import scope

from channels_mgmt.connectors.webhooks import Ring
from channels_mgmt.models import Channel, Delivery
from community.models import ThreadWatch

READ_STATES = (Channel.State.LIVE, Channel.State.PAUSED)


@transaction.atomic
def ring(kind: str, rings: Iterable[Ring]) -> tuple[int, int]:
    """How many accounts are read here, and how many are nobody's.

    Of posts that were not published from here the channel's own reading learns; it is never far.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for one in rings:
        named[one.account_id].add(one.post_id)
    if not named:
        return 0, 0
    channels = list(
        Channel._base_manager.filter(connector=kind, account_id__in=named, state__in=READ_STATES).select_related(
            "municipality"
        )
    )
    for channel in channels:
        with scope(municipality=channel.municipality):
            _make_due(channel, named[channel.account_id] - {""})
    return len(channels), len(named) - len({channel.account_id for channel in channels})


def _make_due(channel: Channel, posts: set[str]) -> None:
    at = now()
    deliveries = list(
        Delivery.objects.filter(channel=channel, remote_id__in=posts, state=Delivery.State.PUBLISHED).values_list(
            "pk", flat=True
        )
    )
    known = ThreadWatch.objects.filter(delivery__in=deliveries).update(due_at=at, active_at=at)
    if known < len(deliveries):
        rows = [ThreadWatch(channel=channel, delivery_id=pk, active_at=at, due_at=at) for pk in deliveries]
        ThreadWatch.objects.bulk_create(rows, ignore_conflicts=True)
