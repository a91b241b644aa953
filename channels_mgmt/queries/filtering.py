# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which posts somebody wants to see in the plan, and by what they can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Municipality
from channels_mgmt.models import Campaign, Delivery, Post, PostTarget
from channels_mgmt.queries.placing import subjects_of
from channels_mgmt.queries.posts import authors_of
from core.cache import read_by_pages
from core.folded import holding

CACHE_SECONDS = 60
UNPLACED = "-"
"""In place of a pillar: posts that name none."""
_subjects_key = read_by_pages("plan-subjects")
State = Post.State


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What the person wants to see; empty parts filter nothing."""

    channel: int | None = None
    status: str = ""
    author: int | None = None
    text: str = ""
    pillar: str = ""
    kind: str = ""
    campaign: int | None = None

    @property
    def chosen(self) -> int:
        """How many parts filter, besides the words that are looked for."""
        return sum(map(bool, self._parts))

    @property
    def is_active(self) -> bool:
        return bool(self.text) or any(self._parts)

    @property
    def _parts(self) -> tuple[object, ...]:
        return self.channel, self.status, self.author, self.pillar, self.kind, self.campaign


class PlanSubjects(NamedTuple):
    """Who has written posts, the pillars of the strategy in force, and the campaigns, the newest first."""

    authors: tuple[tuple[int, str], ...]
    pillars: tuple[str, ...]
    campaigns: tuple[tuple[int, str], ...]


def plan_subjects(town: Municipality) -> PlanSubjects:
    """By what else a plan can be filtered; a minute old at most, and new for whoever has saved a campaign."""
    key = _subjects_key(town)
    known: PlanSubjects | None = cache.get(key)
    if known is None:
        campaigns = Campaign.objects.filter(municipality=town).order_by("-first", "-pk")
        pillars = tuple(subjects_of(town).pillars)
        known = PlanSubjects(tuple(authors_of(town)), pillars, tuple(campaigns.values_list("pk", "name")))
        cache.set(key, known, CACHE_SECONDS)
    return known


def forget_subjects(town: Municipality) -> None:
    cache.delete(_subjects_key(town))


def plan(municipality: Municipality, chosen: PlanFilter) -> QuerySet[Post]:
    """The town's posts that match the filter, with ``has_deliveries``, ``needs_person`` and ``is_by_hand``."""
    posts = marked_posts(Post.objects.filter(municipality=municipality))
    if chosen.channel:
        posts = posts.filter(Exists(PostTarget.objects.filter(post=OuterRef("pk"), channel=chosen.channel)))
    if chosen.author:
        posts = posts.filter(author=chosen.author)
    if chosen.campaign:
        posts = posts.filter(campaign=chosen.campaign)
    if chosen.kind:
        posts = posts.filter(kind=chosen.kind)
    if chosen.pillar:
        posts = posts.filter(pillar="" if chosen.pillar == UNPLACED else chosen.pillar)
    return posts.filter(holding(chosen.text, "title", "text"), _status_condition(chosen.status))


def marked_posts(posts: QuerySet[Post]) -> QuerySet[Post]:
    """With what ``status_of`` needs: ``has_deliveries``, ``needs_person`` and ``is_by_hand``."""
    deliveries = Delivery.objects.filter(post=OuterRef("pk"))
    return posts.annotate(
        has_deliveries=Exists(deliveries.exclude(state=Delivery.State.WITHDRAWN)),
        needs_person=Exists(deliveries.needing_a_person()),
        is_by_hand=Exists(deliveries.filter(state=Delivery.State.HANDED_OVER)),
    )


def _status_condition(key: str) -> Q:
    conditions = {
        "draft": Q(state__in=[State.IDEA, State.DRAFT]),
        "in_review": Q(state=State.IN_REVIEW),
        "approved": Q(state=State.APPROVED, has_deliveries=False),
        "scheduled": Q(state=State.APPROVED, has_deliveries=True, needs_person=False, is_by_hand=False),
        "by_hand": Q(is_by_hand=True, needs_person=False),
        "published": Q(state=State.PUBLISHED),
        "partly": Q(state=State.PARTLY),
        "failed": Q(state=State.FAILED),
        "trouble": Q(needs_person=True) & ~Q(state=State.FAILED),
    }
    return conditions.get(key, Q())
