# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What posts have cost: of one post, and summed up by month and by kind; never by person, which nobody stores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import Municipality
from channels_mgmt.models import Post, PostEffort


@dataclass(slots=True)
class EffortSum:
    """Minutes in the house and from outside, euros, and of how many posts."""

    inside: int = 0
    outside: int = 0
    euros: Decimal = Decimal(0)
    posts: set[int] = field(default_factory=set)

    def add(self, post: int, minutes: int, euros: Decimal, *, is_external: bool) -> None:
        self.inside += 0 if is_external else minutes
        self.outside += minutes if is_external else 0
        self.euros += euros
        self.posts.add(post)

    @property
    def per_post(self) -> int:
        """Minutes for a post, rounded."""
        return round((self.inside + self.outside) / len(self.posts)) if self.posts else 0


@dataclass(frozen=True, slots=True)
class EffortYear:
    """The sums of one year."""

    months: dict[date, EffortSum]
    kinds: dict[str, EffortSum]
    total: EffortSum


def efforts_of(post: Post) -> QuerySet[PostEffort]:
    """Newest first."""
    return post.efforts.order_by("-noted_on", "-pk")


def sum_of(efforts: Iterable[PostEffort]) -> EffortSum:
    total = EffortSum()
    for effort in efforts:
        total.add(effort.post_id, effort.minutes, effort.euros, is_external=effort.is_external)
    return total


def effort_in(town: Municipality, year: int) -> EffortYear:
    """By month, the newest first, and by kind, the dearest first; one query."""
    rows = PostEffort.objects.filter(
        post__municipality=town, noted_on__gte=date(year, 1, 1), noted_on__lte=date(year, 12, 31)
    ).values_list("post_id", "post__kind", "noted_on", "minutes", "euros", "is_external")
    months: dict[date, EffortSum] = {}
    kinds: dict[str, EffortSum] = {}
    total = EffortSum()
    for post, kind, day, minutes, euros, is_external in rows.order_by("-noted_on", "pk"):
        for one in (months.setdefault(day.replace(day=1), EffortSum()), kinds.setdefault(kind, EffortSum()), total):
            one.add(post, minutes, euros, is_external=is_external)
    dearest = sorted(kinds.items(), key=lambda row: (-(row[1].inside + row[1].outside), row[0]))
    return EffortYear(months, {str(Post.Kind(kind).label): one for kind, one in dearest}, total)
