# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What *Heute* reads of the posts it lists."""

from collections import defaultdict

from django.db.models import QuerySet

from accounts.models import Municipality
from channels_mgmt.models import PostTarget
from core.questions import question


def channel_names(town: Municipality, posts: list[int]) -> dict[int, list[str]]:
    """Post → the names of its channels, in the order in which they were chosen."""
    names: dict[int, list[str]] = defaultdict(list)
    for post, channel in targets_of(town, posts) if posts else ():
        names[post].append(channel)
    return names


@question
def targets_of(town: Municipality, posts: list[int]) -> QuerySet[PostTarget, tuple[int, str]]:
    targets = PostTarget.objects.filter(post__municipality=town, post__in=posts).order_by("pk")
    return targets.values_list("post_id", "channel__name")
