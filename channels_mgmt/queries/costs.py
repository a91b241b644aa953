# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the posts of a span have cost, in all and by campaign; sums of the team, and none of so few posts that it would
be the time of one person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from channels_mgmt.models import Campaign, Channel, Post, PostEffort
from channels_mgmt.queries.efforts import FEWEST_POSTS, EffortSum


@dataclass(frozen=True)
class CostLine:
    """Whole minutes and euros as a text with two places, so that it can be frozen as JSON."""

    name: str
    posts: int
    inside: int
    outside: int
    euros: str

    @classmethod
    def of(cls, name: str, one: EffortSum) -> CostLine:
        return cls(name, len(one.posts), one.inside, one.outside, f"{one.euros:.2f}")


@dataclass(frozen=True)
class CostRecord:
    """``campaigns`` are those with enough posts, the dearest first; ``rest`` are all other posts together."""

    total: CostLine | None = None
    campaigns: list[CostLine] = field(default_factory=list)
    rest: CostLine | None = None


def cost_record(channels: Collection[Channel], first: date, last: date) -> CostRecord:
    """What was noted from ``first`` to ``last`` about posts for ``channels``; one query."""
    posts = Post.objects.filter(targets__channel__in=channels)
    rows = PostEffort.objects.filter(post__in=posts, noted_on__gte=first, noted_on__lte=last)
    total, by_campaign = summed(rows.values_list(*COLUMNS).order_by("pk"))
    if not total.posts:
        return CostRecord()
    shown = {name: one for name, one in by_campaign.items() if name and len(one.posts) >= FEWEST_POSTS}
    rest = EffortSum()
    for name, one in by_campaign.items():
        if name not in shown:
            rest.take(one)
    dearest = sorted(shown.items(), key=lambda row: (-(row[1].inside + row[1].outside), row[0]))
    return CostRecord(
        CostLine.of("", total),
        [CostLine.of(name, one) for name, one in dearest],
        CostLine.of("", rest) if shown and rest.posts else None,
    )


COLUMNS = ("post_id", "post__campaign__name", "minutes", "euros", "is_external")


def summed(
    rows: Iterable[tuple[int, str | None, int, Decimal, bool]],
) -> tuple[EffortSum, dict[str, EffortSum]]:
    """All of it, and by the name of the campaign; what belongs to none under an empty name."""
    total: EffortSum = EffortSum()
    by_campaign: dict[str, EffortSum] = {}
    for post, campaign, minutes, euros, is_external in rows:
        for one in (total, by_campaign.setdefault(campaign or "", EffortSum())):
            one.add(post, minutes, euros, is_external=is_external)
    return total, by_campaign


def cost_of(campaign: Campaign) -> EffortSum:
    """Everything ever noted about the posts of ``campaign``; one query."""
    total, _by_campaign = summed(PostEffort.objects.filter(post__campaign=campaign).values_list(*COLUMNS))
    return total
