# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One thing that waits for a person."""

from dataclasses import dataclass
from datetime import datetime

MAX_LINES_PER_KIND = 5


@dataclass(frozen=True)
class WaitingItem:
    """One line with its one button. ``urgency``: 1 now, 2 today, 3 when there is time."""

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

    @property
    def level(self) -> str:
        return {1: "danger", 2: "warning"}.get(self.urgency, "info")
