# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sharing out due work so that a slow server delays nobody else.

Work for one server goes into a few lanes that run beside each other; a server that hangs fills its
own lanes and no more. A lane that is full or lost costs nothing: the rows stay due, and the next
alarm shares them out again.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django_scopes import scope

from accounts.models import Municipality

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

LANE_SECONDS = 20
"""A lane ends after this long and leaves the rest to the next alarm. The call it is in is finished."""


class Item(NamedTuple):
    """One piece of work: whose it is, and the server it goes to."""

    pk: int
    municipality_id: int
    server: str


def server_of(connector: str, base_url: str, channel_id: int) -> str:
    """What shares its fate: channels on one server. The practice platform answers each channel by itself."""
    return base_url or f"{connector}-{channel_id}"


def items_of(rows: QuerySet[Any], channel: str = "channel") -> list[Item]:
    """The work that ``rows`` are, in their order; ``channel`` leads from a row to its channel. One query."""
    found = rows.values_list(
        "pk", f"{channel}__municipality", f"{channel}__connector", f"{channel}__base_url", f"{channel}__pk"
    )
    return [Item(pk, town, server_of(connector, url, number)) for pk, town, connector, url, number in found]


def share_out(items: Iterable[Item], *, busy: Mapping[str, int], width: int) -> list[list[tuple[int, int]]]:
    """Lanes of (pk, town), at most ``width`` per server less those ``busy`` there; order is kept within a lane."""
    by_server: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for item in items:
        by_server[item.server].append((item.pk, item.municipality_id))
    lanes = []
    for server, work in by_server.items():
        free = min(width - busy.get(server, 0), len(work))
        lanes += [work[start::free] for start in range(free)]
    return lanes


def join(lanes: list[list[tuple[int, int]]], at_most: int) -> list[list[tuple[int, int]]]:
    """The same work in no more than ``at_most`` lanes, so that one kind of work never takes every thread."""
    joined: list[list[tuple[int, int]]] = [[] for _lane in range(min(at_most, len(lanes)))]
    for number, lane in enumerate(lanes):
        if joined:
            joined[number % len(joined)] += lane
    return joined


def run_lane(work: Iterable[tuple[int, int]], step: Callable[[int], object]) -> None:
    """Call ``step(pk)`` in the scope of its town for each piece, until the lane's time is over.

    One that fails is logged and keeps none of the others back. A step that answers False found its row taken: somebody
    else goes over the same work, and the lane leaves the rest to the next alarm, instead of following in their steps.
    """
    ends_at = time.monotonic() + LANE_SECONDS
    towns: dict[int, Municipality] = {}
    for pk, municipality_id in work:
        if time.monotonic() > ends_at:
            return
        try:
            if municipality_id not in towns:
                towns[municipality_id] = Municipality.objects.get(pk=municipality_id)
            with scope(municipality=towns[municipality_id]):
                if step(pk) is False:
                    return
        except Exception:
            logger.exception("%s failed for %s", getattr(step, "__name__", step), pk)
