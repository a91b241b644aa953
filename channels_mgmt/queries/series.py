# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Series of a town, and who may answer for one."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Membership, Municipality, User
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from channels_mgmt.models import PostSeries, SeriesDate


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
