# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many rows there are of what may wait for a person: asked for by name, all of them in one query.

Apps register rows by name in ``AppConfig.ready``, each a queryset of the town; menu, start page and reminders name
those that concern a person by the roles held. A figure (``core.questions.Figure``) is read in the same query.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now

from accounts.frame.navigation import ENTRIES, STRIP_ROWS
from accounts.models import Municipality, User
from core.questions import Figure, counted_planned_once

Rows = Callable[[Municipality, User, datetime], "QuerySet[Any, Any] | Figure"]

#: Menu and tabs count no further. Rows with a limit of their own are counted up to that.
COUNT_CAP = 99
ROWS: dict[str, Rows] = {}


def register_rows(rows: Mapping[str, Rows]) -> None:
    """``rows`` may branch on nothing: each is compiled once, with stand-ins for its arguments."""
    ROWS.update(rows)


@counted_planned_once(COUNT_CAP, optional=("person", "at"))
def rows_there_are(
    town: Municipality, person: User, at: datetime, *, names: tuple[str, ...]
) -> dict[str, QuerySet[Any, Any] | Figure]:
    return {name: ROWS[name](town, person, at) for name in names}


def count_rows(person: User, town: Municipality, at: datetime, names: Iterable[str]) -> dict[str, Any]:
    """Name → how many rows there are now; one query. The menu of the same request counts none of them again."""
    asked = tuple(sorted(set(names)))
    found = rows_there_are(town, person, at, names=asked) if asked else {}
    noted_rows(person, town).update(found)
    return found


def menu_rows(person: User, town: Municipality) -> set[str]:
    """The names of what the menu counts for ``person``, and of what is read with it; found out once in a request."""
    known: dict[int, set[str]] = person.__dict__.setdefault("_menu_rows", {})
    if town.pk not in known:
        counted = {name for entry in ENTRIES if entry.counts is not None for name in entry.counts(person, town)}
        known[town.pk] = STRIP_ROWS | counted
    return known[town.pk]


def menu_counts(person: User, town: Municipality) -> Mapping[str, Any]:
    """What the menu counts for ``person``: at most one query in a request."""
    missing = menu_rows(person, town) - noted_rows(person, town).keys()
    if missing:
        count_rows(person, town, now(), missing)
    return noted_rows(person, town)


def noted_rows(person: User, town: Municipality) -> dict[str, Any]:
    """What has been counted in this request."""
    noted: dict[int, dict[str, Any]] = person.__dict__.setdefault("_counted_rows", {})
    return noted.setdefault(town.pk, {})
