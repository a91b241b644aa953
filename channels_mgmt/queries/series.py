# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Series of a town, and who may answer for one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import Membership, Municipality, User
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from channels_mgmt.models import Post, PostSeries, SeriesDate


def series_of(town: Municipality) -> QuerySet[PostSeries]:
    """Running ones first."""
    found = PostSeries.objects.filter(municipality=town).select_related("municipality", "responsible")
    return found.order_by("state", "name", "pk")


def active_series() -> list[tuple[int, int]]:
    """Keys of series that make drafts, and of their towns. Needs all towns in scope."""
    rows = PostSeries.objects.filter(state=PostSeries.State.ACTIVE)
    return list(rows.order_by("pk").values_list("pk", "municipality_id"))


def writers_of(town: Municipality) -> QuerySet[User]:
    """Who may write posts in ``town``, by name."""
    writing = ROLES_WITH_PERMISSION["channels_mgmt.create_post"]
    members = Membership.objects.current(town.local_day()).filter(municipality=town, role__in=writing)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name", "pk")


def drafts_of(series: PostSeries) -> dict[object, SeriesDate]:
    """Rows of dates by their day, with their drafts."""
    return {row.day: row for row in series.made.select_related("post").order_by("day")}


def series_without_writer(town: Municipality, at: datetime) -> QuerySet[PostSeries]:
    """Series that are not over and whose responsible person writes nothing here any more, to the day in UTC."""
    open_ones = PostSeries.objects.filter(municipality=town).exclude(state=PostSeries.State.ENDED)
    return open_ones.exclude(_writes(town, OuterRef("responsible"), at))


def drafts_left_behind(town: Municipality, at: datetime) -> QuerySet[Post]:
    """Coming drafts of series that are over, whose author writes nothing here any more: nobody is asked for them."""
    drafts = Post.objects.filter(municipality=town, state__in=[Post.State.IDEA, Post.State.DRAFT], planned_at__gt=at)
    of_ended = drafts.filter(series_date__series__state=PostSeries.State.ENDED)
    return of_ended.exclude(_writes(town, OuterRef("author"), at))


def _writes(town: Municipality, person: Any, at: datetime) -> Exists:
    """Whether ``person`` may write posts in ``town`` at ``at``."""
    ends_at = ExpressionWrapper(Cast(F("ends_on"), DateTimeField()) + timedelta(days=1), output_field=DateTimeField())
    held = Membership.objects.filter(
        municipality=town,
        user=person,
        user__is_active=True,
        role__in=ROLES_WITH_PERMISSION["channels_mgmt.create_post"],
    )
    return Exists(held.alias(ends_at=ends_at).filter(Q(ends_on__isnull=True) | Q(ends_at__gt=at)))


def coming_drafts_of(series: PostSeries, at: datetime) -> list[SeriesDate]:
    """Dates whose draft is still to come and still a draft, by their day."""
    rows = series.made.filter(post__planned_at__gt=at, post__state__in=[Post.State.IDEA, Post.State.DRAFT])
    return list(rows.select_related("post").order_by("day"))
