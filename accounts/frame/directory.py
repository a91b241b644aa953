# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What official tables say of a municipality: whoever holds such a table registers how to ask it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.kinds import kind_in_name
from accounts.models import Municipality
from core.errors import Refused

MOST_NAMED = 5


@dataclass(frozen=True)
class ListedTown:
    """A row of an official table. ``kind`` is empty where the table does not say it."""

    code: str
    name: str
    district: str
    population: int
    kind: str


#: Takes an official code or a name; returns the municipalities called exactly so, empty for none.
Directory = Callable[[str], Iterable[ListedTown]]

DIRECTORIES: list[Directory] = []


def register_directory(directory: Directory) -> None:
    DIRECTORIES.append(directory)


def listed_town(code: str) -> ListedTown | None:
    """The row with this official code."""
    return next((town for directory in DIRECTORIES for town in directory(code)), None)


def proposed_facts(town: Municipality) -> dict[str, Any]:
    """Kind and population, as far as ``town`` has not said them and its name or a table does."""
    if town.kind and town.population:
        return {}
    listed = listed_town(town.municipality_code)
    found = {
        "kind": town.kind or kind_in_name(town.name) or (listed.kind if listed else ""),
        "population": town.population or (listed.population if listed else None),
    }
    return {name: value for name, value in found.items() if value and value != getattr(town, name)}


def facts_of_code(
    code: str, *, entered: dict[str, Any], seen: dict[str, Any]
) -> tuple[ListedTown | None, dict[str, Any]]:
    """What the tables say of another code: the row, and kind and population of it where nobody typed another value."""
    listed = listed_town(code)
    if listed is None:
        return None, {}
    found = {"kind": listed.kind, "population": listed.population}
    return listed, {name: value for name, value in found.items() if value and entered[name] == seen[name] != value}


def find_listed_town(text: str) -> ListedTown:
    """The one municipality with this official code or name.

    Raises ``Refused`` where none is listed, or several are: with one gap for each, so that somebody can choose.
    """
    found = [town for directory in DIRECTORIES for town in directory(text)]
    if not found:
        raise Refused(_("The census table knows no municipality “%(text)s”.") % {"text": text})
    if len(found) > 1:
        gaps = [f"{town.code} {town.name} ({town.district})" for town in found[:MOST_NAMED]]
        if len(found) > MOST_NAMED:
            gaps.append(_("and %(number)s more") % {"number": len(found) - MOST_NAMED})
        raise Refused(_("Several municipalities are called “%(text)s”. Please give the code:") % {"text": text}, gaps)
    return found[0]
