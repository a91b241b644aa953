# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a table of comments is compared with, and where comments are entered."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from accounts.models import Municipality, User
from channels_mgmt.models import Channel, Delivery
from community.models import Comment, CommentSheet
from core.chunks import chunks

CHUNK = 500
#: Posts one may choose when a comment is typed in.
MOST_POSTS = 50


def channels_to_enter(town: Municipality) -> QuerySet[Channel]:
    """Public channels, those that no software reads first."""
    public = Channel.objects.filter(municipality=town, live_slot__isnull=False)
    return public.exclude(connector=Channel.Connector.PRACTICE).order_by("live_slot", "name")


def sheet_of(person: User, town: Municipality) -> CommentSheet | None:
    """The table the person has read in and not decided about."""
    sheets = CommentSheet.objects.select_related("channel__municipality", "municipality")
    return sheets.filter(municipality=town, person=person).first()


def deliveries_named(channel: Channel, names: Collection[str]) -> dict[str, Delivery]:
    """The channel's published posts by what a row calls them: address or the platform's number."""
    found: dict[str, Delivery] = {}
    for chunk in chunks(sorted(filter(None, names)), CHUNK):
        plain = {name.partition("#")[0].rstrip("/"): name for name in chunk}
        wanted = {*chunk, *plain, *(f"{address}/" for address in plain)}
        deliveries = Delivery.objects.filter(channel=channel, published_at__isnull=False)
        for delivery in deliveries.filter(Q(remote_url__in=wanted) | Q(remote_id__in=chunk)):
            for name in (delivery.remote_id, plain.get(delivery.remote_url.rstrip("/"), "")):
                if name in names:
                    found[name] = delivery
    return found


def published_posts(channel: Channel) -> QuerySet[Delivery]:
    """What is public on the channel, the newest first."""
    deliveries = Delivery.objects.filter(channel=channel, published_at__isnull=False).select_related(
        "post__municipality"
    )
    return deliveries.exclude(remote_id="").order_by("-published_at", "-pk")[:MOST_POSTS]


def stored_comments(channel: Channel, remote_ids: Iterable[str]) -> dict[str, str]:
    """The words of those that are stored, by the platform's number."""
    found: dict[str, str] = {}
    for chunk in chunks(sorted(remote_ids), CHUNK):
        rows = Comment.objects.in_full().filter(channel=channel, remote_id__in=chunk)
        found |= dict(rows.values_list("remote_id", "text"))
    return found
