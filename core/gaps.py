# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is missing before a step may be taken: one word for it in all apps."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Gap:
    """A sentence that says what is missing, and the part in which it is mended; each app names its own parts."""

    text: Any
    part: str

    def __str__(self) -> str:
        return str(self.text)
