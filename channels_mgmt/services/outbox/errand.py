# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one kind of outgoing row adds to the course that all of them take (``services.outbox``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from channels_mgmt.connectors.contract import Connector
from channels_mgmt.models import Channel
from channels_mgmt.models.outbox import Outgoing

Row = TypeVar("Row", bound=Outgoing)


@dataclass(frozen=True)
class Done:
    """The platform has it."""

    remote_id: str = ""
    url: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    outcome: str = ""


@dataclass(frozen=True)
class Hold:
    """Not now: a reason that may pass, and when to look again (``None``: soon)."""

    reason: str
    until: datetime | None = None


@dataclass(frozen=True)
class Miss:
    """Not at its hour, and afterwards only by a person's decision."""

    reason: str


@dataclass(frozen=True)
class Void:
    """Never: the permission this rested on is gone."""

    reason: str


class Errand(Generic[Row]):
    """What one kind of outgoing row adds to the common course. Runs in the scope of its town."""

    model: ClassVar[type[Outgoing]]

    def find(self, pk: int) -> Row | None:
        """The row with everything a claim has to look at."""
        raise NotImplementedError

    def channel_of(self, row: Row) -> Channel:
        raise NotImplementedError

    def obstacle(self, row: Row) -> Hold | Miss | Void | None:
        """What forbids sending at this moment."""
        raise NotImplementedError

    def conditions(self, row: Row) -> dict[str, Any]:
        """Lookups that the claiming UPDATE demands besides the row's own state."""
        return {}

    def latest(self, row: Row) -> datetime | None:
        """The moment after which sending does more harm than good; ``None``: always worth it."""
        return None

    def by_hand_until(self, row: Row) -> datetime | None:
        """Until when a person, and no software, publishes this row; ``None``: the software sends it."""
        return None

    def wording(self, row: Row) -> str:
        """Fingerprint of what is said and where; rows with equal ones never are in the air together."""
        raise NotImplementedError

    def booking(self, row: Row, done: Done) -> dict[str, Any]:
        """What else is stored when ``done`` is booked."""
        return {}

    def carry_out(self, row: Row, connector: Connector) -> Done:
        """The call. Raises a ``ConnectorError``."""
        raise NotImplementedError

    def look_for(self, row: Row, connector: Connector) -> Done | None:
        """Ask the platform. ``None``: surely not there, or repeating does no harm."""
        raise NotImplementedError

    def booked(self, row: Row) -> None:
        """Called in the transaction of each step that matters: audit entry and what follows."""
        raise NotImplementedError
