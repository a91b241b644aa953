# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for one person, most urgent first: the start page shows it, reminders are made of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.frame.counting import count_rows
from accounts.frame.waiting import SOURCES, Case, WaitingItem
from accounts.models import Municipality, User


def waiting_for(person: User, town: Municipality, at: datetime) -> list[WaitingItem]:
    """Everything that waits for ``person`` in ``town`` at the instant ``at``.

    One query finds out which kinds there are, and only those are read.
    """
    return items_of(person, town, at, count_rows(person, town, at, causes_for(person, town)))


def causes_for(person: User, town: Municipality) -> set[str]:
    """The rows without which nothing waits for ``person``, by name."""
    roles = person.roles_in(town)
    return {name for source in SOURCES if roles & source.roles for name in (*source.rows, *source.figures)}


def items_of(person: User, town: Municipality, at: datetime, found: Mapping[str, Any]) -> list[WaitingItem]:
    """``waiting_for``, with ``found`` counted before."""
    case, roles = Case(person, town, at, found), person.roles_in(town)
    wanted = (source for source in SOURCES if roles & source.roles)
    there = (source for source in wanted if not source.rows or any(found[name] for name in source.rows))
    items: Iterable[WaitingItem] = (item for source in there for item in source.items(case))
    return sorted(items, key=lambda item: (item.urgency, item.since or at))
