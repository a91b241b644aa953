# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A few places that somebody new in a role should know, shown on *Heute* until they are put away.

Apps register their stops in ``AppConfig.ready``. Who has two roles sees the stops of both, each once; who gets another
role later sees only what is new in it. What was seen is a line of the person's account, so that it asks nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import Municipality, Role, User

#: In the address of *Heute*: the tour once more.
AGAIN = "rundgang"


@dataclass(frozen=True)
class Stop:
    """A place to know: ``roles`` are those it is for, ``position`` its place among all stops."""

    title: Any
    text: Any
    url_name: str
    icon: str
    position: int
    roles: frozenset[str]

    def address(self, town: Municipality) -> str:
        return reverse(self.url_name, args=[town.slug])


STOPS: list[Stop] = []


def register_stop(
    title: Any, text: Any, url_name: str, icon: str, *, position: int, roles: Iterable[str] = Role.values
) -> None:
    """Show a place to people new in one of ``roles``."""
    STOPS.append(Stop(title, text, url_name, icon, position, frozenset(roles)))
    STOPS.sort(key=lambda stop: stop.position)


def tour_of(person: User, town: Municipality, *, is_again: bool = False) -> list[tuple[Stop, str]]:
    """The stops that are new for ``person`` with their addresses, or all of them ``is_again``."""
    held = person.roles_in(town)
    seen = set() if is_again else held.intersection(person.toured_roles.split())
    if seen == held:
        return []
    return [(stop, stop.address(town)) for stop in STOPS if stop.roles & held and not stop.roles & seen]
