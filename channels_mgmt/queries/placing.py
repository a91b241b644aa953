# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the strategy in force, and running campaigns, offer to place a post by."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, QuerySet, Value

from accounts.models import Municipality
from channels_mgmt.models import Campaign
from core.questions import question_planned_once
from strategy.models import Pillar, Strategy, TargetGroup

PILLAR, GROUP, CAMPAIGN = 0, 1, 2


class Subjects(NamedTuple):
    """Names, in the order of the strategy, empty while none is in force; campaigns that are not over, by number."""

    pillars: list[str]
    target_groups: list[str]
    campaigns: list[tuple[int, str]]


def subjects_of(town: Municipality) -> Subjects:
    """One query."""
    rows = list(_subjects(town, town.local_day()))
    named: list[list[tuple[int, str]]] = [
        [(spot, str(name)) for sort, spot, name in rows if sort == wanted] for wanted in (PILLAR, GROUP, CAMPAIGN)
    ]
    return Subjects([name for _spot, name in named[0]], [name for _spot, name in named[1]], named[2])


@question_planned_once
def _subjects(town: Municipality, today: date) -> QuerySet[Any, tuple[Any, ...]]:
    in_force: dict[str, Any] = {"strategy__municipality": town, "strategy__state": Strategy.State.IN_FORCE}
    pillars = Pillar.objects.filter(**in_force).order_by().annotate(sort=Value(PILLAR), spot=F("slot"))
    groups = TargetGroup.objects.filter(**in_force).order_by().annotate(sort=Value(GROUP), spot=F("rank"))
    campaigns = Campaign.objects.filter(municipality=town, last__gte=today).order_by()
    campaigns = campaigns.annotate(sort=Value(CAMPAIGN), spot=F("pk"))
    wanted = ("sort", "spot", "name")
    found = pillars.values_list(*wanted).union(groups.values_list(*wanted), campaigns.values_list(*wanted), all=True)
    return found.order_by("sort", "spot")
