# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Copies of a post: drafts with the same content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from channels_mgmt.models import Channel, Post
from channels_mgmt.queries.writing_rights import writable_channels
from channels_mgmt.services.planning import create_post
from channels_mgmt.services.videos import another_film
from core.errors import Refused


@transaction.atomic
def duplicate_post(
    post: Post,
    *,
    actor: User,
    channels: Sequence[Channel] | None = None,
    wall: datetime | None = None,
    title: str | None = None,
) -> Post:
    """A new draft with the same content, for ``channels``, else for the same ones as far as they are still open.

    By a right to write it is a copy for what the right is for, whatever the other one is for.
    """
    if channels is None:
        offered = writable_channels(actor, post.municipality)
        channels = list(offered.filter(pk__in=post.targets.values("channel")))
    if any(channel.municipality_id != post.municipality_id for channel in channels):
        raise Refused(_("This channel belongs to another town."))
    return create_post(
        post.municipality,
        actor=actor,
        title=post.title if title is None else title,
        text=post.text,
        kind=post.kind,
        risk=post.risk,
        citizen_benefit=post.citizen_benefit,
        alternative_url=post.alternative_url,
        placing=post.placing,
        ai_use=post.ai_use,
        channels=channels,
        wordings={t.channel_id: t.text for t in post.targets.all()},
        shapes={t.channel_id: t.shape for t in post.targets.all()},
        images=[(m.asset, m.alt_text) for m in post.media.select_related("asset")],
        film=another_film(post.film),
        wall=wall,
    )
