# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for one person: each app registers its own kinds; *Heute* shows them, reminders are made of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Municipality, User

MAX_LINES_PER_KIND = 5
#: The urgency of what may be a danger to somebody: above everything, and counted on the clock of the wall.
DANGER = 0


@dataclass(frozen=True)
class Settling:
    """Buttons that settle a line where it stands: each sends ``name`` with its value to ``path``, and comes back."""

    path: str
    buttons: tuple[tuple[str, str], ...]
    name: str = "answer"


@dataclass(frozen=True)
class WaitingItem:
    """One line with its one button. ``urgency``: 0 danger to somebody, 1 now, 2 today, 3 when there is time.

    A reminder is obsolete as soon as its ``cause`` is no longer there. What can be settled where it stands has
    ``settling``; ``path`` leads to the whole of it.
    """

    cause: str
    urgency: int
    icon: str
    text: str
    path: str
    action: str
    since: datetime | None = None
    note: str = ""
    # A letter of its own has told the person already: no reminder repeats it.
    is_mailed: bool = False
    settling: Settling | None = None

    @property
    def level(self) -> str:
        return {DANGER: "danger", 1: "danger", 2: "warning"}.get(self.urgency, "info")


@dataclass(frozen=True)
class Case:
    """For whom, where and when something is sought; ``found`` holds how many rows there are, and figures, by name."""

    person: User
    town: Municipality
    at: datetime
    found: Mapping[str, Any]

    @property
    def roles(self) -> set[str]:
        return self.person.roles_in(self.town)


@dataclass(frozen=True)
class WaitingSource:
    """One kind of thing that waits for people who hold one of ``roles``.

    Without any of the ``rows`` (names of ``accounts.frame.counting``) nothing waits, and ``items`` is not asked;
    without names it always is. ``figures`` are names likewise, read for ``items`` in the same query. Of equally urgent
    things of the same moment the lower ``position`` comes first.
    """

    position: int
    roles: frozenset[Any]
    items: Callable[[Case], Iterable[WaitingItem]]
    rows: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


SOURCES: list[WaitingSource] = []


def register_waiting(*sources: WaitingSource) -> None:
    SOURCES.extend(sources)
    SOURCES.sort(key=lambda source: source.position)
