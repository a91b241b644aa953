# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Title, channels, wordings and images of a post, as the services that write one set them in their transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.models import Channel, MediaAsset, Post, PostMedia, PostTarget
from core.errors import DomainError, Refused

Images = Sequence[tuple[MediaAsset, str]]
TITLE_LENGTH = 120


def title_as_stored(title: str) -> str:
    """On one line. Raises ``Refused`` when it is empty or too long."""
    stripped = " ".join(title.split())
    if not stripped:
        raise Refused(_("Please give the post a working title; it is shown only here."))
    if len(stripped) > TITLE_LENGTH:
        raise Refused(_("The working title is longer than %(allowed)d characters.") % {"allowed": TITLE_LENGTH})
    return stripped


def set_targets(
    post: Post, channels: Sequence[Channel], wordings: Mapping[int, str], shapes: Mapping[int, str] | None = None
) -> None:
    """``shapes`` says by a channel's key which part of the images it shows; without it that stays as it is."""
    for channel in channels:
        if channel.municipality_id != post.municipality_id:
            raise DomainError(_("This channel belongs to another town."))
    wanted = {channel.pk: wordings.get(channel.pk, "").strip() for channel in channels}
    wanted = {pk: "" if own == post.text.strip() else own for pk, own in wanted.items()}
    stored = {t.channel_id: t for t in post.targets.all()}
    post.targets.exclude(channel_id__in=wanted).delete()
    for channel in channels:
        target, own = stored.get(channel.pk), wanted[channel.pk]
        shape = target.shape if target else ""
        if shapes is not None:
            shape = _shape_on(channel, shapes.get(channel.pk, ""))
        if target is None:
            PostTarget.objects.create(post=post, channel=channel, text=own, shape=shape)
        elif (target.text, target.shape) != (own, shape):
            PostTarget.objects.filter(pk=target.pk).update(text=own, shape=shape)


def _shape_on(channel: Channel, shape: str) -> str:
    if shape and shape not in profile_of(channel.platform).shapes:
        raise DomainError(_("%(channel)s does not show images in this shape.") % {"channel": channel.name})
    return shape


def set_images(post: Post, images: Images, *, ai_made: Mapping[int, bool], actor: User) -> None:
    """Images in order; ``ai_made`` says by key which of them AI has made, and is remembered with the image."""
    for asset, _alt_text in images:
        if asset.municipality_id != post.municipality_id:
            raise DomainError(_("This image belongs to another town."))
    _remember_ai([asset for asset, _alt_text in images], ai_made, actor)
    wanted = [(asset.pk, " ".join(alt_text.split())) for asset, alt_text in images]
    if wanted == list(post.media.order_by("position").values_list("asset_id", "alt_text")):
        return
    post.media.all().delete()
    PostMedia.objects.bulk_create(
        PostMedia(post=post, asset_id=asset_id, alt_text=alt_text, position=position)
        for position, (asset_id, alt_text) in enumerate(wanted, 1)
    )


def _remember_ai(assets: Sequence[MediaAsset], ai_made: Mapping[int, bool], actor: User) -> None:
    """Note with each image whether AI has made it. Approvals of all posts with it stop counting: they covered that."""
    for is_made in (True, False):
        named = [asset.pk for asset in assets if ai_made.get(asset.pk) is is_made]
        changed = MediaAsset.objects.filter(pk__in=named, is_ai_made=not is_made) if named else []
        for asset in changed:
            MediaAsset.objects.filter(pk=asset.pk).update(is_ai_made=is_made)
            record(actor, "media.ai_marked", asset, is_ai_made=is_made)
