# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Publishing at one click: in ten seconds, so that it can be undone."""

from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import PostponedAct, User
from accounts.services import postpone
from accounts.tenancy.permissions import require
from channels_mgmt.models import Post
from channels_mgmt.services.planning import publish_now
from channels_mgmt.services.stops import refuse_while_stopped

PUBLISH_NOW = "channels_mgmt.publish_now"


def publish_in_ten_seconds(post: Post, *, actor: User) -> PostponedAct:
    """Have an approved post go out in ten seconds; until then its date stands, and afterwards if it is undone.

    Raises at once what ``publish_now`` would refuse.
    """
    require(actor, "channels_mgmt.schedule_post", post)
    refuse_while_stopped(post.municipality)
    names = ", ".join(target.channel.name for target in post.targets.select_related("channel"))
    words = _("“%(title)s” goes out on %(channels)s in ten seconds.")
    if post.planned_at is not None and post.planned_at > now():
        words = _("“%(title)s” goes out on %(channels)s in ten seconds and not on the day planned.")
    given = {"title": post.title, "channels": names}
    return postpone(PUBLISH_NOW, post.municipality, actor=actor, subject=post.pk, words=words % given)


def publish_by_key(pk: int, actor: User) -> None:
    """How the act is carried out."""
    publish_now(Post.objects.select_related("municipality").get(pk=pk), actor=actor)
