# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the audit trail speaks to people: words for areas and actions, handed in by the apps that record them.

An action without words here is shown by its code; the record itself only ever holds the code.
"""

from collections.abc import Mapping
from typing import Any

AREAS: dict[str, Any] = {}
SENTENCES: dict[str, Any] = {}
#: Kind of object (``community.comment``) → who may read what entries about it say of it; others see that it happened.
GUARDED: dict[str, str] = {}


def register_words(areas: Mapping[str, Any], sentences: Mapping[str, Any]) -> None:
    """Let the trail speak of an app: the names of its areas, and what each action (``area.done``) means."""
    AREAS.update(areas)
    SENTENCES.update(sentences)


def guard_words(permissions: Mapping[str, str]) -> None:
    """Let only people with the permission read what entries about these kinds of objects quote of them."""
    GUARDED.update(permissions)


def area_name(area: str) -> Any:
    return AREAS.get(area, area)


def sentence(action: str) -> Any:
    return SENTENCES.get(action, action)
