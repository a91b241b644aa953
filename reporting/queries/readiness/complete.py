# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""All steps together, and how the start page asks for them without reading the whole town each time."""

from django.core.cache import cache

from accounts.models import Municipality
from accounts.queries import people_of, remembered
from channels_mgmt.queries.channels import Mandate
from netiquette.queries import published_netiquette
from reporting.queries.readiness.channels import channel_steps
from reporting.queries.readiness.mandate import crisis_steps, mandate_steps, rule_steps
from reporting.queries.readiness.people import people_steps, security_steps
from reporting.queries.readiness.steps import Step
from strategy.queries import open_strategy, strategy_in_force

COMPLETE_FOR_SECONDS = 60


def readiness_of(town: Municipality) -> list[Step]:
    """All steps in the order a town takes them, as the facts stand now."""
    in_force = strategy_in_force(town)
    platforms = frozenset(d.platform for d in in_force.chosen_platforms()) if in_force is not None else frozenset()
    mandate = Mandate(platforms, published_netiquette(town) is not None)
    people, draft = people_of(town), open_strategy(town)
    steps = [
        *mandate_steps(town, in_force, draft),
        *rule_steps(town, has_netiquette=mandate.has_netiquette),
        *people_steps(town, people),
        *crisis_steps(town, in_force, draft),
        *channel_steps(town, mandate),
        *security_steps(town, people),
    ]
    if all(step.is_done for step in steps):
        cache.set(_complete_key(town), True, COMPLETE_FOR_SECONDS)
    else:
        cache.delete(_complete_key(town))
    return steps


def remembered_steps(town: Municipality) -> list[Step]:
    """The steps, computed anew after each recorded change of the town, and at the latest after a minute.

    What changes without a record (a second factor, the passing of a day) is seen within that minute.
    """
    return remembered(town, "readiness", lambda: readiness_of(town), seconds=COMPLETE_FOR_SECONDS)


def steps_unless_complete(town: Municipality) -> list[Step]:
    """All steps, or none for a town that was found complete within the last minute (no query then)."""
    return [] if cache.get(_complete_key(town)) else remembered_steps(town)


def _complete_key(town: Municipality) -> str:
    return f"readiness-complete-{town.pk}"
