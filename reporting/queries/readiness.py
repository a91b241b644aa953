# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Startklar*: whether a town is ready to speak in public, and how the start page asks without reading all anew."""

from dataclasses import dataclass

from django.core.cache import cache

from accounts.frame.readiness import SOURCES, Facts, Step
from accounts.models import Municipality
from accounts.queries import remembered, roles_held
from core.cache import read_by_pages

COMPLETE_FOR_SECONDS = 60
_complete_key = read_by_pages("readiness-complete")


@dataclass(frozen=True)
class Standing:
    """The steps of a town, and the roles somebody holds there; of a complete town, neither is said."""

    steps: list[Step]
    roles: set[str]


COMPLETE = Standing([], set())


def readiness_of(town: Municipality) -> list[Step]:
    """All steps in the order a town takes them, as the facts stand now."""
    facts = Facts(town)
    steps = [step for source in SOURCES for step in source.steps(facts)]
    if all(step.is_done for step in steps):
        cache.set(_complete_key(town), True, COMPLETE_FOR_SECONDS)
    else:
        cache.delete(_complete_key(town))
    return steps


def remembered_standing(town: Municipality, changes: int) -> Standing:
    """How the town stands, computed anew after each of its recorded changes, and at the latest after a minute.

    What changes without a record (a second factor, the passing of a day) is seen within that minute. ``changes`` as
    ``remembered`` takes it.
    """
    return remembered(town, "standing", lambda: _standing(town), seconds=COMPLETE_FOR_SECONDS, changes=changes)


def standing_unless_complete(town: Municipality, changes: int) -> Standing:
    """``COMPLETE`` for a town that was found complete within the last minute; no query while it is known."""
    return COMPLETE if cache.get(_complete_key(town)) else remembered_standing(town, changes)


def _standing(town: Municipality) -> Standing:
    return Standing(readiness_of(town), roles_held(town))
