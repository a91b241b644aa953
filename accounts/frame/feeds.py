# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person may read in the own calendar program: each app registers its calendars."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Municipality, User
from core.calendar_files import CalendarEntry


@dataclass(frozen=True)
class FeedKind:
    """A calendar. ``entries`` gives what ``permission`` lets the person see, in the town's scope and in order."""

    key: str
    position: int
    label: Any
    note: Any
    permission: str
    entries: Callable[[User, Municipality, datetime], Iterable[CalendarEntry]]


FEEDS: dict[str, FeedKind] = {}


def register_feeds(*kinds: FeedKind) -> None:
    """Offer calendars to everybody who holds their permission."""
    FEEDS.update({kind.key: kind for kind in kinds})


def feed_kinds() -> list[FeedKind]:
    return sorted(FEEDS.values(), key=lambda kind: kind.position)
