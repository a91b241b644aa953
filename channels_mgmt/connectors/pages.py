# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one step of a reading brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from channels_mgmt.connectors.contract import Cursor, IncomingComment

FIRST_READING = timedelta(days=30)
"""How far back comments are read when a channel is connected."""


@dataclass(frozen=True, slots=True)
class UnreadableEntry:
    """Something of which we can make no comment. It is set aside with its ``reason`` and stops nothing."""

    reason: str
    content: Any


@dataclass(frozen=True, slots=True)
class Page:
    """One step of a reading: store it with its ``cursor``, then ask for the next unless it ``is_last``.

    Of a thread: how many levels deep it goes, below which replies the platform cut it off, and whether it ``is_whole``
    apart from those: what is known and does not stand in it may have been deleted (``Connector.is_there`` tells).
    """

    comments: list[IncomingComment]
    cursor: Cursor
    unreadable: list[UnreadableEntry] = field(default_factory=list)
    is_last: bool = True
    depth: int = 0
    cut_off: Sequence[str] = ()
    is_whole: bool = False

    def __iter__(self) -> Iterator[Any]:
        """Let callers write ``comments, cursor = …``."""
        yield self.comments
        yield self.cursor
