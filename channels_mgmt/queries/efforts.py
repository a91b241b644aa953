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

#: Of fewer posts no sum is shown for a campaign: it could be the time of one person.
FEWEST_POSTS = 3


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

    def take(self, other: EffortSum) -> None:
        """Add all of ``other``."""
        self.inside += other.inside
        self.outside += other.outside
        self.euros += other.euros
        self.posts |= other.posts

    @property
    def per_post(self) -> int:
        """Minutes for a post, rounded."""
        return round((self.inside + self.outside) / len(self.posts)) if self.posts else 0


@dataclass(frozen=True, slots=True)
class EffortYear:
    """The sums of one year."""

    months: dict[date, EffortSum]
    kinds: dict[str, EffortSum]
    campaigns: dict[str, EffortSum]
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
    """By month, the newest first, by kind and by campaign, the dearest first; one query."""
    rows = PostEffort.objects.filter(
        post__municipality=town, noted_on__gte=date(year, 1, 1), noted_on__lte=date(year, 12, 31)
    ).values_list("post_id", "post__kind", "post__campaign__name", "noted_on", "minutes", "euros", "is_external")
    months: dict[date, EffortSum] = {}
    kinds: dict[str, EffortSum] = {}
    campaigns: dict[str, EffortSum] = {}
    total = EffortSum()
    for post, kind, campaign, day, minutes, euros, is_external in rows.order_by("-noted_on", "pk"):
        sums = [months.setdefault(day.replace(day=1), EffortSum()), kinds.setdefault(kind, EffortSum()), total]
        sums += [campaigns.setdefault(campaign, EffortSum())] if campaign else []
        for one in sums:
            one.add(post, minutes, euros, is_external=is_external)
    of_kinds = {str(Post.Kind(kind).label): one for kind, one in _dearest_first(kinds)}
    of_campaigns = {name: one for name, one in _dearest_first(campaigns) if len(one.posts) >= FEWEST_POSTS}
    return EffortYear(months, of_kinds, of_campaigns, total)


def _dearest_first(sums: dict[str, EffortSum]) -> list[tuple[str, EffortSum]]:
    return sorted(sums.items(), key=lambda row: (-(row[1].inside + row[1].outside), row[0]))
