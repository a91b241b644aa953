# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping how a post read at each save, and making one of these versions its content again."""

from __future__ import annotations

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from channels_mgmt.models import Channel, MediaAsset, PostVersion
from channels_mgmt.services.planning import edit_post


@transaction.atomic
def restore_version(version: PostVersion, *, actor: User, revision: int | None) -> list[str]:
    """Make what ``version`` says the content of its post; returns what of it is not to be had any more, by name.

    Risk class and plan stay as they are now. What was approved is a draft again, as after any edit, and the content
    until now stays a version. ``revision`` is the one the person has read; raises ``AlreadyChanged`` when somebody
    saved in between.
    """
    post, said = version.post, version.said
    own = dict(said["targets"])
    channels = list(Channel.objects.filter(municipality=post.municipality, pk__in=own).order_by("pk"))
    closed = [channel for channel in channels if channel.state == Channel.State.CLOSED]
    assets = MediaAsset.objects.filter(municipality=post.municipality).in_bulk([key for key, _alt in said["images"]])
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
        images=[(assets[key], alt) for key, alt in said["images"] if key in assets],
        restored_from=version.number,
    )
    record(actor, "planning.version_restored", post, number=version.number)
    return [channel.name for channel in closed]
