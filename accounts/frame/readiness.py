# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps until a town is ready to speak in public: each app registers its own, *Startklar* and *Heute* show them.

Computed from facts (D3, D14, D19, D20). Nobody can tick anything off: a step is done when the town's rows say so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, Role

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Group:
    """An area of the list. A wide one has steps of several subjects beside each other."""

    key: str
    label: Any
    is_wide: bool = False

    def __str__(self) -> str:
        return self.key


# Areas in which several apps have steps; others belong to the app whose they are.
RULES = Group("rules", _("Rules"))
PEOPLE = Group("people", _("People and time"))


@dataclass(frozen=True)
class Step:
    """A step on the way, the same for every reader. ``who`` are the role codes that can take it, at ``url``.

    ``concerned`` are the keys and names of single people who have to act themselves; then only they find
    the link of use, and only who may see the list of people reads the names.
    """

    # The key of a ``Group``: steps are remembered, and the words of an area need not be.
    group: str
    key: str
    label: str
    is_done: bool
    who: tuple[str, ...]
    url: str
    note: str = ""
    concerned: tuple[tuple[int, str], ...] = ()
    # The channel it belongs to; empty for what concerns the whole town.
    subject: str = ""

    @property
    def who_label(self) -> str:
        return ", ".join(str(Role(role).label) for role in self.who)


class Facts:
    """What is read of one town while its steps are listed."""

    def __init__(self, town: Municipality) -> None:
        self.town = town
        self._read: dict[Callable[[Municipality], Any], Any] = {}

    def read(self, query: Callable[[Municipality], Answer]) -> Answer:
        """What ``query`` says of the town, asked once however many sources want to know."""
        if query not in self._read:
            self._read[query] = query(self.town)
        answer: Answer = self._read[query]
        return answer


@dataclass(frozen=True)
class ReadinessSource:
    """Steps of one area by one app, in the order a town takes them; those with a lower ``position`` come before."""

    position: int
    group: Group
    steps: Callable[[Facts], Iterable[Step]]


SOURCES: list[ReadinessSource] = []


def register_readiness(*sources: ReadinessSource) -> None:
    SOURCES.extend(sources)
    SOURCES.sort(key=lambda source: source.position)
