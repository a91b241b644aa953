# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the audit trail speaks to people: words for areas and actions, handed in by the apps that record them.

An action without words here is shown by its code; the record itself only ever holds the code.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

AREAS: dict[str, Any] = {}
SENTENCES: dict[str, Any] = {}
#: Kind of object (``community.comment``) → who may read what entries about it say of it; others see that it happened.
GUARDED: dict[str, str] = {}
#: Entries of a town about what only named people read; the others see that something happened.
CLOSED: list[Callable[[Any], Q]] = []


def register_words(areas: Mapping[str, Any], sentences: Mapping[str, Any]) -> None:
    """Let the trail speak of an app: the names of its areas, and what each action (``area.done``) means."""
    AREAS.update(areas)
    SENTENCES.update(sentences)


def guard_words(permissions: Mapping[str, str]) -> None:
    """Let only people with the permission read what entries about these kinds of objects quote of them."""
    GUARDED.update(permissions)


def close_entries(about: Callable[[Any], Q]) -> None:
    """Keep what entries that ``about`` finds in a town say of their object from whoever does not see everything."""
    CLOSED.append(about)


def area_name(area: str) -> Any:
    return AREAS.get(area, area)


def sentence(action: str) -> Any:
    return SENTENCES.get(action, action)
