# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What has to stay in sight of an image when a platform shows a part of it."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import may, require
from channels_mgmt.models import MediaAsset, Post
from channels_mgmt.queries.shapes import approved_with_parts_of
from channels_mgmt.services.drafts import back_to_draft
from core.errors import NotPermitted, Refused


@transaction.atomic
def set_focus(asset: MediaAsset, *, actor: User, x: int, y: int) -> list[Post]:
    """Move the focus to ``x`` and ``y`` percent from the left and the top; returns the posts that are drafts again.

    These are the approved ones that show a part of the image: their approval covered another part. Raises
    ``NotPermitted`` where there are some and ``actor`` schedules none, ``Refused`` where one is on its way.
    """
    require(actor, "channels_mgmt.add_image", asset)
    if not (0 <= x <= 100 and 0 <= y <= 100):
        raise Refused(_("The focus lies between 0 and 100 percent."))
    if (x, y) == asset.focus:
        return []
    posts = list(approved_with_parts_of(asset))
    if any(not may(actor, "channels_mgmt.schedule_post", post) for post in posts):
        require(actor, "channels_mgmt.schedule_post", asset)
        raise NotPermitted(_("Approved posts show a part of this photo. Please ask the editors."))
    MediaAsset.objects.filter(pk=asset.pk).update(focus_x=x, focus_y=y)
    asset.focus_x, asset.focus_y = x, y
    for post in posts:
        back_to_draft(post, actor)
        record(actor, "planning.post_recalled", post, focus=asset.pk)
    _forget_renditions(asset)
    record(actor, "media.focus_set", asset, x=x, y=y, posts=len(posts))
    return posts


def _forget_renditions(asset: MediaAsset) -> None:
    """They are made anew when somebody needs them."""
    for row in asset.renditions.all():
        transaction.on_commit(partial(row.file.storage.delete, str(row.file)))
    asset.renditions.all().delete()
