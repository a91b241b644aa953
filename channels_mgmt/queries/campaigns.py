# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Campaigns of a town, and how far their posts have come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import Municipality
from channels_mgmt.models import Campaign, Post

OUT = (Post.State.PUBLISHED, Post.State.PARTLY)


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign with the number of its posts, and of those that are out."""

    campaign: Campaign
    posts: int
    out: int
    planned: int

    @property
    def wanted(self) -> int:
        """What progress is measured by: the number aimed at, else the posts there are."""
        return self.campaign.wanted or self.posts

    @property
    def missing(self) -> int:
        return max(0, (self.campaign.wanted or 0) - self.posts)

    def is_running(self, today: date) -> bool:
        return self.campaign.first <= today <= self.campaign.last

    def is_over(self, today: date) -> bool:
        return self.campaign.last < today


def campaigns_of(town: Municipality) -> list[CampaignLine]:
    """The newest first; one query."""
    return [_line(campaign) for campaign in counted(Campaign.objects.filter(municipality=town))]


def line_of(campaign: Campaign) -> CampaignLine:
    return _line(counted(Campaign.objects.filter(pk=campaign.pk)).get())


def counted(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    planned = Q(posts__planned_day__isnull=False)
    marked = campaigns.annotate(
        in_all=Count("posts"),
        out=Count("posts", filter=Q(posts__state__in=OUT)),
        planned=Count("posts", filter=planned & ~Q(posts__state__in=OUT)),
    )
    return marked.order_by("-first", "-pk")


def _line(campaign: Campaign) -> CampaignLine:
    return CampaignLine(campaign, campaign.in_all, campaign.out, campaign.planned)  # type: ignore[attr-defined]  # annotated
