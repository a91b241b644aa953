# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan with all that a table of it shows. One query, and at most eight for each ``CHUNK`` posts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from accounts.models import Municipality
from channels_mgmt.models import AssetConsent, Delivery, Post, PostFigure, PostMedia, PostTarget, VideoConsent
from channels_mgmt.queries.calendar import SOONEST_FIRST
from channels_mgmt.queries.filtering import PlanFilter, marked_posts, plan
from core.chunks import chunks

CHUNK = 500
#: More than five posts a day for eleven years; what a spreadsheet program still scrolls through.
MOST_ROWS = 20_000


def posts_for_sheet(town: Municipality, chosen: PlanFilter) -> Iterator[Post]:
    """The posts that match the filter, by day and hour, those without a date last; at most ``MOST_ROWS``.

    Their keys are read first and the rest by and by, without a cursor of the server: behind a pgbouncer there is none.
    """
    keys = list(plan(town, chosen).order_by(*SOONEST_FIRST).values_list("pk", flat=True)[:MOST_ROWS])
    for wanted in chunks(keys, CHUNK):
        found = {post.pk: post for post in whole_posts(wanted)}
        yield from (found[pk] for pk in wanted if pk in found)


def whole_posts(keys: list[int]) -> QuerySet[Post]:
    """With everything a row shows; at most eight queries."""
    deliveries: QuerySet[Delivery] = Delivery.objects.exclude(state=Delivery.State.WITHDRAWN).select_related("channel")
    looks = PostFigure.objects.filter(state=PostFigure.State.READ).order_by("due_at", "pk")
    pictures = PostMedia.objects.select_related("asset__licence").order_by("position")
    of_pictures = AssetConsent.objects.select_related("consent").order_by("consent")
    of_films = VideoConsent.objects.select_related("consent").order_by("consent")
    parts = (
        Prefetch("targets", PostTarget.objects.select_related("channel").order_by("channel_id")),
        Prefetch("media", pictures.prefetch_related(Prefetch("asset__consent_links", of_pictures))),
        Prefetch("deliveries", deliveries.order_by("channel_id").prefetch_related(Prefetch("figures", looks))),
        Prefetch("film__video__consent_links", of_films),
    )
    posts = marked_posts(Post.objects.filter(pk__in=keys)).prefetch_related(*parts)
    return posts.select_related(
        "municipality", "author", "approved_by", "campaign", "series_date__series", "capture", "film__video__licence"
    )
