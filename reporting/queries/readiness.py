# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Startklar*: whether a town is ready to speak in public, and how the start page asks without reading all anew."""

from django.core.cache import cache

from accounts.frame.readiness import SOURCES, Facts, Step
from accounts.models import Municipality
from accounts.queries import remembered

COMPLETE_FOR_SECONDS = 60


def readiness_of(town: Municipality) -> list[Step]:
    """All steps in the order a town takes them, as the facts stand now."""
    facts = Facts(town)
    steps = [step for source in SOURCES for step in source.steps(facts)]
    if all(step.is_done for step in steps):
        cache.set(_complete_key(town), True, COMPLETE_FOR_SECONDS)
    else:
        cache.delete(_complete_key(town))
    return steps


def remembered_steps(town: Municipality) -> list[Step]:
    """The steps, computed anew after each recorded change of the town, and at the latest after a minute.

    What changes without a record (a second factor, the passing of a day) is seen within that minute.
    """
    return remembered(town, "steps", lambda: readiness_of(town), seconds=COMPLETE_FOR_SECONDS)


def steps_unless_complete(town: Municipality) -> list[Step]:
    """All steps, or none for a town that was found complete within the last minute (no query then)."""
    return [] if cache.get(_complete_key(town)) else remembered_steps(town)


def _complete_key(town: Municipality) -> str:
    return f"readiness-complete-{town.pk}"
