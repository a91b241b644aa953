# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping how a post read at each save, and making one of these versions its content again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.models import Channel, MediaAsset, PostVersion
from channels_mgmt.queries.shapes import approved_with_parts_of
from channels_mgmt.services.focus import set_focus
from channels_mgmt.services.planning import edit_post


@dataclass(frozen=True, slots=True)
class Left:
    """What of a version is not to be had any more: channels that are closed, photos whose focus stays as it is."""

    channels: list[str]
    photos: list[str]


@transaction.atomic
def restore_version(version: PostVersion, *, actor: User, revision: int | None) -> Left:
    """Make what ``version`` says the content of its post; returns what of it is not to be had any more.

    The focus of a photo belongs to all posts that show it: where approved ones show a part it stays as it is.

    Risk class and plan stay as they are now. What was approved is a draft again, as after any edit, and the content
    until now stays a version. ``revision`` is the one the person has read; raises ``AlreadyChanged`` when somebody
    saved in between.
    """
    post, said = version.post, version.said
    own = dict(said["targets"])
    channels = list(Channel.objects.filter(municipality=post.municipality, pk__in=own).order_by("pk"))
    closed = [channel for channel in channels if channel.state == Channel.State.CLOSED]
    assets = MediaAsset.objects.filter(municipality=post.municipality).in_bulk([key for key, _alt in said["images"]])
    left = _set_focuses(said.get("focus", []), assets, actor)
    shapes = {pk: shape for pk, shape in said.get("shapes", []) if pk in own}
    takes = {channel.pk: profile_of(channel.platform).shapes for channel in channels}
    edit_post(
        post,
        actor=actor,
        revision=-1 if revision is None else revision,
        title=said["title"],
        text=said["text"],
        citizen_benefit=said["citizen_benefit"],
        alternative_url=said["alternative_url"],
        ai_use=said["ai_use"],
        channels=[channel for channel in channels if channel not in closed],
        wordings=own,
        shapes={pk: shape for pk, shape in shapes.items() if shape in takes.get(pk, ())},
        images=[(assets[key], alt) for key, alt in said["images"] if key in assets],
        restored_from=version.number,
    )
    record(actor, "planning.version_restored", post, number=version.number)
    return Left([channel.name for channel in closed], left)


def _set_focuses(focuses: list[list[int]], assets: dict[int, MediaAsset], actor: User) -> list[str]:
    left = []
    for key, x, y in focuses:
        asset = assets.get(key)
        if asset is None or asset.focus == (x, y):
            continue
        if approved_with_parts_of(asset).exists():
            left.append(asset.original_name)
        else:
            set_focus(asset, actor=actor, x=x, y=y)
    return left
