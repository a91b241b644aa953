# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Below which of our posts a comment stands, by what the platform names: its thread's root or its parent."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from channels_mgmt.connectors.contract import IncomingComment
from channels_mgmt.models import Channel, Delivery
from community.models import AnswerPart, Comment, PlatformAction


class Place(NamedTuple):
    """Where a comment stands: below which delivery, if any of ours, and since when that is public."""

    delivery: int | None
    public_since: datetime | None


NOWHERE = Place(None, None)


def places_of(channel: Channel, fresh: list[IncomingComment]) -> dict[str, Place]:
    """Which of our posts each comment belongs to: by its thread's root, its parent, or its parent's post."""
    named = {remote_id for c in fresh for remote_id in (c.root_id, c.parent_id) if remote_id}
    deliveries = Delivery._base_manager.filter(channel=channel, remote_id__in=named)
    posts = {key: Place(pk, at) for key, pk, at in deliveries.values_list("remote_id", "pk", "published_at")}
    found = {c.remote_id: place for c in fresh if (place := posts.get(c.root_id) or posts.get(c.parent_id))}
    orphans = {c.remote_id: c.parent_id for c in fresh if c.parent_id and c.remote_id not in found}
    if orphans:
        place_of = _places_of_known(channel, set(orphans.values()))
        # A parent may be in this same batch, in any order: dates are claims.
        while placed := {r: p for r, p in orphans.items() if p in place_of or p in found}:
            found |= {r: place_of.get(p) or found[p] for r, p in placed.items()}
            orphans = {r: p for r, p in orphans.items() if r not in placed}
    return found


def _places_of_known(channel: Channel, remote_ids: set[str]) -> dict[str, Place]:
    """Where comments we know, and our own answers to them, stand."""
    comments = Comment._base_manager.filter(channel=channel, remote_id__in=remote_ids).exclude(delivery=None)
    of_comments = comments.values_list("remote_id", "delivery", "delivery__published_at")
    of_answers, of_parts = (
        table._base_manager.filter(remote_id__in=remote_ids, decision__comment__channel=channel)
        .exclude(decision__comment__delivery=None)
        .order_by()
        .values_list("remote_id", *(f"decision__comment__delivery{column}" for column in ("", "__published_at")))
        for table in (PlatformAction, AnswerPart)
    )
    return {remote_id: Place(pk, at) for remote_id, pk, at in [*of_comments, *of_answers.union(of_parts, all=True)]}
