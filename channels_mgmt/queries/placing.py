# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the strategy in force offers to place a post by."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import F, QuerySet, Value

from accounts.models import Municipality
from core.questions import question_planned_once
from strategy.models import Pillar, Strategy, TargetGroup

PILLAR, GROUP = 0, 1


class Subjects(NamedTuple):
    """Names, in the order of the strategy; empty while none is in force."""

    pillars: list[str]
    target_groups: list[str]


def subjects_of(town: Municipality) -> Subjects:
    """One query."""
    rows = list(_subjects(town))
    names: list[list[str]] = [[str(name) for sort, _spot, name in rows if sort == wanted] for wanted in (PILLAR, GROUP)]
    return Subjects(*names)


@question_planned_once
def _subjects(town: Municipality) -> QuerySet[Any, tuple[Any, ...]]:
    in_force: dict[str, Any] = {"strategy__municipality": town, "strategy__state": Strategy.State.IN_FORCE}
    pillars = Pillar.objects.filter(**in_force).order_by().annotate(sort=Value(PILLAR), spot=F("slot"))
    groups = TargetGroup.objects.filter(**in_force).order_by().annotate(sort=Value(GROUP), spot=F("rank"))
    wanted = ("sort", "spot", "name")
    found = pillars.values_list(*wanted).union(groups.values_list(*wanted), all=True)
    return found.order_by("sort", "spot")
