# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The decisions of the council, and the one a post explains."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from accounts.models import Municipality
from channels_mgmt.models import CouncilDecision, CouncilSource, Post
from core.folded import holding
from strategy.models import Pillar, Strategy

State = CouncilDecision.State


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """What the person wants to see; an empty part filters nothing."""

    state: str = State.NEW
    text: str = ""

    @property
    def is_active(self) -> bool:
        return bool(self.state != State.NEW or self.text)


def decisions_of(town: Municipality, chosen: DecisionFilter) -> QuerySet[CouncilDecision]:
    """The latest decision first, each with its post. What was deleted at its source is no decision any more."""
    found = CouncilDecision.objects.filter(municipality=town).exclude(state=State.GONE).select_related("post")
    if chosen.state:
        found = found.filter(state=chosen.state)
    found = found.filter(holding(chosen.text, "title", "text"))
    return found.order_by(F("decided_on").desc(nulls_last=True), "-pk")


def source_of(town: Municipality) -> CouncilSource | None:
    return CouncilSource.objects.filter(municipality=town).first()


def decision_of_post(post: Post) -> CouncilDecision | None:
    return CouncilDecision.objects.filter(post=post).first()


def pillar_of_own_work(town: Municipality) -> str:
    """The pillar of the strategy in force that explains the house's own work; empty without one."""
    in_force = Pillar.objects.filter(
        strategy__municipality=town, strategy__state=Strategy.State.IN_FORCE, explains_own_work=True
    )
    return in_force.order_by("slot").values_list("name", flat=True).first() or ""
